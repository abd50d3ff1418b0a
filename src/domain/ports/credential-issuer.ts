import type { Credential, CredentialKind, Holder, Presented } from '../session/credentials.js';
import type { SessionView } from '../session/auth-session.js';
import type { Secret } from '../secret.js';

/** Puts a session into an envelope and reads one back. Knows formats and keys; knows no request and no storage. */
export interface CredentialIssuer<K extends CredentialKind> {
  readonly kind: K;
  /** `secret`: the refresh secret of this generation, or the cookie's. */
  issue(session: SessionView, secret: Secret, now: Date): Promise<Credential<K>>;
  /** Undefined for whatever this issuer did not issue, or whose time is over. */
  read(presented: Presented<K>, now: Date): Promise<Holder | undefined>;
}
export type CredentialIssuers = { readonly [K in CredentialKind]: CredentialIssuer<K> };
