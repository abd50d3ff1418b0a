import type { ChallengeId, DeviceId, Digest, KeyId, Nonce, SessionId, UserId } from '../domain/ids.js';
import type { FactorKind, Mark } from '../domain/mfa/factors.js';
import { MfaChallenge } from '../domain/mfa/mfa-challenge.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import { AuthSession } from '../domain/session/auth-session.js';
import type { Authentication } from '../domain/session/authentication.js';
import { Device } from '../domain/throttle/device.js';
import { PoolKey } from '../domain/throttle/failure-pool.js';
import type { EmailAddress } from '../domain/user/email-address.js';
import type { PasswordCheck } from '../domain/user/password.js';
import { User } from '../domain/user/user.js';
import { aChallengeId, anId, aSessionId, aToken, client, hash, policy, start } from './builders.js';

/*
 * The decisions of the use cases with nothing around them: no hashing, no envelopes, no clock. For whatever must be shown
 * of a store that keeps the promise of `UnitOfWork`.
 */

export const keep = (work: UnitOfWork, ...users: readonly User[]): Promise<void> =>
  work.run(client, async (tx) => {
    for (const user of users) tx.users.add(user);
  });

export const register = (work: UnitOfWork, email: EmailAddress): Promise<'registered' | 'taken'> =>
  work.run(client, async (tx) => {
    const owner = await tx.users.byEmail(email);
    owner?.registeredAgain();
    if (owner) return 'taken';
    tx.users.add(User.register(anId<UserId>(), email, hash, start));
    return 'registered';
  });

export type LoggedIn =
  | { readonly kind: 'opened'; readonly session: SessionId }
  | { readonly kind: 'posed'; readonly challenge: ChallengeId }
  | { readonly kind: 'refused' | 'barred' };

/** First factor. */
export const logIn = (work: UnitOfWork, email: EmailAddress, key: PoolKey, check: PasswordCheck): Promise<LoggedIn> =>
  work.run(client, {
    gather: (tx) => Promise.all([tx.users.byEmail(email), tx.pools.of(key, start)]),
    prove: async () => check,
    decide: async (tx, proven): Promise<LoggedIn> => {
      const [user, pool] = await Promise.all([tx.users.byEmail(email), tx.pools.of(key, start)]);
      if (!user) {
        const barred = pool.barred(start, policy);
        if (!barred) pool.fail(start, policy);
        return { kind: barred ? 'barred' : 'refused' };
      }
      const step = user.signIn(proven, pool, start, policy);
      // prettier-ignore
      switch (step.kind) {
        case 'barred':
        case 'refused':       return { kind: step.kind };
        case 'authenticated': return { kind: 'opened', session: open(tx, step.authentication) };
        case 'enrolment':
        case 'second-factor': break;
        default:              return step satisfies never;
      }
      const id = aChallengeId();
      const offer = step.kind === 'second-factor' ? step.offer : [];
      const asked = { ...bare, id, offer, passwordPool: key, secret: anId<Digest>() };
      tx.challenges.add(MfaChallenge.issue(asked, step.by, start, policy));
      return { kind: 'posed', challenge: id };
    },
  });

const bare = {
  binding: undefined,
  purpose: 'sign-in',
  credential: 'token',
  raises: undefined,
  replaces: undefined,
  device: undefined,
  known: undefined,
} as const;

/** A device that knows somebody, as after a sign-in that was completed on it. */
export const aKnownDevice = async (work: UnitOfWork, user: User, trusted = false): Promise<DeviceId> => {
  const id = anId<DeviceId>();
  await work.run(client, async (tx) => {
    const owner = await tx.users.byId(user.id);
    if (!owner) throw new Error('Nobody owns the device');
    const device = Device.meet(id, owner, { nonce: anId<Nonce>(), keyId: 'a key' as KeyId }, undefined, start);
    if (trusted) device.trust(owner, start, policy);
    tx.devices.add(device);
  });
  return id;
};

