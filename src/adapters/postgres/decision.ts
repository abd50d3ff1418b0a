import { after } from '../../domain/duration.js';
import type { DomainEvent } from '../../domain/events.js';
import type { MfaChallenge, MfaChallengeState } from '../../domain/mfa/mfa-challenge.js';
import type { Mailbox, MailboxState } from '../../domain/recovery/mailbox.js';
import type { MailedLink, MailedLinkState } from '../../domain/recovery/mailed-link.js';
import type { AuthSession } from '../../domain/session/auth-session.js';
import type { AuthSessionState } from '../../domain/session/session-state.js';
import type { Device, DeviceState } from '../../domain/throttle/device.js';
import type { FailurePool, FailurePoolState } from '../../domain/throttle/failure-pool.js';
import type { User } from '../../domain/user/user.js';
import type { LimitKey } from '../../domain/throttle/limit.js';
import type { UserState } from '../../domain/user/user-state.js';
import { Commit } from './commit.js';
import { writeFacts, type Stamp } from './fact-parts.js';
import type { Held } from './held.js';
import type { Taken } from './limits.js';
import type { PostgresTransaction } from './transaction.js';

/** Changes without a new version: an idle end that slides makes nobody's decision stale. */
const passing: readonly (keyof AuthSessionState)[] = ['lastSeenAt', 'idleUntil'];

/**
 * What a decision comes to: users, pools, mailboxes, devices, challenges, links, sessions, limits, each by id, which is the order of locks; then
 * what is new. Limits come last: they are shared by strangers, who hold each other up for the rest of a statement alone.
 */
export function commitOf(tx: PostgresTransaction, stamp: () => Stamp): Commit {
  const commit = new Commit();
  const asserting = asserts(tx);
  for (const user of byId(tx.users.all)) writeUser(commit, user, asserting);
  for (const pool of byId(tx.pools.all)) writePool(commit, pool, asserting);
  for (const mailbox of byId(tx.mailboxes.all)) writeMailbox(commit, mailbox, asserting);
  for (const device of byId(tx.devices.all)) writeDevice(commit, device, asserting);
  for (const challenge of byId(tx.challenges.all)) writeChallenge(commit, challenge, asserting);
  for (const link of byId(tx.links.all)) writeLink(commit, link, asserting);
  writeSessions(commit, byId(tx.sessions.all), asserting);
  for (const [key, taken] of tx.limits.inOrder()) writeLimit(commit, key, taken);
  commit.events = eventsOf(tx);
  writeFacts(commit, commit.events, stamp);
  return commit;
}

/**
 * What was read and not changed must still be true where a session or a challenge is opened, or a user, a session or a
 * link changed. Refusals write pools and what is left of a challenge; they depend on nothing but what they count.
 */
function asserts({ users, sessions, challenges, links }: PostgresTransaction): boolean {
  return (
    users.all.some((user) => user.isTouched) ||
    links.all.some((link) => link.isTouched) ||
    challenges.all.some((challenge) => challenge.isAdded) ||
    sessions.all.some((session) => session.isChanged(passing))
  );
}

function byId<H extends { readonly id: string }>(held: readonly H[]): readonly H[] {
  return held.length > 1 ? [...held].sort((a, b) => (a.id < b.id ? -1 : 1)) : held;
}

function writeUser(commit: Commit, held: Held<UserState, User>, asserting: boolean): void {
  const { id, version } = held;
  if (!held.isTouched) {
    if (asserting && held.named) commit.guard('user=', id, version);
    return;
  }
  const state = held.aggregate.snapshot();
  commit.users.push(state);
  const { email, status, epoch, registeredAt } = state;
  const json = JSON.stringify(state);
  if (held.isAdded) commit.guard('user+', id, email, status, epoch, json, registeredAt.toISOString());
  else commit.guard('user', id, version, email, status, epoch, json);
}

function writePool(commit: Commit, held: Held<FailurePoolState, FailurePool>, asserting: boolean): void {
  const { id, version } = held;
  if (!held.isTouched && !(asserting && held.named)) return;
  if (!held.isTouched && version > 0) {
    commit.guard('pool=', id, version);
    return;
  }
  const state = held.aggregate.snapshot();
  const columns = [JSON.stringify(state), state.touchedAt.toISOString(), iso(state.closedAt)];
  // That nothing was ever counted cannot be asserted of a row that is not there: the empty pool is written, and whoever
  // counts in it at the same time loses.
  if (version === 0) commit.guard('pool+', id, ...columns);
  else commit.guard('pool', id, version, ...columns);
}

function writeDevice(commit: Commit, held: Held<DeviceState, Device>, asserting: boolean): void {
  const { id, version } = held;
  if (!held.isTouched) {
    if (asserting && held.named) commit.guard('device=', id, version);
    return;
  }
  const state = held.aggregate.snapshot();
  const columns = [JSON.stringify(state), state.lastUsedAt.toISOString(), iso(state.forgotten?.at)];
  if (held.isAdded) commit.also('device+', id, state.userId, ...columns);
  else commit.guard('device', id, version, ...columns);
}

