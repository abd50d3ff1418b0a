import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { RefreshSecrets } from '../domain/ports/refresh-secrets.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { AuthSession } from '../domain/session/auth-session.js';
import type { User } from '../domain/user/user.js';
import type { ChallengeDesk, Pending, Posed } from './challenge-desk.js';
import { Limits } from './limits.js';
import type { Opened, SessionDesk, SignedIn } from './session-desk.js';

export interface RefreshSessionInput {
  readonly refreshToken: Secret;
  readonly client: Client;
}

export type RefreshSessionOutcome =
  | { readonly status: 'refreshed'; readonly signedIn: SignedIn }
  | { readonly status: 'mfa-required' | 'enrolment-required'; readonly pending: Pending }
  | { readonly status: 'ended' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

type Decided =
  | { readonly status: 'opened'; readonly opened: Opened }
  | { readonly status: 'posed'; readonly posed: Posed }
  | { readonly status: 'ended' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

/** A new access token for a refresh token, which is used up by it. */
export class RefreshSession {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly sessions: SessionDesk;
      readonly challenges: ChallengeDesk;
      readonly refreshSecrets: RefreshSecrets;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ refreshToken, client }: RefreshSessionInput): Promise<RefreshSessionOutcome> {
    const { work, sessions, challenges, clock } = this.its;
    const decided = await work.run(client, (tx) => this.decide(tx, refreshToken, client));
    const now = clock.now();
    if (decided.status === 'opened') {
      return { status: 'refreshed', signedIn: await sessions.deliver(decided.opened, now) };
    }
    if (decided.status !== 'posed') return decided;
    const pending = await challenges.deliver(decided.posed, now);
    return { status: pending.challenge.purpose === 'enrolment' ? 'enrolment-required' : 'mfa-required', pending };
  }

  private async decide(tx: Transaction, refreshToken: Secret, client: Client): Promise<Decided> {
    const { sessions, refreshSecrets, clock, policy } = this.its;
    const now = clock.now();
    const token = refreshSecrets.parse(refreshToken);
    const limits = new Limits(this.its, tx, now);
    const [session] = token
      ? await Promise.all([tx.sessions.byId(token.sessionId), limits.of('look', 'challenge-session', token.sessionId)])
      : [];
    const user = session && (await tx.users.byId(session.userId));
    if (!token || !session || !user) return { status: 'ended' };

    const { holding } = session.snapshot();
    const due = holding.kind === 'token' && refreshSecrets.of({ ...holding, sessionId: session.id }, token.generation);
    const genuine = due ? refreshSecrets.equal(token.secret, due) : false;
    const step = session.rotate(user, { generation: token.generation, genuine }, now, policy);
    // prettier-ignore
    switch (step) {
      case 'rotated':
      case 'repeated':      return { status: 'opened', opened: sessions.carryOn(user, session, now) };
      case 'mfa-due':       return this.pose(tx, session, user, 'refresh', { client, limits, now });
      case 'enrolment-due': return this.pose(tx, session, user, 'enrolment', { client, limits, now });
      case 'reused':
      case 'closed':        return { status: 'ended' };
      default:              return step satisfies never;
    }
  }

  private async pose(
    tx: Transaction,
    session: AuthSession,
    user: User,
    purpose: 'refresh' | 'enrolment',
    { client, limits, now }: { readonly client: Client; readonly limits: Limits; readonly now: Date },
  ): Promise<Decided> {
    // Nothing is used up, so whoever repeats this all day would leave a row each time.
    const full = await limits.of('take', 'challenge-session', session.id);
    if (full) return { status: 'too-many-attempts', retryAt: full.retryAt };
    const { challenges, policy } = this.its;
    const offer = purpose === 'enrolment' ? (['totp'] as const) : user.offer(policy);
    const question = { purpose, credential: 'token', offer, raises: session.id, browser: undefined } as const;
    return { status: 'posed', posed: challenges.pose(tx, user, question, session.soFar(), client, now) };
  }
}
