import type { Client } from '../domain/client.js';
import type { SessionId } from '../domain/ids.js';
import { mfaDueBy, policyOf } from '../domain/policies/duties.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { CredentialIssuers } from '../domain/ports/credential-issuer.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { RefreshSecrets } from '../domain/ports/refresh-secrets.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import { AuthSession, type SessionView } from '../domain/session/auth-session.js';
import type { OnDevice } from '../domain/session/session-state.js';
import type { Authentication } from '../domain/session/authentication.js';
import type { Credential, CredentialKind, Holding } from '../domain/session/credentials.js';
import type { Secret } from '../domain/secret.js';
import type { User } from '../domain/user/user.js';
import type { LeftDevice } from './device-desk.js';
import { userView, type UserView } from '../domain/user/user-view.js';

/** A session that was opened or went on, before it is put into its envelope: a value that may leave a decision. */
export interface Opened {
  readonly user: UserView;
  readonly session: SessionView;
  readonly secret: Secret;
  /** Where a sign-in was completed. */
  readonly left: LeftDevice | undefined;
  /** From when on a second factor will be demanded; undefined where there is one, or none is. */
  readonly mfaDueBy: Date | undefined;
}

/** Somebody is signed in; `credential` is what their client holds from now on. */
export interface SignedIn {
  readonly user: UserView;
  readonly session: SessionView;
  readonly credential: Credential;
  /** What their device is known by from now on; undefined where no sign-in was completed. */
  readonly device: LeftDevice | undefined;
  readonly mfaDueBy: Date | undefined;
}

/** Where a session is opened. */
export interface Place {
  /** Of the session whose place it takes, and whose end must not move. */
  readonly endsAt?: Date;
  /** The device it is opened on. */
  readonly on?: OnDevice;
  readonly left?: LeftDevice;
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

  open(
    tx: Transaction,
    user: User,
    by: Authentication,
    kind: CredentialKind,
    client: Client,
    now: Date,
    place: Place = {},
  ): Opened {
    const { entropy, refreshSecrets } = this.its;
    const id = entropy.id<SessionId>();
    if (kind === 'cookie') {
      const { secret, digest } = entropy.secret('cookie-session');
      const session = this.add(tx, user, id, by, { kind, holder: digest }, client, now, place);
      return this.opened(user, session, secret, now, place.left);
    }
    const holding = { kind, ...refreshSecrets.begin() };
    const session = this.add(tx, user, id, by, holding, client, now, place);
    return { ...this.carryOn(user, session, now), left: place.left };
  }

  /** Takes another session's place: the old credential is dead when the new one is born. */
  supersede(tx: Transaction, old: AuthSession, user: User, by: Authentication, client: Client, now: Date): Opened {
    const place = { endsAt: old.endsAt, on: old.onDevice(by.epoch) };
    old.revoke('superseded', now);
    return this.open(tx, user, by, old.snapshot().holding.kind, client, now, place);
  }

  /** The refresh token in force for a TOKEN session, rotated just now or repeated. */
  carryOn(user: User, session: AuthSession, now: Date): Opened {
    const { holding, generation } = session.snapshot();
    const chain = holding.kind === 'token' ? { ...holding, sessionId: session.id } : undefined;
    const secret = chain && this.its.refreshSecrets.of(chain, generation);
    if (!secret) throw new Error('A session was carried on without the key it was opened with');
    return this.opened(user, session, secret, now, undefined);
  }

  /** After the commit. */
  async deliver(opened: Opened, now: Date): Promise<SignedIn> {
    const { user, session, secret, left: device, mfaDueBy: due } = opened;
    const credential = await this.its.issuers[session.kind].issue(session, secret, now);
    return { user, session, device, mfaDueBy: due, credential };
  }

  private opened(user: User, session: AuthSession, secret: Secret, now: Date, left: LeftDevice | undefined): Opened {
    const { policy } = this.its;
    const due = mfaDueBy(user, policy, now);
    return { user: userView(user), session: session.view(user, now, policy), secret, left, mfaDueBy: due };
  }

  private add(
    tx: Transaction,
    user: User,
    id: SessionId,
    by: Authentication,
    holding: Holding,
    client: Client,
    now: Date,
    { endsAt, on }: Place,
  ): AuthSession {
    const policy = policyOf(user, this.its.policy);
    const session = AuthSession.open(id, by, holding, client.device, now, policy, endsAt, on);
    tx.sessions.add(session);
    return session;
  }
}
