import type { Client } from '../client.js';
import type { DomainEvent } from '../events.js';
import type { AuthSessions } from './auth-sessions.js';
import type { Devices } from './devices.js';
import type { FailurePools } from './failure-pools.js';
import type { Mailboxes, MailedLinks } from './mailed-links.js';
import type { MfaChallenges } from './mfa-challenges.js';
import type { RateLimiter } from './rate-limiter.js';
import type { Users } from './users.js';

/** What is remembered, as one decision sees it. Questions asked in the same breath (`Promise.all`) travel together. */
export interface Transaction {
  readonly users: Users;
  readonly challenges: MfaChallenges;
  readonly sessions: AuthSessions;
  readonly pools: FailurePools;
  readonly links: MailedLinks;
  readonly mailboxes: Mailboxes;
  readonly limits: RateLimiter;
  readonly devices: Devices;
  /** For facts that have no aggregate, such as a sign-in with an unknown address. */
  record(event: DomainEvent): void;
}

export interface Beats<G, P, T> {
  /** Reads. Nothing it loads may be changed here. */
  gather(tx: Transaction): Promise<G>;
  /** Does the slow work, and holds nothing meanwhile. */
  prove(seen: G): Promise<P>;
  /** Starts from what `gather` read. */
  decide(tx: Transaction, proof: P): Promise<T>;
}

/**
 * The one door to what is remembered.
 *
 * `decide` runs as if it were alone. Everything it loaded or added is written when it returns, together with the facts
 * recorded meanwhile; nothing is when it throws. If somebody else was faster, the run is discarded and `decide` is called
 * again on what is now true, so it must touch the world only through `tx`, and let only values out.
 *
 * `by` is stamped on every fact. Rejects with `Contention` after many lost races, and with whatever the technology
 * throws where it is gone; then nothing is known to have been written, and nothing was written twice.
 */
export interface UnitOfWork {
  run<T>(by: Client, decide: (tx: Transaction) => Promise<T>): Promise<T>;
  /** The same in three beats. If a rival was faster, only `decide` is called again; the proof is not redone. */
  run<G, P, T>(by: Client, beats: Beats<G, P, T>): Promise<T>;
}

/** More rivals than the store could settle in its tries. Never an answer to a client's question: a bug or a flood. */
export class Contention extends Error {
  override readonly name = 'Contention';
}

/** What is remembered cannot be reached, or did not say whether it was written. The client may come back. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
