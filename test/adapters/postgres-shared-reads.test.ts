import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { Client, type Pool } from 'pg';
import { Connections } from '../../src/adapters/postgres/connections.js';
import { StatementRefused } from '../../src/adapters/postgres/refusal.js';
import { quietPool, scratch, type Scratch } from '../support/postgres.js';
import { statementsOf } from '../support/statements.js';

const squares = { name: 'squares', text: 'select $1::integer * $1::integer where $1::integer >= 0' };
const halves = { name: 'halves', text: 'select 100 / $1::integer' };
const shelf = { name: 'shelf', text: 'select count(*) from shelf' };
const numbers = Array.from({ length: 40 }, (_, index) => index);

describe('Reads that are asked for at the same time', () => {
  let database: Scratch;
  let pool: Pool;
  let statements: string[];
  let connections: Connections;

  before(async () => {
    database = await scratch();
    await database.pool.query('create table shelf (book text)');
  });
  beforeEach(() => {
    pool = quietPool(database.url, 5);
    statements = statementsOf(pool);
    connections = new Connections(pool);
  });
  afterEach(() => pool.end());
  after(() => database.close());

  const square = async (of: number): Promise<number | undefined> => {
    const cells = await connections.read(squares, [of]);
    return cells && Number(cells[0]);
  };

  it('travel together, and each is told its own', async () => {
    expect(await Promise.all(numbers.map(square))).to.deep.equal(numbers.map((each) => each ** 2));
    expect(statements).to.have.length.below(numbers.length / 4);
    expect(pool.totalCount).to.equal(2);
  });

  it('hear of what is not there that it is not there', async () => {
    const asked = numbers.map((each) => square(each % 3 === 0 ? -1 : each));
    expect(await Promise.all(asked)).to.deep.equal(numbers.map((each) => (each % 3 === 0 ? undefined : each ** 2)));
  });

  it('leave at once where one is alone, and come by as few connections when others follow', async () => {
    for (const each of numbers.slice(0, 5)) expect(await square(each)).to.equal(each ** 2);
    expect(statements).to.have.length(5);
    expect(pool.totalCount).to.equal(1);
  });

  it('do not suffer from one that is refused, whichever place it has', async () => {
    for (const place of [0, 7, 15, 39]) {
      const asked = await Promise.allSettled(
        numbers.map((each) => (each === place ? connections.read(halves, [0]) : square(each))),
      );
      asked.forEach((outcome, each) => {
        if (outcome.status === 'fulfilled') expect(outcome.value).to.equal(each ** 2);
        else expect(outcome.reason).to.be.instanceOf(StatementRefused).with.property('code', '22012');
        expect(outcome.status).to.equal(each === place ? 'rejected' : 'fulfilled');
      });
    }
    expect(await connections.read(halves, [5])).to.deep.equal(['20']);
    expect(await square(3)).to.equal(9);
  });

  it('do not wait for those that are stuck', async () => {
    const librarian = new Client({ connectionString: database.url });
    await librarian.connect();
    try {
      await librarian.query('begin');
      await librarian.query('lock table shelf in access exclusive mode');
      let isBack = false;
      const stuck: Promise<unknown>[] = [];
      // Each leaves alone: more than usually are under way at once.
      for (let n = 0; n < 3; n += 1) {
        stuck.push(connections.read(shelf, []).finally(() => (isBack = true)));
        await setTimeout(100);
      }
      expect(await Promise.all(numbers.map(square))).to.deep.equal(numbers.map((each) => each ** 2));
      expect(isBack).to.equal(false);
      await librarian.query('commit');
      expect(await Promise.all(stuck)).to.deep.equal([['0'], ['0'], ['0']]);
    } finally {
      await librarian.end();
    }
  });
});
