import type { SessionId } from '../../domain/ids.js';
import type { RefreshChain, RefreshSecrets } from '../../domain/ports/refresh-secrets.js';
import { Secret } from '../../domain/secret.js';
import { beginChain, chainSecret, equalSecrets } from './chain-secret.js';
import type { KeyRing } from './key-ring.js';

// Session, generation, secret: bounded before anything is looked up.
const shape = /^([\w-]{1,64})\.(0|[1-9]\d{0,8})\.([\w-]{43})$/;

/** Refresh secrets under the ring's refresh keys. A rotation ends no chain: each pins its key. */
export class KeyedRefreshSecrets implements RefreshSecrets {
  constructor(private readonly ring: KeyRing) {}

  begin(): ReturnType<RefreshSecrets['begin']> {
    return beginChain(this.ring, 'refresh');
  }

  of({ sessionId, ...pinned }: RefreshChain, generation: number): Secret | undefined {
    return chainSecret(this.ring, 'refresh', [sessionId], generation, pinned);
  }

  parse(refreshToken: Secret): ReturnType<RefreshSecrets['parse']> {
    const [, sessionId, generation, secret] = shape.exec(refreshToken.reveal()) ?? [];
    if (!sessionId || !generation || !secret) return undefined;
    return { sessionId: sessionId as SessionId, generation: Number(generation), secret: new Secret(secret) };
  }

  equal(a: Secret, b: Secret): boolean {
    return equalSecrets(a, b);
  }
}

/** What a client holds to have its session go on. */
export const refreshToken = (sessionId: SessionId, generation: number, secret: Secret): Secret =>
  new Secret(`${sessionId}.${generation}.${secret.reveal()}`);
