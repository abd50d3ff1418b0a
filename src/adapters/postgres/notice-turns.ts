import type { Pool } from 'pg';
import type { FactId } from '../../domain/ids.js';
import type { NoticeTurns } from '../../domain/ports/notice-turns.js';

export class PostgresNoticeTurns implements NoticeTurns {
  constructor(private readonly pool: Pool) {}

  async take(turn: string, about: FactId, until: Date): Promise<boolean> {
    const { rows } = await this.pool.query<{ ours: boolean }>(
      `insert into notice_turns as taken (turn, fact_id, until) values ($1, $2, $3)
       on conflict (turn) do update set turn = excluded.turn returning taken.fact_id = $2 as ours`,
      [turn, about, until],
    );
    return rows[0]?.ours === true;
  }
}
