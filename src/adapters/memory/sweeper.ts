import { forgetDevice } from '../../application/forget-device.js';
import { itself } from '../../domain/client.js';
import { before, days } from '../../domain/duration.js';
import type { AuthPolicy } from '../../domain/policy.js';
import { lingers, type Sweeper } from '../../domain/ports/sweeper.js';
import type { UnitOfWork } from '../../domain/ports/unit-of-work.js';
import type { AuthSessionState } from '../../domain/session/session-state.js';
import { PoolKey, type FailurePoolState } from '../../domain/throttle/failure-pool.js';
import type { MemoryStore, Table } from './store.js';

const oldNews = days(30);

/** Removes what is over from the Maps. */
export class MemorySweeper implements Sweeper {
  constructor(private readonly its: { readonly store: MemoryStore; readonly work: UnitOfWork }) {}

  async sweep(now: Date, policy: AuthPolicy, limit: number): Promise<number> {
    const { sessions, pools, devices, links, mailboxes, limits, noticeTurns, webhookDeliveries } = this.its.store;
    const old = before(now, policy.linkMemory);
    const forgotten = before(now, policy.poolMemory);
    for (const [key, { at }] of webhookDeliveries) if (at < before(now, oldNews)) webhookDeliveries.delete(key);
    for (const [turn, { until }] of noticeTurns) if (until < now) noticeTurns.delete(turn);
    return (
      (await this.endCrowded(now, policy, limit)) +
      (await this.forgetCrowded(now, policy, limit)) +
      (await this.endChallenges(now, limit)) +
      remove(sessions, (state) => isOver(state, before(now, lingers.session)), limit) +
      remove(links, (state) => state.issuedAt < old, limit) +
      remove(mailboxes, (state) => state.touchedAt < old, limit) +
      remove(devices, (state) => state.lastUsedAt < before(now, policy.deviceMemory), limit) +
      remove(devices, ({ forgotten: gone }) => gone !== undefined && gone.at < before(now, lingers.device), limit) +
      remove(pools, (state) => isForgettable(state) && state.touchedAt < forgotten, limit) +
      limits.sweep(now, limit)
    );
  }

  private async forgetCrowded(now: Date, policy: AuthPolicy, limit: number): Promise<number> {
    const { store, work } = this.its;
    const owners = new Set([...store.devices.states()].map(({ userId }) => userId));
    return work.run(itself, async (tx) => {
      const all = await Promise.all([...owners].map((owner) => tx.devices.of(owner)));
      const crowded = all.flatMap((devices) => devices.slice(policy.devicesPerUser)).slice(-limit);
      for (const device of crowded) await forgetDevice(tx, device, 'crowded-out', now);
      return crowded.length;
    });
  }

  private async endChallenges(now: Date, limit: number): Promise<number> {
    const { store, work } = this.its;
    const moment = before(now, lingers.challenge);
    const over = [...store.challenges.states()].filter(({ expiresAt }) => expiresAt < moment).slice(0, limit);
    for (const { id } of over) store.challenges.remove(id);
    const unanswered = over.filter(
      ({ passedAt, attemptsLeft, purpose }) => !passedAt && attemptsLeft > 0 && purpose !== 'enrolment',
    );
    await work.run(itself, async (tx) => {
      for (const { id: challengeId, userId } of unanswered) tx.record({ type: 'mfa.expired', userId, challengeId });
    });
    return over.length;
  }

  private async endCrowded(now: Date, policy: AuthPolicy, limit: number): Promise<number> {
    const { store, work } = this.its;
    const open = [...store.sessions.states()].filter((state) => isOpen(state, now));
    const byUser = Object.values(Object.groupBy(open, (state) => state.userId));
    const newestFirst = (a: AuthSessionState, b: AuthSessionState): number =>
      b.openedAt.getTime() - a.openedAt.getTime() || (a.id < b.id ? 1 : -1);
    const crowded = byUser.flatMap((states = []) => states.toSorted(newestFirst).slice(policy.sessionsPerUser));
    const oldestFirst = crowded.sort((a, b) => newestFirst(b, a)).slice(0, limit);
    return work.run(itself, async (tx) => {
      let ended = 0;
      for (const { id } of oldestFirst) {
        const session = await tx.sessions.byId(id);
        if (!session || !isOpen(session.snapshot(), now)) continue;
        session.revoke('crowded-out', now);
        ended += 1;
      }
      return ended;
    });
  }
}

/** A device that was closed is forgotten, and nobody ever asks for its pool again. */
const isForgettable = ({ id, closedAt }: FailurePoolState): boolean => !closedAt || PoolKey.kindOf(id) === 'device';

const isOver = ({ endsAt, idleUntil, revoked }: AuthSessionState, since: Date): boolean =>
  endsAt < since || idleUntil < since || (revoked !== undefined && revoked.at < since);

const isOpen = (state: AuthSessionState, now: Date): boolean =>
  !state.revoked && state.idleUntil > now && state.endsAt > now;

function remove<Id extends string, State extends { readonly id: Id }>(
  table: Table<Id, State>,
  isGone: (state: State) => boolean,
  limit: number,
): number {
  const over = [...table.states()].filter(isGone).slice(0, limit);
  for (const state of over) table.remove(state.id);
  return over.length;
}
