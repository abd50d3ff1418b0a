import { defineEntity, p } from '@mikro-orm/core';
import { factTables } from './fact-tables.js';
import { Policies } from './policy-table.js';
import { webhookTables } from './webhook-tables.js';

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
  Keys,
  ...factTables,
  ...webhookTables,
  Policies,
];
