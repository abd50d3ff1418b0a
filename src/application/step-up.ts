import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { Busy, PasswordHasher } from '../domain/ports/password-hasher.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { Assurance } from '../domain/session/proof.js';
import type { Barred } from '../domain/throttle/failure-pool.js';
import { isOversized, type PasswordCheck } from '../domain/user/password.js';
import type { ChallengeDesk, Pending, Posed } from './challenge-desk.js';
import { lane } from './lane.js';
import { Limits } from './limits.js';
import { OwnPool } from './own-pool.js';
import type { Opened, SessionDesk, SignedIn } from './session-desk.js';
import { standing, type Viewer } from './viewer.js';

export interface StepUpInput {
  readonly viewer: Viewer;
  readonly assurance: Assurance;
  /** Proven again where no factor is enrolled. */
  readonly password: Secret | undefined;
  readonly browser: Secret | undefined;
  readonly client: Client;
}

export type StepUpOutcome =
  | { readonly status: 'raised'; readonly signedIn: SignedIn }
  | { readonly status: 'mfa-required'; readonly pending: Pending }
  | { readonly status: 'denied' | 'no-factor' | 'ended' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

type Decided =
  | { readonly status: 'opened'; readonly opened: Opened }
  | { readonly status: 'posed'; readonly posed: Posed }
  | { readonly status: 'denied' | 'no-factor' | 'ended' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

/** Prove more, or prove again, in a live session. */
export class StepUp {
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

  async execute(input: StepUpInput): Promise<StepUpOutcome> {
    const { work, passwords, sessions, challenges, clock, policy } = this.its;
    const { viewer, client } = input;
    const password = input.password && !isOversized(input.password) ? input.password : undefined;
    const decided = await work.run(client, {
      gather: async (tx) => {
        const now = clock.now();
        const limits = new Limits(this.its, tx, now);
        const [live, crowd] = await Promise.all([
          standing(tx, viewer, now),
          limits.ofClient('look', 'login-client', client),
          limits.of('look', 'challenge-session', viewer.session.id),
          OwnPool.ahead(tx, this.its, viewer, now),
        ]);
        if (!live || live.user.offer(policy).length > 0) return { hash: undefined, barred: undefined };
        const { pool } = await OwnPool.of(tx, this.its, viewer, live.user, now);
        return { hash: live.user.passwordHash, barred: crowd ?? pool.barred(now, policy) };
      },
      prove: async ({ hash, barred }) =>
        hash && password && (barred ?? passwords.check(password, hash, lane(client, 'sign-in'))),
      decide: (tx, check) => this.decide(tx, input, check),
    });
    const now = clock.now();
    if (decided.status === 'opened') {
      return { status: 'raised', signedIn: await sessions.deliver(decided.opened, now) };
    }
    if (decided.status !== 'posed') return decided;
    return { status: 'mfa-required', pending: await challenges.deliver(decided.posed, now) };
  }

  private async decide(
    tx: Transaction,
    { viewer, assurance, browser, client }: StepUpInput,
    check: PasswordCheck | Busy | Barred | undefined,
  ): Promise<Decided> {
    const { sessions, challenges, clock, policy } = this.its;
    const now = clock.now();
    const limits = new Limits(this.its, tx, now);
    const live = await standing(tx, viewer, now);
    if (!live) return { status: 'ended' };
    const { session, user } = live;
    const offer = user.offer(policy);
    if (offer.length > 0) {
      const full = await limits.of('take', 'challenge-session', session.id);
      if (full) return { status: 'too-many-attempts', retryAt: full.retryAt };
      const { kind: credential } = session.snapshot().holding;
      const question = { purpose: 'step-up', credential, offer, raises: session.id, browser } as const;
      return { status: 'posed', posed: challenges.pose(tx, user, question, session.soFar(), client, now) };
    }
    if (assurance === 'aal2') return { status: 'no-factor' };
    // No password is no guess.
    if (!check) return { status: 'denied' };
    const crowd = await limits.ofClient('take', 'login-client', client);
    if (crowd) return { status: 'too-many-attempts', retryAt: crowd.retryAt };
    if ('retryAt' in check) return { status: 'too-many-attempts', retryAt: check.retryAt };

    const own = await OwnPool.of(tx, this.its, viewer, user, now);
    const step = user.signIn(check, own.pool, now, policy);
    if (step.kind === 'refused') await own.failed(tx, now);
    // prettier-ignore
    switch (step.kind) {
      case 'barred':        return { status: 'too-many-attempts', retryAt: step.retryAt };
      case 'refused':       return { status: 'denied' };
      case 'second-factor':
      case 'enrolment':     return { status: 'no-factor' };
      case 'authenticated': return { status: 'opened', opened: sessions.supersede(tx, session, user, step.authentication, client, now) };
      default:              return step satisfies never;
    }
  }
}
