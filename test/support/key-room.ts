import { HmacChallengeTokens } from '../../src/adapters/credentials/challenge-tokens.js';
import type { SigningAlg } from '../../src/adapters/credentials/jws-key.js';
import { JwtIssuer } from '../../src/adapters/credentials/jwt-issuer.js';
import { KeyRing } from '../../src/adapters/credentials/key-ring.js';
import { KeyRotation } from '../../src/adapters/credentials/key-rotation.js';
import type { KeyStore } from '../../src/adapters/credentials/key-store.js';
import { KeyedRefreshSecrets } from '../../src/adapters/credentials/refresh-secrets.js';
import { MemoryKeyStore } from '../../src/adapters/memory/memory-key-store.js';
import { NodeEntropy } from '../../src/adapters/node/entropy.js';
import { Seal } from '../../src/adapters/node/seal.js';
import { days, hours } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import { SetClock } from './set-clock.js';

export const secretKey = new Secret('c2l4dHktZm91ciBiaXRzIGFyZSBub3QgZW5vdWdoLCA0IG9mIHRoZW0gYXJl');
export const names = {
  issuer: 'https://auth.example.com',
  audience: 'https://api.example.com',
  clientId: 'portcullis',
};

export interface Room {
  readonly clock: SetClock;
  readonly store: KeyStore;
  readonly seal: Seal;
  readonly ring: KeyRing;
  readonly rotation: KeyRotation;
  readonly issuer: JwtIssuer;
  readonly challenges: HmacChallengeTokens;
  readonly refresh: KeyedRefreshSecrets;
}

/** One replica: a ring and all that stands on it. Replicas share a store, and a clock where the test says so. */
export async function keyRoom(
  its: { alg?: SigningAlg; store?: KeyStore; clock?: SetClock; seal?: Seal; names?: typeof names } = {},
): Promise<Room> {
  const { alg = 'ES256', store = new MemoryKeyStore(), clock = new SetClock(), seal = new Seal(secretKey) } = its;
  const ring = await KeyRing.open({ store, seal, clock, alg });
  const called = its.names ?? names;
  return {
    clock,
    store,
    seal,
    ring,
    rotation: await KeyRotation.open({
      store,
      seal,
      clock,
      alg,
      lives: { sessionLife: hours(24), deviceMemory: days(180) },
    }),
    issuer: new JwtIssuer(ring, new NodeEntropy((value) => ring.indexDigest(value)), called),
    challenges: new HmacChallengeTokens(ring, called.issuer),
    refresh: new KeyedRefreshSecrets(ring),
  };
}
