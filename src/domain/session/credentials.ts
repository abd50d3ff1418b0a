import type { ChallengeId, KeyId, Nonce, SessionId } from '../ids.js';
import type { Digest } from '../ids.js';
import type { Secret } from '../secret.js';

/** How a session travels. A new kind starts as one row here. */
export interface Credentials {
  token: {
    /** What the session row keeps: the successors of one session are computed, never stored (see `RefreshSecrets`). */
    holding: { readonly nonce: Nonce; readonly keyId: KeyId };
    /** What leaves for the client. */
    credential: {
      readonly accessToken: Secret;
      readonly accessTokenExpiresAt: Date;
      readonly refreshToken: Secret;
      readonly refreshTokenExpiresAt: Date;
    };
    /** What comes back with a request. */
    presented: { readonly accessToken: Secret };
  };
  cookie: {
    holding: { readonly holder: Digest };
    credential: { readonly sessionId: SessionId; readonly secret: Secret; readonly endsAt: Date };
    presented: { readonly sessionId: SessionId; readonly secret: Secret };
  };
}

export type CredentialKind = keyof Credentials;
export type Holding<K extends CredentialKind = CredentialKind> = {
  [P in K]: { readonly kind: P } & Credentials[P]['holding'];
}[K];
export type Credential<K extends CredentialKind = CredentialKind> = {
  [P in K]: { readonly kind: P } & Credentials[P]['credential'];
}[K];
export type Presented<K extends CredentialKind = CredentialKind> = {
  [P in K]: { readonly kind: P } & Credentials[P]['presented'];
}[K];

/** Who a presented credential says it is. Without a secret its signature has already vouched for it. */
export interface Holder {
  readonly sessionId: SessionId;
  readonly secret: Secret | undefined;
}

/** A challenge as a client presents it: its public id, its secret, and after a cookie login the browser's nonce. */
export interface PresentedChallenge {
  readonly id: ChallengeId;
  readonly secret: Secret;
  readonly binding: Secret | undefined;
}
