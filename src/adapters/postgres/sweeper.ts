import type { Pool } from 'pg';
import { forgetDevice } from '../../application/forget-device.js';
import { itself } from '../../domain/client.js';
import { before, days } from '../../domain/duration.js';
import type { ChallengeId, UserId } from '../../domain/ids.js';
import type { AuthPolicy } from '../../domain/policy.js';
import { lingers, type Sweeper } from '../../domain/ports/sweeper.js';
import { Newcomers } from './newcomers.js';
import { Contention, type Transaction, type UnitOfWork } from '../../domain/ports/unit-of-work.js';
import type { Witness } from '../../domain/ports/witness.js';

const mostAtOnce = 20; // sessions ended in one commit
const keyLingers = days(1); // nothing a key vouched for outlives the moment it was retired for; clocks may differ
const oldNews = days(30); // a notice that could not be delivered for so long is dropped; the fact stays

// An enrolment that was demanded is no question that could be answered.
const endChallenges = `
  with over as materialized (
    select ctid from mfa_challenges where expires_at < $1 limit $2 for update skip locked
  ), gone as (
    delete from mfa_challenges using over where mfa_challenges.ctid = over.ctid
    returning id, user_id, state->'passedAt' is null and (state->>'attemptsLeft')::int > 0
      and state->>'purpose' <> 'enrolment' as unanswered
  ), told as (
    insert into facts (id, at, correlation_id, user_id, type, event)
    select gen_random_uuid(), $3, $4, user_id, 'mfa.expired',
      jsonb_build_object('type', 'mfa.expired', 'userId', user_id, 'challengeId', id)
    from gone where unanswered
  )
  select id, user_id, unanswered from gone`;

/** Removes what is over, and passes by whatever somebody holds: two sweepers never wait for each other, or for a sign-in. */
export class PostgresSweeper implements Sweeper {
  private readonly owners: Newcomers;
  private readonly keepers: Newcomers;

  constructor(
    private readonly its: { readonly pool: Pool; readonly work: UnitOfWork; readonly witness?: Witness | undefined },
  ) {
    this.owners = new Newcomers(its.pool, 'auth_sessions', 'revoked_at is null and idle_until > $5 and ends_at > $5');
    this.keepers = new Newcomers(its.pool, 'devices', 'forgotten_at is null');
  }

  async sweep(now: Date, policy: AuthPolicy, limit: number): Promise<number> {
    let touched = (await this.endCrowded(now, policy, limit)) + (await this.forgetCrowded(now, policy, limit));
    touched += await this.endChallenges(now, limit);
    const over = [
      ['auth_sessions', 'ends_at < $2 or idle_until < $2 or revoked_at < $2', before(now, lingers.session)],
      [
        'devices',
        'last_used_at < $2 or forgotten_at < $3',
        before(now, policy.deviceMemory),
        before(now, lingers.device),
      ],
      // A device that was closed is forgotten, and nobody ever asks for its pool again.
      [
        'failure_pools',
        `touched_at < $2 and (closed_at is null or id like 'device:%')`,
        before(now, policy.poolMemory),
      ],
      ['mailed_links', 'issued_at < $2', before(now, policy.linkMemory)],
      ['mailboxes', 'touched_at < $2', before(now, policy.linkMemory)],
      ['limits', 'until < $2', now],
      ['notice_turns', 'until < $2', now],
      ['keys', 'retired_at < $2', before(now, keyLingers)],
      ['webhook_deliveries', 'tried_at < $2', before(now, oldNews)],
      ['deliveries', '(select at from facts where id = fact_id) < $2', before(now, oldNews)],
    ] as const;
    for (const [table, condition, ...moments] of over) touched += await this.remove(table, condition, moments, limit);
    return touched;
  }

  /** Those that nobody answered say so when they go: somebody knew a password, and no more than that. */
  private async endChallenges(now: Date, limit: number): Promise<number> {
    const { pool, witness } = this.its;
    const { rows } = await pool.query<{ id: ChallengeId; user_id: UserId; unanswered: boolean }>(endChallenges, [
      before(now, lingers.challenge),
      limit,
      now,
      itself.correlationId,
    ]);
    for (const { id: challengeId, user_id: userId, unanswered } of rows)
      if (unanswered) witness?.saw({ type: 'mfa.expired', userId, challengeId });
    return rows.length;
  }

  /** The sessions end as they would anywhere else, with their fact: the domain's rule, at most `limit` of them. */
  private endCrowded(now: Date, { sessionsPerUser }: AuthPolicy, limit: number): Promise<number> {
    return this.owners.each(sessionsPerUser, limit, [now], (user, left) =>
      this.attempt(async (tx) => {
        const open = await tx.sessions.openOf(user, now);
        const crowded = open.slice(sessionsPerUser).slice(-Math.min(left, mostAtOnce));
        for (const session of crowded) session.revoke('crowded-out', now);
        return crowded.length;
      }),
    );
  }

  /** The same for devices, those that were used longest ago. */
  private forgetCrowded(now: Date, { devicesPerUser }: AuthPolicy, limit: number): Promise<number> {
    return this.keepers.each(devicesPerUser, limit, [], (user, left) =>
      this.attempt(async (tx) => {
        const crowded = (await tx.devices.of(user)).slice(devicesPerUser).slice(-Math.min(left, mostAtOnce));
        for (const device of crowded) await forgetDevice(tx, device, 'crowded-out', now);
        return crowded.length;
      }),
    );
  }

  private async attempt(decide: (tx: Transaction) => Promise<number>): Promise<number> {
    try {
      return await this.its.work.run(itself, decide);
    } catch (problem) {
      // The user is busy: the next sweep comes soon enough.
      if (problem instanceof Contention) return 0;
      throw problem;
    }
  }

  private async remove(table: string, condition: string, moments: readonly Date[], limit: number): Promise<number> {
    const { rowCount } = await this.its.pool.query(
      `with over as materialized (select ctid from ${table} where ${condition} limit $1 for update skip locked)
       delete from ${table} using over where ${table}.ctid = over.ctid`,
      [limit, ...moments],
    );
    return rowCount ?? 0;
  }
}
