import type { FactId } from '../ids.js';

/** What of a fact tells of a person, and can be forgotten while the seal over it still holds. */
export const personalFields = ['user', 'actor', 'address', 'device'] as const;
export type PersonalField = (typeof personalFields)[number];

/** A fact as it is sealed, every field as it stands in the store. */
export interface SealableFact extends Readonly<Record<PersonalField, string | undefined>> {
  readonly id: FactId;
  readonly position: string;
  /** ISO 8601 in UTC, to the microsecond, so that no change is too small to be seen. */
  readonly at: string;
  readonly type: string;
  readonly correlationId: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** Random, and the fact's own; gone once something of it was forgotten. */
  readonly salt: string | undefined;
  readonly opening: Opening | undefined;
}

/**
 * What is left where something was forgotten: of that its commitment, which nobody can guess back for the salt is gone;
 * of the rest the salts of their own. Signed, so that nobody can pass off an edited fact as a forgotten one.
 */
export interface Opening {
  readonly commitments: Readonly<Partial<Record<PersonalField, string>>>;
  readonly salts: Readonly<Partial<Record<PersonalField, string>>>;
  readonly signature: Signature;
}

export interface Signature {
  readonly keyId: string;
  readonly mac: string;
}

/** What takes the place of what is forgotten. */
export type Replaced = Readonly<Partial<Record<PersonalField, string | undefined>>>;
