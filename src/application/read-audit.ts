import { AuditCursor } from '../domain/audit/cursor.js';
import { factKinds, kindsOf, type AuditOutcome } from '../domain/audit/outcome.js';
import { Actor } from '../domain/actor.js';
import type { Client } from '../domain/client.js';
import type { FactKind } from '../domain/events.js';
import { parseId, type UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { AuditFilter, AuditLog, AuditPage, AuditStretch } from '../domain/ports/audit-log.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';

/** What is looked for, as it was typed: whatever names nothing finds nothing. */
export interface AuditQuery {
  readonly user?: string | undefined;
  /** An id, or `operator`. */
  readonly actor?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly address?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
}

/** As in Relay's connections; `first` is 50 where neither it nor `last` is given. */
export interface PageWish {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface ReadAuditInput {
  readonly authority: Authority;
  readonly query: AuditQuery;
  readonly page: PageWish;
  readonly client: Client;
}

export type ReadAuditOutcome =
  | { readonly status: 'read'; readonly page: AuditPage; readonly stretch: AuditStretch }
  | { readonly status: 'bad-page' }
  | Unauthorised;

export const mostEntries = 100; // on one page

/** The audit log, for those who may read it; that they did is a fact as well. */
export class ReadAudit {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly auditLog: AuditLog;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, query, page, client }: ReadAuditInput): Promise<ReadAuditOutcome> {
    const { work, auditLog, clock, policy } = this.its;
    const stretch = stretchOf(page);
    const refusal = await work.run(acting(authority, client), async (tx) => {
      const found = await unauthorised(tx, authority, ['admin', 'auditor'], clock.now(), policy);
      // Once for each look, and not for each page of it.
      if (!found && stretch && !stretch.after && !stretch.before) tx.record({ type: 'audit.read' });
      return found;
    });
    if (refusal) return refusal;
    if (!stretch) return { status: 'bad-page' };
    const filter = filterOf(query);
    return { status: 'read', stretch, page: filter ? await auditLog.page(filter, stretch) : nothing };
  }
}

const nothing: AuditPage = { entries: [], more: false };

/** Undefined where it asks for what cannot be: both ends, no cursor of ours, or not 1 to 100 entries. */
export function stretchOf({ first, after, last, before }: PageWish): AuditStretch | undefined {
  const count = first ?? last ?? 50;
  if ((first !== undefined && last !== undefined) || !Number.isInteger(count)) return undefined;
  const [older, newer] = [after, before].map((raw) => raw === undefined || AuditCursor.parse(raw));
  if (count < 1 || count > mostEntries || older === undefined || newer === undefined) return undefined;
  return {
    count,
    end: last === undefined ? 'first' : 'last',
    ...(older !== true && { after: older }),
    ...(newer !== true && { before: newer }),
  };
}

/** Undefined where nothing can fit. */
export function filterOf({ user, actor, kinds, from, to, address, outcome }: AuditQuery): AuditFilter | undefined {
  const about = user === undefined ? undefined : parseId<UserId>(user);
  const by = actor === undefined ? undefined : actorOf(actor);
  if ((user !== undefined && !about) || (actor !== undefined && !by)) return undefined;
  if (address !== undefined && !shapeOfAddress.test(address)) return undefined;
  const wanted = kinds && factKinds.filter((kind) => kinds.includes(kind));
  const fitting = outcome ? kindsOf(outcome).filter((kind) => wanted?.includes(kind) ?? true) : wanted;
  return { user: about, actor: by, kinds: fitting satisfies readonly FactKind[] | undefined, from, to, address };
}

const shapeOfAddress = /^[\da-fA-F:.]{2,45}$/;

const actorOf = (raw: string): Actor | undefined =>
  raw === Actor.write({ kind: 'operator' }) || parseId<UserId>(raw) ? Actor.read(raw) : undefined;
