import type { FactId } from '../ids.js';
import type { Secret } from '../secret.js';

/** What is brought, and to whom. */
export interface Parcel {
  readonly url: string;
  /** By which the receiver knows what it has had already. */
  readonly id: FactId;
  /** When it is sent: part of what is signed, so that nobody can bring it again later. */
  readonly at: Date;
  readonly body: string;
  /** Each signs; one at least. */
  readonly secrets: readonly Secret[];
}

/** `silent`: there was no answer; `why` names no address and no secret. */
export type Answered =
  { readonly kind: 'answered'; readonly code: number } | { readonly kind: 'silent'; readonly why: string };

export type TargetProblem = 'malformed-url' | 'plain-http' | 'private-address';

/** Brings signed news to servers that are not ours, and lets nobody use it to reach what only we can reach. */
export interface Courier {
  /** Why nothing is ever brought there, as far as the URL alone tells. A name is looked at when it is resolved. */
  refuses(url: string): TargetProblem | undefined;
  /** Settles within `courierPatience`, whatever the receiver does. Follows nothing, reads next to nothing. */
  send(parcel: Parcel): Promise<Answered>;
  close(): void;
}
