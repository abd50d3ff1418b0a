import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { PasswordBlocklist } from '../domain/ports/password-blocklist.js';
import { Busy, type PasswordHasher } from '../domain/ports/password-hasher.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { Barred } from '../domain/throttle/failure-pool.js';
import { isOversized, type PasswordCheck, type PasswordHash, type PasswordProblem } from '../domain/user/password.js';
import { chosenPasswordProblem } from './chosen-password.js';
import { stale, type StaleProof } from './freshness.js';
import { lane } from './lane.js';
import { OwnPool } from './own-pool.js';
import type { Opened, SessionDesk, SignedIn } from './session-desk.js';
import { standing, type Standing, type Viewer } from './viewer.js';

export interface ChangePasswordInput {
  readonly viewer: Viewer;
  readonly current: Secret;
  readonly next: Secret;
  readonly client: Client;
}

/** `changed`: the session goes on under a new credential; everything else that the former password opened has ended. */
export type ChangePasswordOutcome =
  | { readonly status: 'changed'; readonly signedIn: SignedIn }
  | { readonly status: 'password-rejected'; readonly problem: PasswordProblem }
  | StaleProof
  | { readonly status: 'denied' | 'ended' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

type Decided =
  | { readonly status: 'opened'; readonly opened: Opened }
  | Exclude<ChangePasswordOutcome, { status: 'changed' | 'password-rejected' }>;

interface Proof {
  readonly check: PasswordCheck;
  /** Undefined where the current one was wrong: then nothing is to be kept. */
  readonly next: PasswordHash | undefined;
}

/** A new password, by somebody who is signed in, knows the current one, and has proven a second factor where there is one. */
export class ChangePassword {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly passwords: PasswordHasher;
      readonly blocklist: PasswordBlocklist;
      readonly sessions: SessionDesk;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute(input: ChangePasswordInput): Promise<ChangePasswordOutcome> {
    const { work, sessions, clock, policy } = this.its;
    const { viewer, client } = input;
    const problem = await chosenPasswordProblem(this.its, input.next, viewer.user.email);
    if (problem) return { status: 'password-rejected', problem };
    const decided = await work.run(client, {
      gather: async (tx) => {
        const now = clock.now();
        const [live] = await Promise.all([standing(tx, viewer, now), OwnPool.ahead(tx, this.its, viewer, now)]);
        if (!live || this.late(live, now)) return { hash: undefined, barred: undefined };
        const { pool } = await OwnPool.of(tx, this.its, viewer, live.user, now);
        return { hash: live.user.passwordHash, barred: pool.barred(now, policy) };
      },
      // Nothing is hashed for whoever is not going to be judged.
      prove: async ({ hash, barred }) => (hash ? (barred ?? this.prove(input, hash)) : undefined),
      decide: (tx, proof) => this.decide(tx, input, proof),
    });
    if (decided.status !== 'opened') return decided;
    return { status: 'changed', signedIn: await sessions.deliver(decided.opened, clock.now()) };
  }

  private async prove({ current, next, client }: ChangePasswordInput, hash: PasswordHash): Promise<Proof | Busy> {
    const { passwords } = this.its;
    if (isOversized(current)) return { check: { matches: false, against: hash }, next: undefined };
    const check = await passwords.check(current, hash, lane(client, 'sign-in'));
    if (check instanceof Busy || !check.matches) return check instanceof Busy ? check : { check, next: undefined };
    const made = await passwords.hash(next, lane(client, 'registration'));
    return made instanceof Busy ? made : { check, next: made };
  }

  private async decide(
    tx: Transaction,
    { viewer, client }: ChangePasswordInput,
    proof: Proof | Busy | Barred | undefined,
  ): Promise<Decided> {
    const { sessions, clock, policy } = this.its;
    const now = clock.now();
    const live = await standing(tx, viewer, now);
    if (!live) return { status: 'ended' };
    const { session, user } = live;
    const late = this.late(live, now);
    if (late) return late;
    if (!proof) return { status: 'denied' };
    if ('retryAt' in proof) return { status: 'too-many-attempts', retryAt: proof.retryAt };

    const own = await OwnPool.of(tx, this.its, viewer, user, now);
    const step = user.changePassword(proof, own.pool, session.proofs, now, policy);
    if (step.kind === 'refused') await own.failed(tx, now);
    // prettier-ignore
    switch (step.kind) {
      case 'barred':  return { status: 'too-many-attempts', retryAt: step.retryAt };
      case 'refused': return { status: 'denied' };
      case 'changed': break;
      default:        return step satisfies never;
    }
    const { deviceId } = session.snapshot();
    if (deviceId) (await tx.devices.byId(deviceId))?.keep(user);
    return { status: 'opened', opened: sessions.supersede(tx, session, user, step.authentication, client, now) };
  }

  /** Where there is no second factor the password is what can be proven again, and here it is. */
  private late({ session, user }: Standing, now: Date): StaleProof | undefined {
    const { policy } = this.its;
    return user.offer(policy).length > 0 ? stale(session, user, now, policy) : undefined;
  }
}
