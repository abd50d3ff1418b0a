import type { Client } from '../client.js';
import type { User } from '../user/user.js';

/**
 * `each`: every batch is a commit of its own. `together`: all batches are one, and it is kept where the work says so.
 * `nothing`: looks at who would be let in, and writes nothing.
 */
export type Keeping = 'each' | 'together' | 'nothing';

/** Resolves with whom it let in: whoever has the id or the address of somebody there, or before them, is passed over. */
export type LetIn = (newcomers: readonly User[]) => Promise<ReadonlySet<User>>;

/** New users by the thousand, with their facts. */
export interface Intake {
  /** Runs `work` once. With `together`, what it let in is kept where it answers `keep`; where it rejects, never. */
  take<T>(
    keeping: Keeping,
    by: Client,
    work: (letIn: LetIn) => Promise<{ readonly keep: boolean; readonly answer: T }>,
  ): Promise<T>;
}
