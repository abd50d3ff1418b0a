import { defineEntity, p } from '@mikro-orm/core';

/** Audit log and outbox in one: only ever inserted. */
export const Facts = defineEntity({
  name: 'Facts',
  tableName: 'facts',
  uniques: [{ name: 'facts_order_unique', properties: ['xid', 'position'] }],
  // The kind stands inside, so that one index finds a user's facts and those of one kind alike, newest first.
  indexes: [
    { name: 'facts_user_index', properties: ['userId', 'type', 'xid', 'position'], where: 'user_id is not null' },
    { name: 'facts_address_index', properties: ['address', 'type', 'xid', 'position'], where: 'address is not null' },
    { name: 'facts_type_index', properties: ['type', 'xid', 'position'] },
    { name: 'facts_actor_index', properties: ['actor', 'xid', 'position'], where: 'actor is not null' },
    {
      name: 'facts_bypass_used_index',
      expression: `create index "facts_bypass_used_index" on "facts" ((event->>'name'), at) where type = 'bypass.used'`,
    },
  ],
  properties: {
    id: p.uuid().primary(),
    /** Given before the commit, so it becomes visible out of order: readers stay below the oldest open `xid`. */
    position: p.bigint('string').columnType('bigint').autoincrement().generated('identity'),
    xid: p.string().columnType('xid8').defaultRaw('pg_current_xact_id()'),
    at: p.datetime().columnType('timestamptz'),
    address: p.text().nullable(),
    device: p.text().nullable(),
    correlationId: p.text(),
    /** Null where whoever it is about did it, or a stranger. */
    actor: p.text().nullable(),
    userId: p.uuid().nullable(),
    type: p.text(),
    event: p.json(),
    /** Null once something of the fact was forgotten; then `opening` says what its commitments are. */
    salt: p.uuid().nullable().defaultRaw('gen_random_uuid()'),
    opening: p.json().nullable(),
  },
});

/** What was sealed, and how: the hash of each seal covers that of the one before. Only ever inserted by the service. */
export const AuditSeals = defineEntity({
  name: 'AuditSeals',
  tableName: 'audit_seals',
  properties: {
    number: p.bigint('string').primary().autoincrement(false),
    count: p.integer(),
    /** Ids in the order of sealing; null once they were pruned. */
    facts: p.array().columnType('uuid[]').nullable(),
    /** The beginning of each fact's digest; null once they were pruned. */
    hints: p.array().columnType('text[]').nullable(),
    hash: p.text(),
    signature: p.json(),
    /** Of its last fact; null where a dump brought it from a server that numbers transactions otherwise. */
    xid: p.string().columnType('xid8').nullable(),
    position: p.bigint('string').columnType('bigint').nullable(),
    fromAt: p.datetime().columnType('timestamptz'),
    toAt: p.datetime().columnType('timestamptz'),
    sealedAt: p.datetime().columnType('timestamptz'),
    /** Says that whoever has the key dropped its facts. */
    pruned: p.json().nullable(),
  },
});

/** How far each subscriber has come: what stands before was not wanted, was handed on or is owed. */
export const Relay = defineEntity({
  name: 'Relay',
  tableName: 'relay',
  properties: {
    subscriber: p.text().primary(),
    xid: p.string().columnType('xid8').defaultRaw(`'0'`),
    position: p.bigint('string').columnType('bigint').defaultRaw('0'),
  },
});

/** What subscribers are owed, and when it is tried next: a moment ahead while a worker is at it; dead ones wait for a word. */
export const Deliveries = defineEntity({
  name: 'Deliveries',
  tableName: 'deliveries',
  indexes: [
    { name: 'deliveries_due_index', properties: ['subscriber', 'dueAt', 'position'], where: 'dead_at is null' },
  ],
  properties: {
    factId: p.uuid().primary(),
    subscriber: p.text().primary(),
    position: p.bigint('string').columnType('bigint'),
    attempts: p.integer(),
    dueAt: p.datetime().columnType('timestamptz'),
    deadAt: p.datetime().columnType('timestamptz').nullable(),
    why: p.text().nullable(),
  },
});

/** Which fact is told of in a turn that strangers could fill. */
export const NoticeTurns = defineEntity({
  name: 'NoticeTurns',
  tableName: 'notice_turns',
  indexes: [{ name: 'notice_turns_until_index', properties: 'until' }],
  properties: {
    turn: p.text().primary(),
    factId: p.uuid(),
    until: p.datetime().columnType('timestamptz'),
  },
});

export const factTables = [Facts, AuditSeals, Relay, Deliveries, NoticeTurns];
