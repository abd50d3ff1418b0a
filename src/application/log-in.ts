import type { Client } from '../domain/client.js';
import type { Digest } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { Busy, PasswordHasher } from '../domain/ports/password-hasher.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { PartialAuthentication } from '../domain/session/authentication.js';
import type { CredentialKind } from '../domain/session/credentials.js';
import { PoolKey, type Barred } from '../domain/throttle/failure-pool.js';
import { EmailAddress } from '../domain/user/email-address.js';
import { isOversized, type PasswordCheck } from '../domain/user/password.js';
import type { User } from '../domain/user/user.js';
import type { ChallengeDesk, Pending, Posed, Question } from './challenge-desk.js';
import { lane } from './lane.js';
import { Limits } from './limits.js';
import type { Opened, SessionDesk, SignedIn } from './session-desk.js';

export interface LogInInput {
  readonly email: string;
  readonly password: Secret;
  readonly credential: CredentialKind;
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

/** An address as somebody typed it, and what is counted by it. */
interface Typed {
  readonly email: EmailAddress;
  readonly typed: Digest;
  readonly key: PoolKey;
}
interface Circumstances {
  readonly client: Client;
  readonly typed: Digest;
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
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute(input: LogInInput): Promise<LogInOutcome> {
    const { work, passwords, sessions, challenges, entropy, clock, policy } = this.its;
    const email = EmailAddress.parse(input.email);
    // Nobody's address, nobody's password: no guess was made, and nothing is worth a hash (ASVS 6.2.9).
    if (!email || isOversized(input.password)) return { status: 'denied' };
    const typed = entropy.keyedDigest('typed-address', email);
    const key = PoolKey.password(typed);

    const decided = await work.run(input.client, {
      gather: async (tx) => {
        const now = clock.now();
        const limits = new Limits(this.its, tx, now);
        const [user, pool, crowd, strangers] = await Promise.all([
          tx.users.byEmail(email),
          tx.pools.of(key, now),
          limits.ofClient('take', 'login-client', input.client),
          limits.of('look', 'login-address', typed),
          limits.of('look', 'challenge-user', typed),
        ]);
        return { hash: user?.passwordHash, barred: crowd ?? strangers ?? pool.barred(now, policy) };
      },
      // Whoever waits is not judged, and not worth a hash: a flood on one address takes nobody's place.
      prove: async ({ hash, barred }) => barred ?? passwords.check(input.password, hash, lane(input.client, 'sign-in')),
      decide: (tx, check) => this.decide(tx, { email, typed, key }, check, input),
    });
    const now = clock.now();
    if (decided.status === 'opened') {
      return { status: 'signed-in', signedIn: await sessions.deliver(decided.opened, now) };
    }
    if (decided.status !== 'posed') return decided;
    const pending = await challenges.deliver(decided.posed, now);
    return { status: pending.challenge.purpose === 'enrolment' ? 'enrolment-required' : 'mfa-required', pending };
  }

  private async decide(
    tx: Transaction,
    { email, typed, key }: Typed,
    check: PasswordCheck | Busy | Barred,
    { client, credential, browser }: LogInInput,
  ): Promise<Decided> {
    const { sessions, clock, policy } = this.its;
    const now = clock.now();
    const limits = new Limits(this.its, tx, now);
    // Every try of a client counts, also one that nobody judges; of an address only those that were wrong, or honest
    // logins at once would be taken for an attack.
    const [crowd, strangers, user, pool] = await Promise.all([
      limits.ofClient('take', 'login-client', client),
      limits.of('look', 'login-address', typed),
      tx.users.byEmail(email),
      tx.pools.of(key, now),
      limits.of('look', 'challenge-user', typed),
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
      return this.deny(limits, typed);
    }
    const step = user.signIn(check, pool, now, policy);
    const pending = { credential, browser, passwordPool: key, ...(client.session && { replaces: client.session }) };
    // prettier-ignore
    switch (step.kind) {
      case 'barred':        return tooMany(step);
      case 'refused':       return this.deny(limits, typed);
      case 'second-factor': return this.pose(tx, user, { ...pending, purpose: 'sign-in', offer: step.offer }, step.by, { client, typed, limits, now });
      case 'enrolment':     return this.pose(tx, user, { ...pending, purpose: 'enrolment', offer: ['totp'] }, step.by, { client, typed, limits, now });
      case 'authenticated': break;
      default:              return step satisfies never;
    }
    const opened = sessions.open(tx, user, step.authentication, credential, client, now);
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
    { client, typed, limits, now }: Circumstances,
  ): Promise<Decided> {
    const full = await limits.of('take', 'challenge-user', typed);
    if (full) return tooMany(full);
    return { status: 'posed', posed: this.its.challenges.pose(tx, user, question, by, client, now) };
  }
}

const tooMany = ({ retryAt }: Barred): Decided => ({ status: 'too-many-attempts', retryAt });
