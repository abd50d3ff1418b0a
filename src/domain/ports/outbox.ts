import { hours, minutes, seconds } from '../duration.js';
import type { Fact, FactKind } from '../events.js';
import type { FactId } from '../ids.js';

/** Somebody who is told of facts after their commit, such as whoever writes mails. */
export interface Subscriber {
  /** What it was handed is remembered by this name. */
  readonly name: string;
  /** Where one that is new begins: behind this fact, or with the oldest there is. */
  readonly after?: FactId;
  /** Facts of other kinds are passed by unread. All where it names none. */
  readonly kinds?: readonly FactKind[] | undefined;
  /** From the fact alone, and the same each time it is asked. */
  wants(fact: Fact): boolean;
  /**
   * Settles within a minute. Rejects where the fact must be handed on again, and with `Undeliverable` where that is of no
   * use. May be called again for a fact it was called for before, by another worker too: idempotent by the fact's id.
   */
  deliver(fact: Fact): Promise<void>;
}

/** It will not do, however often it is tried. No error of a subscriber holds an address or a secret. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

export const patience = {
  first: seconds(15), // before the second try; doubles with each further one
  longest: hours(1),
  tries: 80, // over three days: longer than a weekend without a mail server
  hold: minutes(2), // a worker that was not heard of for so long is taken for dead, and another one tries
} as const;

/** Something a subscriber could not be told. */
export interface Failure {
  readonly fact: Fact;
  readonly subscriber: string;
  /** So far. */
  readonly tries: number;
  /** In the subscriber's words. */
  readonly why: string;
}

/** Nobody tries any more, until it is replayed. */
export interface DeadLetter extends Failure {
  readonly at: Date;
}

export interface Drained {
  readonly delivered: number;
  readonly failed: readonly (Failure & { readonly isDead: boolean })[];
}

export interface Outbox {
  /**
   * Hands each committed fact that the subscriber wants on at least once, the one that has waited longest first, at most
   * `limit` of them, one after the other. Any number of workers may do so at once: what one holds, no other is handed.
   * What fails is handed on again after a while, as `patience` has it, and holds nothing else up.
   */
  drain(to: Subscriber, limit: number): Promise<Drained>;
  /** Latest first. */
  deadLetters(limit: number): Promise<readonly DeadLetter[]>;
  /** Has it tried again, with as many tries as at first. Resolves with whether there was such a dead letter. */
  replay(fact: FactId, subscriber: string): Promise<boolean>;
  /** All of a subscriber's dead letters. Resolves with how many there were. */
  replayAll(subscriber: string): Promise<number>;
  /**
   * Hands on once more what was handed on before, and at once what waits to be tried again or is dead. Resolves with false
   * where there is no such fact, or nobody of that name was ever handed one.
   */
  repeat(fact: FactId, subscriber: string): Promise<boolean>;
  /** Somebody by this name is not told any more: nothing of it is kept. */
  forget(subscriber: string): Promise<void>;
}
