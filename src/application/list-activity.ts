import { outcomeOf, type AuditOutcome } from '../domain/audit/outcome.js';
import type { AuditCursor } from '../domain/audit/cursor.js';
import type { Client, DeviceLabel } from '../domain/client.js';
import type { FactKind } from '../domain/events.js';
import type { FactId } from '../domain/ids.js';
import type { AuditEntry, AuditLog, AuditStretch } from '../domain/ports/audit-log.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { stretchOf, type PageWish } from './read-audit.js';
import { standing, type Viewer } from './viewer.js';

/** What a person may know of a fact about themselves: not why something was refused, nor who looks after the service. */
export interface Activity {
  readonly id: FactId;
  readonly at: Date;
  readonly kind: FactKind;
  readonly outcome: AuditOutcome;
  readonly address: string | undefined;
  readonly device: DeviceLabel | undefined;
  /** Whether somebody else did it by their role. */
  readonly byAdministrator: boolean;
}

export type ListActivityOutcome =
  | {
      readonly status: 'listed';
      readonly entries: readonly { readonly cursor: AuditCursor; readonly activity: Activity }[];
      readonly more: boolean;
      readonly stretch: AuditStretch;
    }
  | { readonly status: 'bad-page' | 'ended' };

/** What has happened to the viewer's own account, newest first: nobody else's, whatever cursor they bring. */
export class ListActivity {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly auditLog: AuditLog; readonly clock: Clock },
  ) {}

  async execute({
    viewer,
    page,
    client,
  }: {
    readonly viewer: Viewer;
    readonly page: PageWish;
    readonly client: Client;
  }): Promise<ListActivityOutcome> {
    const { work, auditLog, clock } = this.its;
    const stretch = stretchOf(page);
    if (!stretch) return { status: 'bad-page' };
    const user = await work.run(client, async (tx) => (await standing(tx, viewer, clock.now()))?.user.id);
    if (!user) return { status: 'ended' };
    const { entries, more } = await auditLog.page({ user }, stretch);
    return { status: 'listed', entries: entries.map(activityOf), more, stretch };
  }
}

function activityOf({ fact, cursor }: AuditEntry): { readonly cursor: AuditCursor; readonly activity: Activity } {
  const { id, at, address, device, actor, event } = fact;
  const other = actor !== undefined && !(actor.kind === 'user' && actor.userId === event.userId);
  const kind = event.type;
  // Where an administrator sits is none of the user's business.
  const where = other ? { address: undefined, device: undefined } : { address, device };
  return { cursor, activity: { id, at, kind, outcome: outcomeOf(kind), ...where, byAdministrator: other } };
}
