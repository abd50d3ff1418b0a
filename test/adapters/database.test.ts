import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { databaseOf } from '../../src/adapters/postgres/orm.js';
import { freePort } from '../../src/adapters/postgres/cluster.js';
import { ownServer, scratch, type Scratch } from '../support/postgres.js';

const bounded = 6000; // ms; whoever asks a database that is gone has an answer by then

describe('A database', function () {
  this.timeout(60_000);
  let said: string[];
  const warn = (line: string): void => void said.push(line);
  const open = (url: string): Promise<Database> => openDatabase({ url, migrationUrl: undefined, poolSize: 2, warn });

  beforeEach(() => {
    said = [];
  });

  it('has an answer soon for whoever asks it while it is away, and works again by itself', async () => {
    const server = await ownServer();
    const its = await scratch(server);
    const database = await open(its.url);
    try {
      await Promise.all([1, 2].map(() => database.pool.query('select pg_sleep(0.05)')));
      await server.stop();
      expect(await timed(() => database.pool.query('select 1'))).to.be.lessThan(bounded);
      await server.start();
      expect((await database.pool.query('select 7 as n')).rows).to.deep.equal([{ n: 7 }]);
      expect(said.join('\n')).to.include('connection broke');
    } finally {
      await database.close();
      await its.close();
    }
  });

  describe('behind a network that swallows everything', () => {
    let its: Scratch;
    let network: Network;

    beforeEach(async () => {
      its = await scratch();
      network = await openNetwork(Number(new URL(its.url).port));
    });

    afterEach(async () => {
      network.close();
      await its.close();
    });

    it('gives up on a statement that has no answer', async () => {
      const database = await open(network.lead(its.url));
      network.swallow(true);
      expect(await timed(() => database.pool.query('select 1'))).to.be.lessThan(bounded);
      network.swallow(false);
      expect((await database.pool.query('select 7 as n')).rows).to.deep.equal([{ n: 7 }]);
      await database.close();
    });

    it('gives up on a connection that is never made', async () => {
      network.swallow(true);
      expect(await timed(() => open(network.lead(its.url)))).to.be.lessThan(bounded);
    });
  });

  it('rejects at the start where nobody listens, and says no password', async () => {
    const problem: unknown = await open(`postgresql://ada:s3cret@127.0.0.1:${await freePort()}/x`).catch(
      (problem: unknown) => problem,
    );
    expect(problem).to.be.instanceOf(Error);
    expect(`${String(problem)} ${JSON.stringify(problem)} ${said.join(' ')}`).not.to.include('s3cret');
  });

  it('is that of the user’s name where its address names none', () => {
    expect(databaseOf('postgresql://ada@db.example.com')).to.equal('ada');
    expect(databaseOf('postgresql://ada@db.example.com/port%20cullis')).to.equal('port cullis');
  });
});

/** Milliseconds until `ask` is refused; it must be. */
async function timed(ask: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const answer = await ask().then(
    () => 'answered',
    () => 'refused',
  );
  expect(answer).to.equal('refused');
  return performance.now() - start;
}

interface Network {
  /** The same address by way of this network. */
  lead(url: string): string;
  swallow(on: boolean): void;
  close(): void;
}

/** A line to a server that can stop carrying without breaking, as a lost machine or a firewall does. */
async function openNetwork(target: number): Promise<Network> {
  const sockets = new Set<Socket>();
  let swallowing = false;
  const server: Server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        if (!swallowing) to.write(chunk);
      });
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    lead: (url) => {
      const led = new URL(url);
      led.port = String(typeof address === 'object' && address ? address.port : 0);
      return led.href;
    },
    swallow: (on) => {
      swallowing = on;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
