import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { es256, forged } from './forged-token.js';

export interface SigningKey {
  readonly kid: string;
  readonly signs: KeyObject;
  readonly jwk: object;
}

export function signingKey(kid: string = randomUUID()): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  return { kid, signs: privateKey, jwk: { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } };
}

/** Publishes keys as the service does, as long as the test wants it to. Counts who asks. */
export class KeyServer {
  asked = 0;
  #answer: (res: ServerResponse) => void;
  readonly #server: Server;

  private constructor(keys: readonly SigningKey[]) {
    this.#answer = () => undefined;
    this.publish(...keys);
    this.#server = createServer((_req: IncomingMessage, res) => {
      this.asked += 1;
      this.#answer(res);
    });
  }

  static async open(...keys: readonly SigningKey[]): Promise<KeyServer> {
    const server = new KeyServer(keys);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  publish(...keys: readonly SigningKey[]): void {
    this.says(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  }

  /** Answers with this text, and these headers. */
  says(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): void {
    this.does((res) => {
      res.writeHead(status, { 'Content-Type': 'application/jwk-set+json', 'Cache-Control': 'max-age=300', ...headers });
      res.end(body);
    });
  }

  does(answer: (res: ServerResponse) => void): void {
    this.#answer = answer;
  }

  /** Cuts every connection, as a service that is gone. */
  vanish(): void {
    this.does((res) => void res.destroy());
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export const issuer = 'https://auth.example.test';
export const audience = 'https://api.example.test';
type Claims = Readonly<Record<string, unknown>>;

/** What the service says in an access token about somebody with a second factor; `changes` says something else. */
export function claimsAt(now: Date, changes: Claims = {}): Claims {
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    iss: issuer,
    aud: audience,
    sub: 'ada',
    client_id: 'portcullis',
    sid: 'session',
    jti: randomUUID(),
    iat: seconds,
    exp: seconds + 300,
    auth_time: seconds,
    acr: 'aal2',
    amr: ['pwd', 'otp', 'mfa'],
    mfa_verified: true,
    ...changes,
  };
}

export function accessToken(by: SigningKey, now: Date, changes: Claims = {}, header: Claims = {}): string {
  return forged({ alg: 'ES256', typ: 'at+jwt', kid: by.kid, ...header }, claimsAt(now, changes), es256(by.signs));
}
