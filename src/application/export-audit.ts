import type { Actor } from '../domain/actor.js';
import { Actor as actors } from '../domain/actor.js';
import { outcomeOf } from '../domain/audit/outcome.js';
import type { Client } from '../domain/client.js';
import type { Fact } from '../domain/events.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { AuditEntry, AuditLog } from '../domain/ports/audit-log.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';
import { filterOf, type AuditQuery } from './read-audit.js';

export interface ExportAuditInput {
  readonly authority: Authority;
  readonly query: AuditQuery;
  readonly client: Client;
}

/** `lines`: each fact as one JSON object, oldest first, with its line feed. Read as fast as they are taken. */
export type ExportAuditOutcome = { readonly status: 'exporting'; readonly lines: AsyncIterable<string> } | Unauthorised;

const step = 500; // facts in memory at once

/** The audit log as JSON Lines, whatever its length. */
export class ExportAudit {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly auditLog: AuditLog;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, query, client }: ExportAuditInput): Promise<ExportAuditOutcome> {
    const { work, clock, policy } = this.its;
    const refusal = await work.run(acting(authority, client), async (tx) => {
      const found = await unauthorised(tx, authority, ['admin', 'auditor'], clock.now(), policy);
      if (!found) tx.record({ type: 'audit.exported' });
      return found;
    });
    return refusal ?? { status: 'exporting', lines: this.lines(query) };
  }

  private async *lines(query: AuditQuery): AsyncGenerator<string> {
    const filter = filterOf(query);
    if (!filter) return;
    let before: AuditEntry['cursor'] | undefined;
    for (let more = true; more;) {
      const page = await this.its.auditLog.page(filter, { count: step, end: 'last', ...(before && { before }) });
      for (const { fact } of page.entries.toReversed()) yield oneLine(lineOf(fact));
      before = page.entries[0]?.cursor;
      more = page.more;
    }
  }
}

// What JSON leaves as it is, and readers of lines and terminals do not.
const unsafe = /[\u007f-\u009f\u2028\u2029]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
const oneLine = (value: object): string => `${JSON.stringify(value).replace(unsafe, escaped)}\n`;

const written = (actor: Actor | undefined): string | undefined => actor && actors.write(actor);

/** One fact as it is exported; what is unknown is left out. */
function lineOf({ id, at, address, device, correlationId, actor, event }: Fact): object {
  const { type: kind, userId: user, ...details } = event;
  const outcome = outcomeOf(kind);
  return { id, at, kind, outcome, user, actor: written(actor), address, device, correlationId, details };
}
