import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { Client, Pool } from 'pg';
import type { UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import type { PoolKey } from '../../src/domain/throttle/failure-pool.js';
import { aPool, rightPassword } from '../../src/testing/builders.js';
import { logIn, refresh, signedIn } from '../../src/testing/decisions.js';
import { known, told, type Store } from '../../src/testing/store.js';
import { postgresStore, workOn } from '../support/postgres-store.js';

// The rival has written and not committed: whoever looks at the past sees nothing of it.
describe('A decision that only read what a rival is writing', () => {
  let store: Store;
  let watcher: Pool;
  let pool: Pool;
  let work: UnitOfWork;
  let rival: Client;

  before(async () => {
    const made = await postgresStore();
    store = made;
    watcher = made.scratch.pool;
    pool = new Pool({ connectionString: made.scratch.url, application_name: 'under test' });
    work = workOn(pool);
    rival = new Client({ connectionString: made.scratch.url });
    await rival.connect();
  });
  after(async () => {
    await rival.end();
    await pool.end();
    await store.close();
  });

  /** Decides while the rival's statement stands uncommitted, which it does until the decision waits for it. */
  async function against<T>(statement: string, values: readonly string[], decide: () => Promise<T>): Promise<T> {
    await rival.query('begin');
    await rival.query(statement, [...values]);
    const decided = decide();
    const blocked = `select from pg_stat_activity where application_name = 'under test' and wait_event_type = 'Lock'`;
    const early = decided.then(() => true);
    while ((await watcher.query(blocked)).rowCount === 0) if (await Promise.race([early, setTimeout(5, false)])) break;
    await rival.query('commit');
    return decided;
  }

  const disabling = `update users set status = 'disabled', epoch = epoch + 1, version = version + 1,
    state = state || jsonb_build_object('status', 'disabled', 'epoch', epoch + 1) where id = $1`;
  const closed = (key: PoolKey): string =>
    JSON.stringify({
      id: key,
      consecutive: 50,
      closedAt: '2026-03-01T12:00:00Z',
      recent: [],
      touchedAt: '2026-03-01T12:00:00Z',
    });

  it('opens no session for a user who is being disabled', async () => {
    const ada = await known(store, { enrolments: [] });
    const login = () => logIn(work, ada.snapshot().email, aPool(), rightPassword);
    expect(await against(disabling, [ada.id], login)).to.deep.equal({ kind: 'refused' });
    expect(await told(store, 'session.opened', ada)).to.equal(0);
  });

  it('poses no challenge to a user who is being disabled', async () => {
    const ada = await known(store);
    const login = () => logIn(work, ada.snapshot().email, aPool(), rightPassword);
    expect(await against(disabling, [ada.id], login)).to.deep.equal({ kind: 'refused' });
    expect(await told(store, 'mfa.challenged', ada)).to.equal(0);
  });

  it('rotates no session of a user who is being disabled', async () => {
    const ada = await known(store, { enrolments: [] });
    const id = await signedIn(store.work, ada, aPool());
    expect(await against(disabling, [ada.id], () => refresh(work, id, 0))).to.equal('closed');
  });

  it('believes no password from a pool that is being closed, were it the first row of that pool', async () => {
    const ada = await known(store);
    const key = aPool();
    const login = () => logIn(work, ada.snapshot().email, key, rightPassword);
    const inserting = `insert into failure_pools (id, state, version, touched_at) values ($1, $2, 1, now())`;
    expect(await against(inserting, [key, closed(key)], login)).to.deep.equal({ kind: 'barred' });

    const other = aPool();
    await logIn(store.work, ada.snapshot().email, other, rightPassword);
    const updating = `update failure_pools set state = $2, version = version + 1 where id = $1`;
    const again = () => logIn(work, ada.snapshot().email, other, rightPassword);
    expect(await against(updating, [other, closed(other)], again)).to.deep.equal({ kind: 'barred' });
  });
});
