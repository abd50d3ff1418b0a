import type { Client } from '../domain/client.js';
import type { SessionId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { CredentialIssuers } from '../domain/ports/credential-issuer.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { RefreshSecrets } from '../domain/ports/refresh-secrets.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import { AuthSession, type SessionView } from '../domain/session/auth-session.js';
import type { Authentication } from '../domain/session/authentication.js';
import type { Credential, CredentialKind, Holding } from '../domain/session/credentials.js';
import type { Secret } from '../domain/secret.js';
import type { User } from '../domain/user/user.js';
import { userView, type UserView } from '../domain/user/user-view.js';

/** A session that was opened or went on, before it is put into its envelope: a value that may leave a decision. */
export interface Opened {
  readonly user: UserView;
  readonly session: SessionView;
  readonly secret: Secret;
}

/** Somebody is signed in; `credential` is what their client holds from now on. */
export interface SignedIn {
  readonly user: UserView;
  readonly session: SessionView;
  readonly credential: Credential;
}

/** Opens sessions and hands their credentials out: the one caller of the issuers. */
export class SessionDesk {
  constructor(
    private readonly its: {
      readonly issuers: CredentialIssuers;
      readonly refreshSecrets: RefreshSecrets;
      readonly entropy: Entropy;
      readonly policy: AuthPolicy;
    },
  ) {}

  /** `endsAt`: where the new session takes the place of one whose end must not move. */
  open(
    tx: Transaction,
    user: User,
    by: Authentication,
    kind: CredentialKind,
    client: Client,
    now: Date,
    endsAt?: Date,
  ): Opened {
    const { entropy, policy, refreshSecrets } = this.its;
    const id = entropy.id<SessionId>();
    if (kind === 'cookie') {
      const { secret, digest } = entropy.secret('cookie-session');
      const session = this.add(tx, id, by, { kind, holder: digest }, client, now, endsAt);
      return { user: userView(user), session: session.view(now, policy), secret };
    }
    const holding = { kind, ...refreshSecrets.begin() };
    const session = this.add(tx, id, by, holding, client, now, endsAt);
    return this.carryOn(user, session, now);
  }

  /** Takes another session's place: the old credential is dead when the new one is born. */
  supersede(tx: Transaction, old: AuthSession, user: User, by: Authentication, client: Client, now: Date): Opened {
    old.revoke('superseded', now);
    return this.open(tx, user, by, old.snapshot().holding.kind, client, now, old.endsAt);
  }

  /** The refresh token in force for a TOKEN session, rotated just now or repeated. */
  carryOn(user: User, session: AuthSession, now: Date): Opened {
    const { holding, generation } = session.snapshot();
    const chain = holding.kind === 'token' ? { ...holding, sessionId: session.id } : undefined;
    const secret = chain && this.its.refreshSecrets.of(chain, generation);
    if (!secret) throw new Error('A session was carried on without the key it was opened with');
    return { user: userView(user), session: session.view(now, this.its.policy), secret };
  }

  /** After the commit. */
  async deliver(opened: Opened, now: Date): Promise<SignedIn> {
    const { user, session, secret } = opened;
    return { user, session, credential: await this.its.issuers[session.kind].issue(session, secret, now) };
  }

  private add(
    tx: Transaction,
    id: SessionId,
    by: Authentication,
    holding: Holding,
    client: Client,
    now: Date,
    endsAt?: Date,
  ): AuthSession {
    const session = AuthSession.open(id, by, holding, client.device, now, this.its.policy, endsAt);
    tx.sessions.add(session);
    return session;
  }
}
