import type { Argon2Cost } from './argon2id.js';

/** What a hashing worker is asked and answers, one row a kind. */
export interface HashingKinds {
  // prettier-ignore
  hash:   { job: { readonly password: string };                                         answer: string };
  /**
   * Against nothing, the work is done on a hash of nobody's, and the answer is no. `otherwise`: further spellings of the
   * same, for a hash that another service made of whatever it was given.
   */
  // prettier-ignore
  verify: { job: { readonly password: string; readonly otherwise?: readonly string[]; readonly against: string | undefined }; answer: boolean };
  /** The bare digest under a salt of the caller's. */
  // prettier-ignore
  digest: { job: { readonly text: string; readonly salt: Uint8Array };                  answer: string };
}

export type HashingKind = keyof HashingKinds;
export type HashingJob<K extends HashingKind = HashingKind> = {
  [P in K]: { readonly kind: P } & HashingKinds[P]['job'];
}[K];
export type HashingAnswer<K extends HashingKind = HashingKind> = HashingKinds[K]['answer'];

/** What a worker says: first that it is ready, then one answer to each job. */
export type HashingReport =
  | { readonly kind: 'ready'; readonly notLowered: string | undefined }
  | { readonly kind: 'answer'; readonly answer: HashingAnswer }
  | { readonly kind: 'failed'; readonly why: string };

export interface HashingWorkerData {
  /** Added to the worker's own nice value; 0 leaves it. */
  readonly niceness: number;
  /** Of passwords; bare digests have one of their own, which nobody can read from them. */
  readonly cost: Argon2Cost;
}