/** A right password on a device that is known: the address's own pool is not asked. Answers the generation of its next token. */
export const logInOn = (work: UnitOfWork, user: User, id: DeviceId, generation: number, check: PasswordCheck) =>
  work.run(client, {
    gather: async (tx) => {
      await Promise.all([tx.users.byEmail(user.snapshot().email), tx.devices.byId(id)]);
      await tx.pools.of(PoolKey.device(id), start);
    },
    prove: async () => check,
    decide: async (tx, proven) => {
      const owner = await tx.users.byEmail(user.snapshot().email);
      const device = await tx.devices.byId(id);
      const pool = await tx.pools.of(PoolKey.device(id), start);
      const standing = owner && device?.isKnown(owner, start, policy) && device.judge(generation, start, policy);
      if (!owner || !device || standing !== 'held') return { kind: 'stranger' } as const;
      const step = owner.signIn(proven, pool, start, policy, device);
      if (step.kind === 'refused' && pool.isClosed) device.forget('failures', start);
      if (step.kind !== 'authenticated') return { kind: step.kind } as const;
      device.use(generation, start);
      return { kind: 'opened', next: device.snapshot().generation, session: open(tx, step.authentication) } as const;
    },
  });

/** A login whose challenge is due. */
export async function posed(work: UnitOfWork, user: User, key: PoolKey): Promise<ChallengeId> {
  const step = await logIn(work, user.snapshot().email, key, { matches: true, against: hash });
  if (step.kind !== 'posed') throw new Error(`A challenge was due, not ${step.kind}`);
  return step.challenge;
}

/** A login without a second factor. */
export async function signedIn(work: UnitOfWork, user: User, key: PoolKey): Promise<SessionId> {
  const step = await logIn(work, user.snapshot().email, key, { matches: true, against: hash });
  if (step.kind !== 'opened') throw new Error(`A session was due, not ${step.kind}`);
  return step.session;
}

export type Answered =
  { readonly kind: 'passed'; readonly session: SessionId } | { readonly kind: 'refused' | 'barred' | 'closed' };

/** Second factor: `mark` is what a right code leaves, undefined for a wrong one. */
export const answer = (
  work: UnitOfWork,
  id: ChallengeId,
  kind: FactorKind,
  mark: Mark | undefined,
): Promise<Answered> => {
  const find = async (tx: Transaction): Promise<{ challenge: MfaChallenge; user: User } | undefined> => {
    const challenge = await tx.challenges.byId(id);
    const user = challenge && (await tx.users.byId(challenge.snapshot().userId));
    return user && { challenge, user };
  };
  return work.run(client, {
    gather: find,
    prove: async () => mark,
    decide: async (tx, proven): Promise<Answered> => {
      const found = await find(tx);
      if (!found) return { kind: 'closed' };
      const { challenge, user } = found;
      const pool = await tx.pools.of(PoolKey.factor(kind, user.id), start);
      const step = challenge.answer(user, pool, kind, proven, start, policy);
      if (step.kind !== 'passed') return { kind: step.kind };
      const { passwordPool } = challenge.snapshot();
      if (passwordPool) (await tx.pools.of(passwordPool, start)).succeed(start);
      return { kind: 'passed', session: open(tx, step.authentication) };
    },
  });
};

/** Rotates a refresh token of that generation. */
export const refresh = (work: UnitOfWork, id: SessionId, generation: number) =>
  work.run(client, async (tx) => {
    const session = await tx.sessions.byId(id);
    const user = session && (await tx.users.byId(session.userId));
    return user ? session.rotate(user, { generation, genuine: true }, start, policy) : 'closed';
  });

export const disable = (work: UnitOfWork, id: UserId): Promise<void> =>
  work.run(client, async (tx) => (await tx.users.byId(id))?.disable());

/** Whether somebody who presents that session is let in. */
export const isLive = (work: UnitOfWork, id: SessionId): Promise<boolean> =>
  work.run(client, async (tx) => {
    const session = await tx.sessions.byId(id);
    const user = session && (await tx.users.byId(session.userId));
    return user ? session.isLive(user, start) : false;
  });

export function open(tx: Transaction, by: Authentication): SessionId {
  const id = aSessionId();
  tx.sessions.add(AuthSession.open(id, by, aToken(), undefined, start, policy));
  return id;
}
