import { Secret } from '../domain/secret.js';
import type { CredentialKind, Presented, PresentedChallenge } from '../domain/session/credentials.js';
import type { LeftDevice } from './device-desk.js';
import type { SignedIn } from './session-desk.js';

/** How credentials come with one request and leave with its answer: the doors speak to it, HTTP fills it. */
export interface Envelope {
  /** `Authorization: Bearer`, else the session cookie. Nothing in it is believed yet. */
  readonly presented: Presented | undefined;
  /** The challenges of the pending cookie, newest first. */
  readonly pending: readonly PresentedChallenge[];
  /** The nonce of the pending cookie, shared by the browser's tabs. */
  readonly browser: Secret | undefined;
  /** Tokens of the browser's device cookie, one a user, newest last. */
  readonly devices: readonly Secret[];
  /**
   * Hands a session over, and what its device is known by: cookies are set and the pending one dropped; tokens travel in
   * the body, so nothing is done.
   */
  deliver(signedIn: Pick<SignedIn, 'credential' | 'device'>): void;
  /** Keeps a challenge in the pending cookie, beside those of the other tabs. */
  carry(challenge: PresentedChallenge, until: Date): void;
  /** Keeps what the browser is known by, where nobody is signed in by it. */
  remember(device: LeftDevice): void;
  dropSession(): void;
  dropPending(): void;
}

/** By what a device may be recognised: the token that a TOKEN client sends, or those that a browser keeps for us. */
export function presentedDevices(
  credential: CredentialKind,
  token: string | null | undefined,
  envelope: Pick<Envelope, 'devices'>,
): readonly Secret[] {
  if (credential === 'cookie') return envelope.devices;
  return typeof token === 'string' ? [new Secret(token)] : [];
}
