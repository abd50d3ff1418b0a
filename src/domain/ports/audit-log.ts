import type { Actor } from '../actor.js';
import type { AuditCursor } from '../audit/cursor.js';
import type { Fact, FactKind } from '../events.js';
import type { UserId } from '../ids.js';

/** Which facts; all of what is given must fit. */
export interface AuditFilter {
  /** Whom it is about. */
  readonly user?: UserId | undefined;
  /** Who acted by a role, or at the command line. */
  readonly actor?: Actor | undefined;
  readonly kinds?: readonly FactKind[] | undefined;
  /** From then on. */
  readonly from?: Date | undefined;
  /** Before then. */
  readonly to?: Date | undefined;
  /** The client's, exactly. */
  readonly address?: string | undefined;
}

/** A stretch of the log, which runs from the newest fact to the oldest. */
export interface AuditStretch {
  /** At most so many: those next to `after`, or to the beginning; with `end: 'last'` those next to `before`, or to the end. */
  readonly count: number;
  readonly end: 'first' | 'last';
  /** Older than that one. */
  readonly after?: AuditCursor | undefined;
  /** Newer than that one. */
  readonly before?: AuditCursor | undefined;
}

export interface AuditEntry {
  readonly fact: Fact;
  readonly cursor: AuditCursor;
}

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Whether the stretch goes on beyond them, away from where it was begun. */
  readonly more: boolean;
}

/** The facts, read by people. */
export interface AuditLog {
  /**
   * Facts in the order in which they were committed, so that a cursor keeps its place and nothing ever appears before
   * it: one whose transaction began earlier and is still open is waited for.
   */
  page(filter: AuditFilter, stretch: AuditStretch): Promise<AuditPage>;
}