function writeChallenge(commit: Commit, held: Held<MfaChallengeState, MfaChallenge>, asserting: boolean): void {
  const { id, version } = held;
  if (!held.isTouched) {
    if (asserting && held.named) commit.guard('challenge=', id, version);
    return;
  }
  const state = held.aggregate.snapshot();
  const json = JSON.stringify(state);
  const expiresAt = state.expiresAt.toISOString();
  if (held.isAdded) commit.also('challenge+', id, state.userId, json, expiresAt);
  else commit.guard('challenge', id, version, json, expiresAt);
}

function writeMailbox(commit: Commit, held: Held<MailboxState, Mailbox>, asserting: boolean): void {
  const { id, version } = held;
  if (!held.isTouched && !(asserting && held.named)) return;
  if (!held.isTouched && version > 0) return commit.guard('mailbox=', id, version);
  const state = held.aggregate.snapshot();
  const columns = [JSON.stringify(state), state.touchedAt.toISOString()];
  // As an empty pool: what is not there cannot be asserted, so it is written.
  if (version === 0) commit.guard('mailbox+', id, ...columns);
  else commit.guard('mailbox', id, version, ...columns);
}

function writeLink(commit: Commit, held: Held<MailedLinkState, MailedLink>, asserting: boolean): void {
  const { id, version } = held;
  if (!held.isTouched) {
    if (asserting && held.named) commit.guard('link=', id, version);
    return;
  }
  const state = held.aggregate.snapshot();
  const json = JSON.stringify(state);
  if (held.isAdded) commit.guard('link+', id, state.userId ?? null, json, state.issuedAt.toISOString());
  else commit.guard('link', id, version, json);
}

function writeLimit(commit: Commit, key: LimitKey, { limit, now }: Taken): void {
  commit.guard('limit', key, limit.most, now.toISOString(), after(now, limit.per).toISOString());
}

type HeldSession = Held<AuthSessionState, AuthSession>;

function writeSessions(commit: Commit, all: readonly HeldSession[], asserting: boolean): void {
  const known = all.filter((held) => !held.isAdded);
  const changes = known.filter((held) => held.isChanged(passing)).length;
  if (changes > 1) {
    // One statement text for one session, and one for any greater number.
    const guarded = known.filter((held) => held.named || held.isTouched);
    const ids = guarded.map(({ id }) => id);
    commit.guard('sessions', ids, JSON.stringify(guarded.map(asRecord)), guarded.length);
  }
  for (const held of all) {
    if (held.isAdded) addSession(commit, held);
    else if (changes > 1) continue;
    else if (held.isChanged(passing)) changeSession(commit, held);
    else passSession(commit, held, asserting);
  }
}

function changeSession(commit: Commit, held: HeldSession): void {
  commit.sessions.push(held.aggregate.snapshot());
  commit.guard('session', held.id, held.version, ...sessionColumns(held));
}

function passSession(commit: Commit, held: HeldSession, asserting: boolean): void {
  const { id, version } = held;
  const { lastSeenAt, idleUntil } = held.aggregate.snapshot();
  if (held.isTouched) {
    const seen = [lastSeenAt.toISOString(), idleUntil.toISOString()];
    if (asserting) commit.guard('session~', id, version, ...seen);
    else commit.also('session~~', id, ...seen);
  } else if (asserting && held.named) commit.guard('session=', id, version);
}

function addSession(commit: Commit, held: HeldSession): void {
  const state = held.aggregate.snapshot();
  commit.sessions.push(state);
  const { userId } = state;
  const [epoch, ...columns] = sessionColumns(held);
  commit.also('session+', held.id, userId, epoch, ...columns);
}

function sessionColumns(held: HeldSession): readonly unknown[] {
  const state = held.aggregate.snapshot();
  const { epoch, lastSeenAt, idleUntil, endsAt, revoked } = state;
  const moments = [lastSeenAt.toISOString(), idleUntil.toISOString(), endsAt.toISOString(), iso(revoked?.at)];
  return [epoch, JSON.stringify(state), ...moments];
}

function asRecord(held: HeldSession): object {
  const state = held.aggregate.snapshot();
  const { epoch, lastSeenAt, idleUntil, endsAt, revoked } = state;
  return {
    id: held.id,
    version: held.version,
    next_version: held.version + (held.isChanged(passing) ? 1 : 0),
    epoch,
    state,
    last_seen_at: lastSeenAt,
    idle_until: idleUntil,
    ends_at: endsAt,
    revoked_at: revoked?.at ?? null,
  };
}

function eventsOf(tx: PostgresTransaction): readonly DomainEvent[] {
  const events: DomainEvent[] = [];
  const all = [tx.users, tx.pools, tx.mailboxes, tx.challenges, tx.devices, tx.links, tx.sessions];
  for (const holding of all) for (const { aggregate } of holding.all) events.push(...aggregate.releaseEvents());
  events.push(...tx.recorded);
  return events;
}

const iso = (date: Date | undefined): string | null => date?.toISOString() ?? null;
