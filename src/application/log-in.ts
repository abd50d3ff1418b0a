import type { Client } from '../domain/client.js';
import type { DeviceId, Digest } from '../domain/ids.js';
import type { FactorKind } from '../domain/mfa/factors.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { PresentedDevice } from '../domain/ports/device-secrets.js';
import type { Entropy } from '../domain/ports/entropy.js';
import { Busy, type PasswordHasher } from '../domain/ports/password-hasher.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { PartialAuthentication } from '../domain/session/authentication.js';
import type { CredentialKind } from '../domain/session/credentials.js';
import type { Device } from '../domain/throttle/device.js';
import { PoolKey, type Barred, type FailurePool } from '../domain/throttle/failure-pool.js';
import { EmailAddress } from '../domain/user/email-address.js';
import { isOversized, type PasswordCheck } from '../domain/user/password.js';
import type { User } from '../domain/user/user.js';
import type { ChallengeDesk, Pending, Posed, Question } from './challenge-desk.js';
import type { DeviceDesk, Recognised } from './device-desk.js';
import { forgetDevice } from './forget-device.js';
import { lane } from './lane.js';
import { Limits } from './limits.js';
import type { LinkDesk } from './link-desk.js';
import type { Opened, SessionDesk, SignedIn } from './session-desk.js';

export interface LogInInput {
  readonly email: string;
  readonly password: Secret;
  readonly credential: CredentialKind;
  /** Device tokens of earlier sign-ins: the client's, or those of the browser's cookie. */
  readonly devices: readonly Secret[];
  /** The nonce of the browser's pending cookie, if it has one. */
  readonly browser: Secret | undefined;
  readonly client: Client;
}

