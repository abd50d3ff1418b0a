import type { AuditCursor } from '../../domain/audit/cursor.js';
import type { AuditStretch } from '../../domain/ports/audit-log.js';
import { make } from './make.js';
import { PageInfo } from './page-info.js';

/** Of a page that was begun at one of its ends, with `more` beyond the other. */
export function pageInfo(
  cursors: readonly AuditCursor[],
  more: boolean,
  { end, after, before }: AuditStretch,
): PageInfo {
  const [hasNextPage, hasPreviousPage] = end === 'first' ? [more, after !== undefined] : [before !== undefined, more];
  return make(PageInfo, { hasNextPage, hasPreviousPage, startCursor: cursors[0], endCursor: cursors.at(-1) });
}
