import { escapeIdentifier, type PoolClient } from 'pg';
import { Audit } from './migrations/audit.js';
import { SubscriberDeliveries } from './migrations/deliveries.js';
import { DevicesTable } from './migrations/devices.js';
import { FewerIndexes } from './migrations/fewer-indexes.js';
import { FirstTables } from './migrations/first-tables.js';
import { MailedLinkTables } from './migrations/mailed-links.js';
import { Limits } from './migrations/limits.js';
import { WebhookTables } from './migrations/webhooks.js';
import { PoliciesTable } from './migrations/policies.js';
import { openOrm, poolOf } from './orm.js';
import { isReady, migrationNames } from './schema-state.js';
import { together } from './together.js';

const classes = {
  '0001-first-tables': FirstTables,
  '0002-mailed-links': MailedLinkTables,
  '0003-limits': Limits,
  '0004-deliveries': SubscriberDeliveries,
  '0005-audit': Audit,
  '0006-devices': DevicesTable,
  '0007-webhooks': WebhookTables,
  '0008-policies': PoliciesTable,
  '0009-fewer-indexes': FewerIndexes,
} satisfies Record<(typeof migrationNames)[number], unknown>;
const turn = 0x6d696772; // "migr"
/** Tables of which rows are removed again; facts are not among them. */
// prettier-ignore
const kept = [
  'mfa_challenges', 'auth_sessions', 'failure_pools',
  'devices',
  'mailed_links', 'mailboxes',
  'limits',
  'deliveries', 'notice_turns',
  'keys',
  'webhooks', 'webhook_deliveries',
];

export interface MigrationRoles {
  /** Of the role that owns the tables. */
  readonly migrationUrl: string;
  /** Of the role that the service runs as; the same where there is only one. */
  readonly serviceUrl: string;
}

/**
 * Brings the tables to what this release needs and gives the service's role its rights, and no more: facts are for
 * adding and reading only. However many replicas call it at once, one does the work and the others find it done.
 * Resolves with the names of the migrations it ran.
 */
export async function migrate({ migrationUrl, serviceUrl }: MigrationRoles): Promise<readonly string[]> {
  const migrations = migrationNames.map((name) => ({ name, class: classes[name] }));
  const orm = openOrm(migrationUrl, migrations);
  try {
    const pool = await poolOf(orm);
    return await together(
      pool,
      async (holder) => {
        const ran = await orm.migrator.up();
        await holder.query(`insert into relay (subscriber) values ('mail') on conflict do nothing`);
        if (!(await isReady(holder))) await renumber(holder);
        await grant(holder, roleOf(serviceUrl), roleOf(migrationUrl));
        return ran.map(({ name }) => name);
      },
      turn,
    );
  } finally {
    await orm.close(true);
  }
}

/**
 * The outbox orders facts by the transactions that wrote them, and a dump carries those numbers to a server that counts
 * from elsewhere: some facts would be handed on never, others twice. All that came along goes before all that will be
 * written here, and stays on its side of each subscriber's mark: it is numbered by how many of them it is beyond.
 */
async function renumber(holder: PoolClient): Promise<void> {
  await holder.query(`
    with passed as (
      select facts.id, count(relay.subscriber) as marks from facts
      left join relay on (relay.xid, relay.position) < (facts.xid, facts.position) group by facts.id
    )
    update facts set xid = passed.marks::text::xid8 from passed where passed.id = facts.id`);
  await holder.query(`
    with placed as (
      select mark.subscriber, count(former.subscriber) as marks from relay as mark
      left join relay as former on (former.xid, former.position) < (mark.xid, mark.position) group by mark.subscriber
    )
    update relay set xid = placed.marks::text::xid8, position = 9223372036854775807
    from placed where placed.subscriber = relay.subscriber`);
  // Where seals end is said in numbers of that server; they hold without.
  await holder.query('update audit_seals set xid = null, position = null');
}

async function grant(holder: PoolClient, service: string, owner: string): Promise<void> {
  if (service === owner || service === '') return;
  const role = escapeIdentifier(service);
  const { rows } = await holder.query<{ schema: string }>('select current_schema() as schema');
  const rights = [
    `usage on schema ${escapeIdentifier(rows[0]?.schema ?? 'public')}`,
    'select, insert, update on users, policies',
    `select, insert, update, delete on ${kept.join(', ')}`,
    'select, insert, update, delete on relay',
    'select, insert on facts, audit_seals',
    'select on mikro_orm_migrations',
  ];
  await holder.query(
    `revoke all on all tables in schema ${escapeIdentifier(rows[0]?.schema ?? 'public')} from ${role}`,
  );
  for (const right of rights) await holder.query(`grant ${right} to ${role}`);
}

const roleOf = (url: string): string => decodeURIComponent(new URL(url).username);
