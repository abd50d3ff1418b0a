import type { Pool, PoolClient } from 'pg';
import type { Subscriber } from '../../domain/ports/outbox.js';
import { factColumns, factOf, type FactRow } from './fact-row.js';
import { factsBehind, heldMark, isSettled, moveMark, type Place } from './relay-mark.js';
import { together } from './together.js';

const step = 500; // facts looked through in one transaction

// Only the newest fact is looked at: there may be millions, and this is asked every second.
const isThereMore = `
  select relay.subscriber is not null as known,
    coalesce((newest.xid, newest.position) > (relay.xid, relay.position), false) as more
  from (select) one
    left join relay on relay.subscriber = $1
    left join (select xid, position from facts where ${isSettled} order by xid desc, position desc limit 1) newest on true`;

const ofItsKinds = `
  select ${factColumns} from facts
  where (xid, position) > ($1::xid8, $2::bigint) and (xid, position) <= ($3::xid8, $4::bigint)
    and ($5::text[] is null or type = any($5))
  order by xid, position`;

/**
 * Moves a subscriber's mark over what is new, and puts down what it wants, until that is `enough`. The mark only moves
 * forward, in the transaction that puts down what it passed.
 */
export async function sortOut(pool: Pool, to: Subscriber, enough: number): Promise<void> {
  // Mostly there is nothing: then nothing is locked.
  const { rows } = await pool.query<{ known: boolean; more: boolean }>(isThereMore, [to.name]);
  if (!rows[0]?.known) await begin(pool, to);
  else if (!rows[0].more) return;
  for (let wanted = 0; wanted < enough;) {
    const sorted = await together(pool, (client) => sortStep(client, to));
    if (sorted.passed < step) return;
    wanted += sorted.wanted;
  }
}

async function begin(pool: Pool, { name, after }: Subscriber): Promise<void> {
  await pool.query(
    `insert into relay (subscriber, xid, position)
     select $1, coalesce(facts.xid, '0'), coalesce(facts.position, 0) from (select) one left join facts on facts.id = $2
     on conflict do nothing`,
    [name, after],
  );
}

async function sortStep(client: PoolClient, to: Subscriber): Promise<{ passed: number; wanted: number }> {
  const mark = await heldMark(client, to.name);
  if (!mark) return { passed: 0, wanted: 0 };
  const passed = await factsBehind<Place>(client, 'xid, position', mark, step);
  const last = passed.at(-1);
  if (!last) return { passed: 0, wanted: 0 };
  const values = [mark.xid, mark.position, last.xid, last.position, to.kinds];
  const { rows } = await client.query<FactRow>(ofItsKinds, values);
  const wanted = rows.filter((row) => to.wants(factOf(row)));
  if (wanted.length > 0)
    await client.query(
      `insert into deliveries (fact_id, subscriber, position, attempts, due_at)
       select id, $1, position, 0, least(at, now()) from facts where id = any($2) on conflict do nothing`,
      [to.name, wanted.map(({ id }) => id)],
    );
  await moveMark(client, to.name, last);
  return { passed: passed.length, wanted: wanted.length };
}
