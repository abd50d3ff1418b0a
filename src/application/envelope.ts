import type { Secret } from '../domain/secret.js';
import type { Credential, Presented, PresentedChallenge } from '../domain/session/credentials.js';

/** How credentials come with one request and leave with its answer: the doors speak to it, HTTP fills it. */
export interface Envelope {
  /** `Authorization: Bearer`, else the session cookie. Nothing in it is believed yet. */
  readonly presented: Presented | undefined;
  /** The challenges of the pending cookie, newest first. */
  readonly pending: readonly PresentedChallenge[];
  /** The nonce of the pending cookie, shared by the browser's tabs. */
  readonly browser: Secret | undefined;
  /** Hands a session over: a cookie is set and the pending one dropped; tokens travel in the body, so nothing is done. */
  deliver(credential: Credential): void;
  /** Keeps a challenge in the pending cookie, beside those of the other tabs. */
  carry(challenge: PresentedChallenge, until: Date): void;
  dropSession(): void;
  dropPending(): void;
}
