import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { Client, Pool } from 'pg';
import type { UserId } from '../../src/domain/ids.js';
import { Unavailable, type UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import { aPool, aUser, client, stepOf } from '../../src/testing/builders.js';
import { answer, isLive, keep, posed, signedIn } from '../../src/testing/decisions.js';
import { known, stored, told, type Store } from '../../src/testing/store.js';
import { ownServer, scratch } from '../support/postgres.js';
import { postgresStore, workOn } from '../support/postgres-store.js';

describe('When PostgreSQL goes away', function () {
  this.timeout(60_000);

  describe('while a decision is being committed', () => {
    let store: Store;
    let pool: Pool;
    let work: UnitOfWork;
    let other: Client;
    /** Looks on: what a transaction sees of the others stands still. */
    let watcher: Pool;
    let connection: Client | undefined;

    before(async () => {
      const made = await postgresStore();
      store = made;
      watcher = made.scratch.pool;
      pool = new Pool({ connectionString: made.scratch.url, application_name: 'under test' });
      pool.on('error', () => undefined);
      // One after the other they all travel over the last one that was taken.
      pool.on('acquire', (acquired) => (connection = acquired as Client));
      work = workOn(pool);
      other = new Client({ connectionString: made.scratch.url });
      await other.connect();
    });
    after(async () => {
      await other.end();
      await pool.end();
      await store.close();
    });

    /** Answers a challenge, and calls `strike` while the commit waits for a lock that is held meanwhile. */
    async function struck(strike: () => Promise<unknown>) {
      const ada = await known(store);
      const id = await posed(store.work, ada, aPool());
      await other.query('begin');
      await other.query('select from users where id = $1 for update', [ada.id]);
      const answered = answer(work, id, 'totp', stepOf(ada, 1)).catch((problem: unknown) => problem);
      await waiting();
      await strike();
      const outcome = await answered;
      await other.query('rollback');
      return { ada, id, outcome };
    }

    async function waiting(): Promise<void> {
      const blocked = `select from pg_stat_activity where application_name = 'under test' and wait_event_type = 'Lock'`;
      while ((await watcher.query(blocked)).rowCount !== 1) await setTimeout(5);
    }

    it('[O01] says so, and leaves nothing half done, when the connection is ended', async () => {
      const { ada, id, outcome } = await struck(() =>
        watcher.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'under test'`),
      );
      expect(outcome).to.be.instanceOf(Unavailable);
      expect(await told(store, 'session.opened', ada)).to.equal(0);
      expect(await told(store, 'mfa.passed', ada)).to.equal(0);
      const again = await answer(work, id, 'totp', stepOf(ada, 1));
      expect(again.kind).to.equal('passed', 'no code was spent');
    });

    it('[O01] never decides again when nobody knows what became of it', async () => {
      const { ada, id, outcome } = await struck(async () => {
        const { stream } = (connection as unknown as { connection: { stream: { destroy(): void } } }).connection;
        stream.destroy();
      });
      expect(outcome).to.be.instanceOf(Unavailable);
      // The server heard it all and may finish: wholly, or not at all.
      await idle();
      const passed = await told(store, 'mfa.passed', ada);
      expect(await told(store, 'session.opened', ada)).to.equal(passed);
      const { kind } = await answer(work, id, 'totp', stepOf(ada, 1));
      expect(kind).to.equal(passed === 1 ? 'closed' : 'passed');
      expect(await told(store, 'session.opened', ada)).to.equal(1);
    });

    async function idle(): Promise<void> {
      const busy = `select from pg_stat_activity where application_name = 'under test' and state = 'active'`;
      while ((await watcher.query(busy)).rowCount !== 0) await setTimeout(5);
    }

    it('says so of a read, too, and is well again at once', async () => {
      const ada = await known(store);
      const held = stored({ ...store, work }, async (tx) => {
        await tx.users.byId(ada.id);
        await watcher.query(
          `select pg_terminate_backend(pid, 1000) from pg_stat_activity where application_name = 'under test'`,
        );
        return tx.pools.of(aPool(), new Date(0));
      });
      await held.catch((problem: unknown) => expect(problem).to.be.instanceOf(Unavailable));
      expect(await stored({ ...store, work }, async (tx) => (await tx.users.byId(ada.id))?.id)).to.equal(ada.id);
    });
  });

  it('says so at once while the server is down, and works again by itself when it is back', async () => {
    const server = await ownServer();
    const database = await scratch(server);
    const { work, ...store } = await postgresStore(database);
    const ada = aUser({ enrolments: [] });
    await keep(work, ada);
    const session = await signedIn(work, ada, aPool());

    await server.stop();
    for (let n = 0; n < 3; n += 1) {
      const asked = performance.now();
      const problem = await isLive(work, session).catch((thrown: unknown) => thrown);
      expect(problem).to.be.instanceOf(Unavailable);
      expect(performance.now() - asked).to.be.below(1000);
    }
    const refused = await signedIn(work, ada, aPool()).catch((thrown: unknown) => thrown);
    expect(refused).to.be.instanceOf(Unavailable);

    await server.start();
    expect(await isLive(work, session)).to.equal(true);
    expect(await told({ work, ...store }, 'session.opened', ada)).to.equal(1);
    await signedIn(work, ada, aPool());
    expect(await told({ work, ...store }, 'session.opened', ada)).to.equal(2);
    await store.close();
  });

  it('says what cannot be reached without saying where or who', async () => {
    const nowhere = new Pool({ connectionString: 'postgres://someone:hush@127.0.0.1:1/nowhere' });
    const problem = await isLive(workOn(nowhere), aUser().id as never).catch((thrown: unknown) => thrown);
    expect(problem).to.be.instanceOf(Unavailable);
    expect(String(problem)).not.to.match(/hush|someone/);
    await nowhere.end();
  });

  it('takes a mistake of ours for no outage, and repeats none of its values', async () => {
    const store = await postgresStore();
    const hidden = aUser({ id: 'a hidden value' as UserId });
    const problem = await keep(store.work, hidden).catch((thrown: unknown) => thrown);
    expect(problem).to.be.instanceOf(Error).and.not.instanceOf(Unavailable);
    expect(String((problem as Error).stack))
      .to.include('22P02')
      .and.not.include('hidden value');
    expect(await stored(store, async (tx) => (await tx.users.byEmail(hidden.snapshot().email))?.id)).to.equal(
      undefined,
    );
    await store.close();
    expect(client.address).to.be.a('string');
  });
});
