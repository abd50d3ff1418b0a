import type { Pending, Person } from './auth.js';

/** What of a request the service is asked about: its own cookies, or a challenge token. */
export interface Asked {
  readonly cookie?: string;
  readonly authorization?: string;
}

/** Tells whose a session is. Undefined: nobody's. Rejects where it cannot be told. */
export type SessionSource = (asked: Asked) => Promise<Person | Pending | undefined>;

/** As much as a guard wants to know of what `AuthenticateRequest` resolves with, in a process that holds the service. */
export interface Viewer {
  readonly session: {
    readonly id: string;
    readonly userId: string;
    readonly kind: Person['credential'];
    readonly assurance: Person['assurance'];
    readonly amr: readonly string[];
    readonly authenticatedAt: Date;
    readonly expiresAt: Date;
  };
}

/** The person a viewer is, for a `SessionSource` in the service's own process. */
export function personOf({ session }: Viewer): Person {
  const { id: sessionId, userId, kind: credential, assurance, amr, authenticatedAt, expiresAt } = session;
  const mfaVerified = assurance === 'aal2';
  return { kind: 'person', credential, userId, sessionId, assurance, mfaVerified, amr, authenticatedAt, expiresAt, scopes: [] }; // prettier-ignore
}
