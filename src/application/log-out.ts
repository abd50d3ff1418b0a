import type { Client } from '../domain/client.js';
import type { Clock } from '../domain/ports/clock.js';
import type { RefreshSecrets } from '../domain/ports/refresh-secrets.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { AuthSession } from '../domain/session/auth-session.js';
import type { PresentedChallenge } from '../domain/session/credentials.js';
import type { User } from '../domain/user/user.js';
import type { ChallengeDesk } from './challenge-desk.js';
import { standing, type Viewer } from './viewer.js';

export interface LogOutInput {
  readonly viewer: Viewer | undefined;
  /** Ends its session even where the access token has expired. */
  readonly refreshToken: Secret | undefined;
  /** Dropped too: nobody answers them any more. */
  readonly pending: readonly PresentedChallenge[];
  readonly everywhere: boolean;
  readonly client: Client;
}

export interface LogOutOutcome {
  readonly status: 'signed-out';
  readonly sessionsEnded: number;
}

interface Live {
  readonly session: AuthSession;
  readonly user: User;
}

/** Ends the sessions that the request holds, or all of their users'. Nothing to end is no error. */
export class LogOut {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly challenges: ChallengeDesk;
      readonly refreshSecrets: RefreshSecrets;
      readonly clock: Clock;
    },
  ) {}

  execute(input: LogOutInput): Promise<LogOutOutcome> {
    const { work, challenges, clock } = this.its;
    return work.run(input.client, async (tx) => {
      const now = clock.now();
      for (const presented of input.pending) (await challenges.find(tx, presented))?.challenge.drop(now);
      const held = await this.held(tx, input, now);
      const ended = input.everywhere ? await this.endAll(tx, held, now) : held.map(({ session }) => session);
      for (const session of ended) session.revoke('signed-out', now);
      return { status: 'signed-out', sessionsEnded: ended.length };
    });
  }

  private async held(tx: Transaction, { viewer, refreshToken }: LogOutInput, now: Date): Promise<readonly Live[]> {
    const held = new Map<string, Live>();
    const own = viewer && (await standing(tx, viewer, now));
    if (own) held.set(own.session.id, own);
    const other = refreshToken && (await this.holderOf(tx, refreshToken, now));
    if (other) held.set(other.session.id, other);
    return [...held.values()];
  }

  /** Any genuine token of the chain will do, used up or not: it can end its session and nothing else. */
  private async holderOf(tx: Transaction, refreshToken: Secret, now: Date): Promise<Live | undefined> {
    const { refreshSecrets } = this.its;
    const token = refreshSecrets.parse(refreshToken);
    const session = token && (await tx.sessions.byId(token.sessionId));
    const user = session && (await tx.users.byId(session.userId));
    if (!token || !user || !session.isLive(user, now)) return undefined;
    const { holding } = session.snapshot();
    const due = holding.kind === 'token' && refreshSecrets.of({ ...holding, sessionId: session.id }, token.generation);
    return due && refreshSecrets.equal(token.secret, due) ? { session, user } : undefined;
  }

  private async endAll(tx: Transaction, held: readonly Live[], now: Date): Promise<readonly AuthSession[]> {
    const users = new Map(held.map(({ user }) => [user.id, user]));
    const ended: AuthSession[] = [];
    for (const user of users.values()) {
      const open = await tx.sessions.openOf(user.id, now);
      ended.push(...open.filter((session) => session.isLive(user, now)));
      // The epoch ends even a session that is being opened at this moment.
      user.signOutEverywhere();
    }
    return ended;
  }
}
