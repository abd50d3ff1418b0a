import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { Client, type Pool } from 'pg';
import { Connections } from '../../src/adapters/postgres/connections.js';
import { StatementRefused } from '../../src/adapters/postgres/refusal.js';
import { Unavailable } from '../../src/domain/ports/unit-of-work.js';
import { quietPool, scratch, type Scratch } from '../support/postgres.js';
import { statementsOf } from '../support/statements.js';

// As a commit is: it finds the version its decision was taken on, or raises.
const turn = {
  name: 'turn',
  text: `with page as (update book set version = version + 1 where id = $1 and version = $2 returning 1)
         select settle((select count(*) from page) = 1), pg_current_xact_id()`,
};
const count = { name: 'count', text: 'update book set version = version + 1 where id = $1' };
const subjects = Array.from({ length: 30 }, (_, index) => `s${10 + index}`);

describe('Commits that are asked for at the same time', () => {
  let database: Scratch;
  let pool: Pool;
  let statements: string[];
  let connections: Connections;

  before(async () => (database = await scratch()));
  beforeEach(async () => {
    await database.pool.query('drop table if exists book');
    await database.pool.query('create table book (id text primary key, version integer not null)');
    await database.pool.query('insert into book select unnest($1::text[]), 1', [subjects]);
    pool = quietPool(database.url, 10);
    statements = statementsOf(pool);
    connections = new Connections(pool);
  });
  afterEach(() => pool.end());
  after(() => database.close());

  const write = (subject: string, version = 1): Promise<string | null | undefined> =>
    connections.commit(subject, turn, [subject, version]).then((cells) => cells?.[1]);
  const versions = async (): Promise<Record<string, number>> => {
    const { rows } = await database.pool.query<{ id: string; version: number }>('select * from book');
    return Object.fromEntries(rows.map(({ id, version }) => [id, version]));
  };
  const stampsInTable = async (): Promise<readonly string[]> => {
    const { rows } = await database.pool.query<{ stamp: string }>('select xmin as stamp from book order by id');
    return rows.map(({ stamp }) => stamp);
  };
  const all = (version: number): Record<string, number> => Object.fromEntries(subjects.map((id) => [id, version]));
  const isRefused = (reason: unknown): boolean => reason instanceof StatementRefused && reason.lostRace;

  it('are one transaction, and each is told its stamp', async () => {
    const stamps = await Promise.all(subjects.map((subject) => write(subject)));
    expect(await versions()).to.deep.equal(all(2));
    expect(new Set(stamps)).to.have.length.below(subjects.length / 4);
    expect(statements).to.have.length.below(subjects.length / 4);
    expect(stamps).to.deep.equal(await stampsInTable());
  });

  it('do not suffer from one that lost its race, whichever place it has, and are committed once', async () => {
    for (const [round, place] of [0, 9, 29].entries()) {
      const asked = await Promise.allSettled(
        subjects.map((subject, at) => write(subject, at === place ? 99 : round + 1)),
      );
      const inTable = await stampsInTable();
      asked.forEach((outcome, at) => {
        expect(outcome.status).to.equal(at === place ? 'rejected' : 'fulfilled');
        if (outcome.status === 'rejected') expect(isRefused(outcome.reason)).to.equal(true);
        // Of the trip that was made again, not of the one that was undone.
        else expect(outcome.value).to.equal(inTable[at]);
      });
      await write(subjects[place] ?? '', round + 1);
      expect(await versions()).to.deep.equal(all(round + 2));
    }
  });

  it('keep their connections when they are refused, and what is prepared there', async () => {
    const halves = { name: 'halves', text: 'select 100 / $1::integer' };
    let made = 0;
    pool.on('connect', () => (made += 1));
    for (let round = 1; round <= 12; round += 1) {
      const asked = await Promise.allSettled([
        connections.commit('a', halves, [0]),
        connections.commit('z', halves, [5]),
        ...subjects.map((subject) => write(subject, round)),
      ]);
      expect(asked.map(({ status }) => status)).to.deep.equal(['rejected', ...asked.slice(1).map(() => 'fulfilled')]);
      expect(await versions()).to.deep.equal(all(round + 1));
    }
    expect(made).to.be.at.most(10);
  });

  it('of rivals about one subject go alone, and nobody else is undone for them', async () => {
    const rivals = Promise.allSettled(subjects.map(() => write('s10')));
    await Promise.all(subjects.slice(1).map((subject) => write(subject)));
    const settled = await rivals;
    expect(settled.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    expect(await versions()).to.deep.equal(all(2));
    // Nothing but a first trip of the first rival, who may have been overtaken, is made twice.
    const sent = statements.flatMap((text) => text.split('; ')).length;
    expect(sent).to.be.at.most(2 * subjects.length - 1 + 16);
  });

  it('never wait in a circle for those of another process', async () => {
    const others = quietPool(database.url, 10);
    const elsewhere = new Connections(others);
    const add = (to: Connections) => (subject: string) => to.commit(subject, count, [subject]);
    const rounds = 40;
    for (let round = 0; round < rounds; round += 1) {
      const order = [...subjects].sort(() => Math.random() - 0.5);
      await Promise.all([...order.map(add(connections)), ...order.toReversed().map(add(elsewhere))]);
    }
    expect(await versions()).to.deep.equal(all(1 + 2 * rounds));
    await Promise.all([pool.end(), others.end()]);
    pool = quietPool(database.url, 1);
    await setTimeout(200);
    const { rows } = await pool.query<{ deadlocks: string }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    expect(rows).to.deep.equal([{ deadlocks: '0' }]);
  });

  it('hear that nobody knows what became of them when their connection breaks, and leave nothing half done', async () => {
    const librarian = new Client({ connectionString: database.url });
    await librarian.connect();
    try {
      await librarian.query('begin');
      await librarian.query(`update book set version = version where id = 's19'`);
      const asked = Promise.allSettled(subjects.slice(0, 10).map((subject) => write(subject)));
      await setTimeout(100);
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      for (const outcome of await asked) {
        expect(outcome).to.have.property('status', 'rejected');
        if (outcome.status === 'rejected') expect(outcome.reason).to.be.instanceOf(Unavailable);
      }
      await librarian.query('rollback');
      expect(await versions()).to.deep.equal(all(1));
      expect(await write('s10')).to.be.a('string');
    } finally {
      await librarian.end();
    }
  });

  it('do not wait for those that are stuck', async () => {
    const librarian = new Client({ connectionString: database.url });
    await librarian.connect();
    try {
      await librarian.query('begin');
      await librarian.query(`update book set version = version where id in ('s10', 's11', 's12')`);
      let isBack = false;
      const stuck: Promise<unknown>[] = [];
      for (const subject of subjects.slice(0, 3)) {
        stuck.push(write(subject).finally(() => (isBack = true)));
        await setTimeout(100);
      }
      await Promise.all(subjects.slice(3).map((subject) => write(subject)));
      expect(isBack).to.equal(false);
      await librarian.query('commit');
      await Promise.all(stuck);
      expect(await versions()).to.deep.equal(all(2));
    } finally {
      await librarian.end();
    }
  });
});
