import { defineEntity, p } from '@mikro-orm/core';
import { laterTables } from './later-tables.js';

/*
 * One aggregate, one row. `state` holds the whole state, dates as ISO strings; the other columns are copies of what is
 * looked for, and every writer keeps them equal. The two exceptions stand in columns only, because they change without a
 * new version: a session's `last_seen_at` and `idle_until`.
 */

export const Users = defineEntity({
  name: 'Users',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    email: p.text().unique('users_email_unique'),
    status: p.text(),
    epoch: p.integer(),
    state: p.json(),
    version: p.integer(),
    registeredAt: p.datetime().columnType('timestamptz'),
  },
});

export const MfaChallenges = defineEntity({
  name: 'MfaChallenges',
  tableName: 'mfa_challenges',
  indexes: [{ name: 'mfa_challenges_expires_at_index', properties: 'expiresAt' }],
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    state: p.json(),
    version: p.integer(),
    expiresAt: p.datetime().columnType('timestamptz'),
  },
});

export const AuthSessions = defineEntity({
  name: 'AuthSessions',
  tableName: 'auth_sessions',
  // None on `idle_until`: an idle end that slides stays a heap-only update.
  indexes: [{ name: 'auth_sessions_user_id_index', properties: 'userId' }],
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    epoch: p.integer(),
    state: p.json(),
    version: p.integer(),
    lastSeenAt: p.datetime().columnType('timestamptz'),
    idleUntil: p.datetime().columnType('timestamptz'),
    endsAt: p.datetime().columnType('timestamptz'),
    /** A copy of `state.revoked.at`. */
    revokedAt: p.datetime().columnType('timestamptz').nullable(),
  },
});

export const FailurePools = defineEntity({
  name: 'FailurePools',
  tableName: 'failure_pools',
  indexes: [{ name: 'failure_pools_touched_at_index', properties: 'touchedAt' }],
  properties: {
    id: p.text().primary(),
    state: p.json(),
    version: p.integer(),
    touchedAt: p.datetime().columnType('timestamptz'),
    closedAt: p.datetime().columnType('timestamptz').nullable(),
  },
});

export const MailedLinks = defineEntity({
  name: 'MailedLinks',
  tableName: 'mailed_links',
  indexes: [{ name: 'mailed_links_issued_at_index', properties: 'issuedAt' }],
  properties: {
    id: p.uuid().primary(),
    /** None where there is no user yet. */
    userId: p.uuid().nullable(),
    state: p.json(),
    version: p.integer(),
    issuedAt: p.datetime().columnType('timestamptz'),
  },
});

export const Mailboxes = defineEntity({
  name: 'Mailboxes',
  tableName: 'mailboxes',
  indexes: [{ name: 'mailboxes_touched_at_index', properties: 'touchedAt' }],
  properties: {
    id: p.text().primary(),
    state: p.json(),
    version: p.integer(),
    touchedAt: p.datetime().columnType('timestamptz'),
  },
});

/** What limits have counted. Not logged: after a crash of the server a minute's counts are forgotten, pools are not. */
export const Limits = defineEntity({
  name: 'Limits',
  tableName: 'limits',
  indexes: [{ name: 'limits_until_index', properties: 'until' }],
  properties: {
    id: p.text().primary(),
    used: p.integer(),
    until: p.datetime().columnType('timestamptz'),
  },
});

export const Devices = defineEntity({
  name: 'Devices',
  tableName: 'devices',
  // None on `last_used_at`: a device that comes back stays a heap-only update.
  indexes: [{ name: 'devices_user_id_index', properties: 'userId' }],
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    state: p.json(),
    version: p.integer(),
    lastUsedAt: p.datetime().columnType('timestamptz'),
    /** A copy of `state.forgotten.at`. */
    forgottenAt: p.datetime().columnType('timestamptz').nullable(),
  },
});

/** Audit log and outbox in one: only ever inserted. */
export const Facts = defineEntity({
  name: 'Facts',
  tableName: 'facts',
  uniques: [{ name: 'facts_order_unique', properties: ['xid', 'position'] }],
  properties: {
    id: p.uuid().primary(),
    /** Given before the commit, so it becomes visible out of order: readers stay below the oldest open `xid`. */
    position: p.bigint('string').columnType('bigint').autoincrement(),
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
    salt: p.uuid().nullable(),
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
    position: p.bigint('string').columnType('bigint').default('0'),
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

/** Sealed: whoever reads the table has no key. */
export const Keys = defineEntity({
  name: 'Keys',
  tableName: 'keys',
  properties: {
    id: p.text().primary(),
    purpose: p.text(),
    sealed: p.text(),
    public: p.json().nullable(),
    madeAt: p.datetime().columnType('timestamptz'),
    activeFrom: p.datetime().columnType('timestamptz'),
    retiredAt: p.datetime().columnType('timestamptz').nullable(),
  },
});

export const tables = [
  Users,
  MfaChallenges,
  AuthSessions,
  FailurePools,
  MailedLinks,
  Mailboxes,
  Limits,
  Devices,
  Facts,
  AuditSeals,
  Relay,
  Deliveries,
  NoticeTurns,
  Keys,
  ...laterTables,
];
