import type { Pool } from 'pg';
import { together } from '../src/adapters/postgres/together.js';
import type { ChallengeDesk, Posed } from '../src/application/challenge-desk.js';
import type { DeviceDesk } from '../src/application/device-desk.js';
import type { Opened, SessionDesk } from '../src/application/session-desk.js';
import type { Client } from '../src/domain/client.js';
import type { ChallengeId, EnrolmentId, UserId } from '../src/domain/ids.js';
import type { Material } from '../src/domain/mfa/factors.js';
import type { AuthPolicy } from '../src/domain/policy.js';
import type { Clock } from '../src/domain/ports/clock.js';
import type { Entropy } from '../src/domain/ports/entropy.js';
import type { PasswordHasher } from '../src/domain/ports/password-hasher.js';
import type { SecondFactor } from '../src/domain/ports/second-factor.js';
import type { Transaction, UnitOfWork } from '../src/domain/ports/unit-of-work.js';
import { Secret } from '../src/domain/secret.js';
import type { Authentication, PartialAuthentication } from '../src/domain/session/authentication.js';
import type { Credential, CredentialKind } from '../src/domain/session/credentials.js';
import { FailurePool, PoolKey } from '../src/domain/throttle/failure-pool.js';
import { EmailAddress } from '../src/domain/user/email-address.js';
import type { PasswordHash } from '../src/domain/user/password.js';
import { User } from '../src/domain/user/user.js';
import type { Call } from './job.js';
import { operations } from './operations.js';

/** As much of the service as it takes to make people for it: its own code on its own database, and no HTTP. */
export interface House {
  readonly work: UnitOfWork;
  readonly totp: SecondFactor<'totp'>;
  readonly passwords: PasswordHasher;
  readonly sessions: SessionDesk;
  readonly challenges: ChallengeDesk;
  readonly devices: DeviceDesk;
  readonly entropy: Entropy;
  readonly clock: Clock;
  readonly policy: AuthPolicy;
  /** What a browser would send back. */
  cookieOf(credential: Credential<'cookie'>): string;
  close(): Promise<void>;
}

interface Person {
  readonly email: EmailAddress;
  readonly seed: string;
}

interface Entered {
  readonly user: User;
  readonly passwordPool: PoolKey;
  readonly full: Authentication;
  readonly part: PartialAuthentication;
}

const client: Client = { address: undefined, device: undefined, correlationId: 'bench' };
const password = 'correct horse battery staple';
const atOnce = 10;

/**
 * Makes users with one authenticator each, and what they hold: by the aggregates, the seal and the unit of work of the
 * service, without the hashing that a thousand real logins would cost.
 */
export class People {
  private made = 0;

  private constructor(
    private readonly house: House,
    private readonly owner: Pool,
    private readonly hash: PasswordHash,
  ) {}

  static async among(house: House, owner: Pool): Promise<People> {
    const hash = await house.passwords.hash(new Secret(password), { client: 'bench', purpose: 'registration' });
    if (typeof hash !== 'string') throw new Error('Too busy to hash one password');
    return new People(house, owner, hash);
  }

  /** Each with a challenge that a code of theirs answers, on the device that they sign in on every day. */
  async asked(count: number): Promise<readonly Call[]> {
    const { challenges, devices, clock } = this.house;
    return this.each(count, async () => {
      const { person, kept } = await this.enter(async (tx, { user, part, passwordPool }, now): Promise<Posed> => {
        const { on } = await devices.leave(tx, user, undefined, false, client, now);
        const known = on.deviceId && { id: on.deviceId, generation: 0 };
        const question = { purpose: 'sign-in', credential: 'token', offer: ['totp'], browser: undefined } as const;
        return challenges.pose(tx, user, { ...question, passwordPool, known }, part, client, now);
      });
      const { token } = await challenges.deliver(kept, clock.now());
      const input = { challengeToken: token.reveal(), factor: 'TOTP', code: '<code>' };
      return { ...call(operations.verifyMfa, { input }), seed: person.seed };
    });
  }

  /** Each with a refresh token. */
  async signedIn(count: number): Promise<readonly Call[]> {
    return this.each(count, async () => {
      const credential = await this.signIn('token');
      if (credential.kind !== 'token') throw new Error('Not a token');
      return call(operations.refreshSession, { input: { refreshToken: credential.refreshToken.reveal() } });
    });
  }