/** `denied` is one answer for a wrong password, an unknown address and a closed account. */
export type LogInOutcome =
  | { readonly status: 'signed-in'; readonly signedIn: SignedIn }
  | { readonly status: 'mfa-required'; readonly pending: Pending }
  | { readonly status: 'enrolment-required'; readonly pending: Pending }
  | { readonly status: 'denied' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

type Decided =
  | { readonly status: 'opened'; readonly opened: Opened }
  | { readonly status: 'posed'; readonly posed: Posed }
  | { readonly status: 'denied' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

/** An address as somebody typed it, what is counted by it, and the devices that were presented with it. */
interface Asked {
  readonly email: EmailAddress;
  readonly typed: Digest;
  readonly key: PoolKey;
  readonly presented: readonly PresentedDevice[];
}
interface Found {
  readonly user: User | undefined;
  readonly known: Pick<Recognised, 'device' | 'generation'> | undefined;
  /** A device whose token was used up long ago. */
  readonly reused: Device | undefined;
  readonly pool: FailurePool;
  /** Whom challenges are counted by. */
  readonly subject: Digest | DeviceId;
  /** Too many wrong tries of the address. */
  readonly strangers: Barred | undefined;
}
interface Circumstances {
  readonly client: Client;
  readonly subject: Found['subject'];
  readonly limits: Limits;
  readonly now: Date;
}

/** First factor. */
export class LogIn {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly passwords: PasswordHasher;
      readonly sessions: SessionDesk;
      readonly challenges: ChallengeDesk;
      readonly devices: DeviceDesk;
      readonly links: LinkDesk;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute(input: LogInInput): Promise<LogInOutcome> {
    const { work, passwords, sessions, challenges, devices, links, entropy, clock, policy } = this.its;
    const email = EmailAddress.parse(input.email);
    // Nobody's address, nobody's password: no guess was made, and nothing is worth a hash (ASVS 6.2.9).
    if (!email || isOversized(input.password)) return { status: 'denied' };
    const typed = entropy.keyedDigest('typed-address', email);
    const presented = devices.read(input.devices);
    // A crowd hears of it before anything is read or counted: else each of it would keep all others waiting. Where devices
    // are presented, places may be kept for them.
    const full = presented.length === 0 ? passwords.turnsAway?.(lane(input.client, 'sign-in')) : undefined;
    if (full) return tooMany(full);
    const asked = { email, typed, key: PoolKey.password(typed), presented };

    const decided = await work.run(input.client, {
      gather: async (tx) => {
        const now = clock.now();
        const limits = new Limits(this.its, tx, now);
        // In one breath: which of the devices is this user's is known only when the user is.
        const [crowd, wished] = await Promise.all([
          limits.ofClient('take', 'login-client', input.client),
          links.wish(tx, email, now),
          tx.users.byEmail(email),
          tx.pools.of(asked.key, now),
          limits.of('look', 'login-address', typed),
          limits.of('look', 'challenge-user', typed),
          ...asked.presented.map(({ deviceId }) => tx.devices.byId(deviceId)),
          ...asked.presented.map(({ deviceId }) => limits.of('look', 'challenge-user', deviceId)),
        ]);
        const { user, known, pool, strangers } = await this.find(tx, asked, limits, now);
        const place = lane(input.client, known ? 'known-device' : 'sign-in');
        const hash = user ? user.passwordHash : wished?.passwordHash;
        return { hash, barred: crowd ?? strangers ?? pool.barred(now, policy), place };
      },
      // Whoever waits is not judged, and not worth a hash: a flood on one address takes nobody's place.
      prove: async ({ hash, barred, place }) => barred ?? passwords.check(input.password, hash, place),
      decide: (tx, check) => this.decide(tx, asked, check, input),
    });
    const now = clock.now();
    if (decided.status === 'opened') {
      return { status: 'signed-in', signedIn: await sessions.deliver(decided.opened, now) };
    }
    if (decided.status !== 'posed') return decided;
    const pending = await challenges.deliver(decided.posed, now);
    return { status: pending.challenge.purpose === 'enrolment' ? 'enrolment-required' : 'mfa-required', pending };
  }

  /**
   * Whose address it is, on which device, and what judges the password. A known device brings a pool of its own, and
   * what is counted by the address does not count here: whatever strangers did to that, its owner is let in.
   */
  private async find(tx: Transaction, asked: Asked, limits: Limits, now: Date): Promise<Found> {
    const { email, typed, key, presented } = asked;
    const [user, strangers, , ofAddress] = await Promise.all([
      tx.users.byEmail(email),
      limits.of('look', 'login-address', typed),
      limits.of('look', 'challenge-user', typed),
      // Not where it may not count: what is asked for is held to, and strangers would keep changing it.
      presented.length === 0 ? tx.pools.of(key, now) : undefined,
    ]);
    const recognised = user && (await this.its.devices.recognise(tx, user, presented, now));
    if (recognised?.standing !== 'held') {
      const pool = ofAddress ?? (await tx.pools.of(key, now));
      return { user, known: undefined, reused: recognised?.device, pool, subject: typed, strangers };
    }
    const { device, generation } = recognised;
    const pool = await tx.pools.of(PoolKey.device(device.id), now);
    const known = { device, generation };
    return { user, known, reused: undefined, pool, subject: device.id, strangers: undefined };
  }

  private async decide(
    tx: Transaction,
    asked: Asked,
    check: PasswordCheck | Busy | Barred,
    { client, credential, browser }: LogInInput,
  ): Promise<Decided> {
    // Nobody judged it, and it counts no more than one that was turned away before anything was read: a crowd must not
    // cost a commit each.
    if (check instanceof Busy) return tooMany(check);
    const { sessions, devices, clock, policy } = this.its;
    const now = clock.now();
    const limits = new Limits(this.its, tx, now);
    // Every other try of a client counts, also one that nobody judges; of an address only those that were wrong, or
    // honest logins at once would be taken for an attack.
    const [crowd, { user, known, reused, pool, subject, strangers }] = await Promise.all([
      limits.ofClient('take', 'login-client', client),
      this.find(tx, asked, limits, now),
    ]);
    if (crowd) return tooMany(crowd);
    if ('retryAt' in check) return tooMany(check);
    if (strangers) return tooMany(strangers);
    if (!user) {
      // The same answers in the same order as for a user, or the waiting would tell them apart.
      const barred = pool.barred(now, policy);
      if (barred) return tooMany(barred);
      pool.fail(now, policy);
      tx.record({ type: 'sign-in.refused', why: 'unknown-address' });
      await this.its.links.mailAgain(tx, asked.email, check, now);
      return this.deny(limits, asked.typed);
    }
    const step = user.signIn(check, pool, now, policy, known?.device);
    if (step.kind === 'barred') return tooMany(step);
    if (step.kind === 'refused') {
      if (!known) return this.deny(limits, asked.typed);
      if (pool.isClosed) await forgetDevice(tx, known.device, 'failures', now);
      return { status: 'denied' };
    }
    // A right password with a token that was used up long ago: two parties hold it, and one of them is not the owner.
    if (reused) await forgetDevice(tx, reused, 'reused', now);
    const held = known && { id: known.device.id, generation: known.generation };
    if (step.kind !== 'authenticated') {
      const due = step.kind === 'second-factor' ? signInDue(step.offer) : enrolmentDue;
      const replaces = client.session && { replaces: client.session };
      const pending = { credential, browser, passwordPool: pool.id, ...replaces, ...(held && { known: held }) };
      return this.pose(tx, user, { ...pending, ...due }, step.by, { client, subject, limits, now });
    }
    const place = await devices.leave(tx, user, held, false, client, now);
    const opened = sessions.open(tx, user, step.authentication, credential, client, now, place);
    // Signing in while signed in ends the old session when the new one opens, not before.
    if (client.session) (await tx.sessions.byId(client.session))?.revoke('replaced', now);
    return { status: 'opened', opened };
  }

  private async deny(limits: Limits, typed: Digest): Promise<Decided> {
    await limits.of('take', 'login-address', typed);
    return { status: 'denied' };
  }

  private async pose(
    tx: Transaction,
    user: User,
    question: Question,
    by: PartialAuthentication,
    { client, subject, limits, now }: Circumstances,
  ): Promise<Decided> {
    const full = await limits.of('take', 'challenge-user', subject);
    if (full) return tooMany(full);
    return { status: 'posed', posed: this.its.challenges.pose(tx, user, question, by, client, now) };
  }
}

const signInDue = (offer: readonly FactorKind[]) => ({ purpose: 'sign-in', offer }) as const;
const enrolmentDue = { purpose: 'enrolment', offer: ['totp'] } as const;
const tooMany = ({ retryAt }: Barred) => ({ status: 'too-many-attempts', retryAt }) as const;
