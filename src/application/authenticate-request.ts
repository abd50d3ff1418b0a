import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { CredentialIssuers } from '../domain/ports/credential-issuer.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { AuthSession } from '../domain/session/auth-session.js';
import type { Holder, Presented } from '../domain/session/credentials.js';
import { userView } from '../domain/user/user-view.js';
import type { Viewer } from './viewer.js';

export interface AuthenticateRequestInput {
  readonly presented: Presented;
  readonly client: Client;
}

/** Who makes a request: the viewer of a live session, or nobody. A challenge token is nobody. */
export class AuthenticateRequest {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly issuers: CredentialIssuers;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ presented, client }: AuthenticateRequestInput): Promise<Viewer | undefined> {
    const { work, clock, policy } = this.its;
    const holder = await this.read(presented, clock.now());
    if (!holder) return undefined;
    // The row decides, never the claims: what was revoked a moment ago is dead here.
    const viewer = await work.run(client, async (tx) => {
      const now = clock.now();
      const session = await tx.sessions.byId(holder.sessionId);
      const user = session && (await tx.users.byId(session.userId));
      if (!user || !session.isLive(user, now) || !this.isHeldBy(session, holder)) return undefined;
      session.seen(now, policy);
      return { user: userView(user), session: session.view(user, now, policy) };
    });
    return viewer;
  }

  private read(presented: Presented, now: Date): Promise<Holder | undefined> {
    const { token, cookie } = this.its.issuers;
    return presented.kind === 'token' ? token.read(presented, now) : cookie.read(presented, now);
  }

  private isHeldBy(session: AuthSession, { secret }: Holder): boolean {
    if (!secret) return session.snapshot().holding.kind === 'token';
    return session.heldBy(this.its.entropy.digest('cookie-session', secret));
  }
}
