import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Nonce, SessionId } from '../../domain/ids.js';
import type { RefreshChain, RefreshSecrets } from '../../domain/ports/refresh-secrets.js';
import { Secret } from '../../domain/secret.js';
import { framed } from '../node/framed.js';
import type { KeyRing } from './key-ring.js';

// Session, generation, secret: bounded before anything is looked up.
const shape = /^([\w-]{1,64})\.(0|[1-9]\d{0,8})\.([\w-]{43})$/;

/** Refresh secrets under the ring's refresh keys: HMAC-SHA-256, 256 bits. A rotation ends no chain: each pins its key. */
export class KeyedRefreshSecrets implements RefreshSecrets {
  constructor(private readonly ring: KeyRing) {}

  begin(): ReturnType<RefreshSecrets['begin']> {
    return { nonce: randomBytes(16).toString('base64url') as Nonce, keyId: this.ring.active('refresh').id };
  }

  of({ sessionId, nonce, keyId }: RefreshChain, generation: number): Secret | undefined {
    const key = this.ring.byId('refresh', keyId);
    if (!key) return undefined;
    const question = framed('refresh', sessionId, String(generation), nonce);
    return new Secret(createHmac('sha256', key.verifies).update(question).digest('base64url'));
  }

  parse(refreshToken: Secret): ReturnType<RefreshSecrets['parse']> {
    const [, sessionId, generation, secret] = shape.exec(refreshToken.reveal()) ?? [];
    if (!sessionId || !generation || !secret) return undefined;
    return { sessionId: sessionId as SessionId, generation: Number(generation), secret: new Secret(secret) };
  }

  equal(a: Secret, b: Secret): boolean {
    const [one, other] = [Buffer.from(a.reveal()), Buffer.from(b.reveal())];
    return one.length === other.length && timingSafeEqual(one, other);
  }
}

/** What a client holds to have its session go on. */
export const refreshToken = (sessionId: SessionId, generation: number, secret: Secret): Secret =>
  new Secret(`${sessionId}.${generation}.${secret.reveal()}`);
