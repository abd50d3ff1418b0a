import type { Client } from '../client.js';
import type { PolicyBook } from '../policies/policy-book.js';

/** Where the book of policies is kept. */
export interface Policies {
  /** As it stands; blank where nothing was ever set. */
  read(): Promise<PolicyBook>;
  /**
   * Writes what `decide` made of the book, together with the facts that it recorded; nothing where it changed nothing, or
   * throws. Whoever was faster is seen: `decide` is called again on what is then true. `by` is stamped on every fact.
   */
  change<T>(by: Client, decide: (book: PolicyBook) => Promise<T>): Promise<T>;
}