  /** Each with a session, who ask who they are. */
  async viewers(count: number, kind: CredentialKind): Promise<readonly Call[]> {
    return this.each(count, async () => {
      const credential = await this.signIn(kind);
      const headers: Call['headers'] =
        credential.kind === 'token'
          ? { authorization: `Bearer ${credential.accessToken.reveal()}` }
          : { cookie: this.house.cookieOf(credential) };
      return { ...call(operations.me), headers };
    });
  }

  /** Each with their password. */
  async registered(count: number): Promise<readonly Call[]> {
    return this.each(count, async () => {
      const { person } = await this.enter(() => undefined);
      return call(operations.login, { input: { email: person.email, password } });
    });
  }

  close(): Promise<void> {
    return this.house.close();
  }

  private async signIn(kind: CredentialKind): Promise<Credential> {
    const { sessions, clock } = this.house;
    const { kept } = await this.enter((tx, { user, full }, now): Opened =>
      sessions.open(tx, user, full, kind, client, now),
    );
    return (await sessions.deliver(kept, clock.now())).credential;
  }

  private async each(count: number, make: () => Promise<Call>): Promise<readonly Call[]> {
    const calls: Call[] = [];
    let begun = 0;
    const maker = async (): Promise<void> => {
      while (begun++ < count) calls.push(await make());
    };
    await this.unheard(() => Promise.all(Array.from({ length: Math.min(atOnce, count) }, maker)));
    return calls;
  }

  /**
   * What was made here happened to nobody: the service must neither tell anyone of it nor seal it while it is measured.
   * Facts are not settled as long as an older transaction is open, and are gone when it ends.
   */
  private unheard(make: () => Promise<unknown>): Promise<void> {
    return together(this.owner, async (older) => {
      await older.query('select pg_current_xact_id()');
      await make();
      await older.query('delete from facts where correlation_id = $1', [client.correlationId]);
    });
  }

  /** One more person, in one decision with what they `hold`. */
  private async enter<T>(hold: (tx: Transaction, entered: Entered, now: Date) => T | Promise<T>) {
    const { work, totp, entropy, clock } = this.house;
    const email = EmailAddress.parse(`person-${++this.made}@example.test`);
    if (!email) throw new Error('Not an address');
    const enrolled = await totp.enrol(email, { client: 'bench', purpose: 'factor' });
    if (!('made' in enrolled)) throw new Error('Too busy to make a seed');
    const ids = { user: entropy.id<UserId>(), enrolment: entropy.id<EnrolmentId>(), by: entropy.id<ChallengeId>() };
    const passwordPool = PoolKey.password(entropy.keyedDigest('typed-address', email));
    const kept = await work.run(client, async (tx) => {
      const now = clock.now();
      const entered = this.enrol(email, ids, enrolled.made, passwordPool, now);
      tx.users.add(entered.user);
      // Whoever signs in today has done so before: their pools are there.
      await Promise.all([tx.pools.of(passwordPool, now), tx.pools.of(PoolKey.factor('totp', ids.user), now)]);
      return hold(tx, entered, now);
    });
    const person: Person = { email, seed: enrolled.reveal.secret.reveal() };
    return { person, kept };
  }

  private enrol(
    email: EmailAddress,
    ids: { readonly user: UserId; readonly enrolment: EnrolmentId; readonly by: ChallengeId },
    made: Material<'totp'>,
    passwordPool: PoolKey,
    now: Date,
  ): Entered {
    const { policy } = this.house;
    const user = User.register(ids.user, email, this.hash, now);
    user.beginEnrolment(ids.enrolment, made, ids.by, now, policy);
    const held = [{ factor: 'password', at: now, enrolmentId: undefined }] as const;
    const mark = { kind: 'totp', enrolmentId: ids.enrolment, step: 0 } as const;
    const pool = FailurePool.empty(PoolKey.factor('totp', ids.user), now);
    const confirmed = user.confirmEnrolment({ by: ids.by, label: 'Phone', mark, held }, pool, now, policy);
    const check = { matches: true, against: this.hash };
    const step = user.signIn(check, FailurePool.empty(passwordPool, now), now, policy);
    if (confirmed.kind !== 'confirmed' || step.kind !== 'second-factor') throw new Error('Not what was expected');
    return { user, passwordPool, full: confirmed.authentication, part: step.by };
  }
}

const call = (query: string, variables?: object): Call => ({
  path: '/graphql',
  headers: {},
  body: JSON.stringify({ query, variables }),
});
