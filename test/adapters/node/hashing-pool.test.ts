import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { workersFor, type HashingPool } from '../../../src/adapters/node/hashing-pool.js';
import { seconds, type Duration } from '../../../src/domain/duration.js';
import { Busy, type HashingLane } from '../../../src/domain/ports/password-hasher.js';
import { hashingPool } from '../../support/hashing-pool.js';

const salt = Buffer.alloc(16, 7);
const signIn = (client: string): HashingLane => ({ client, purpose: 'sign-in' });
const registration = (client: string): HashingLane => ({ client, purpose: 'registration' });
const digest = (pool: HashingPool, lane: HashingLane) => pool.one({ kind: 'digest', text: 'x', salt }, lane);

interface Asked {
  readonly outcome: string | Busy;
  readonly took: number;
}

async function ask(pool: HashingPool, lane: HashingLane): Promise<Asked> {
  const start = performance.now();
  const outcome = await digest(pool, lane);
  return { outcome, took: performance.now() - start };
}

const crowd = (pool: HashingPool, lane: HashingLane, count: number): readonly Promise<Asked>[] =>
  Array.from({ length: count }, () => ask(pool, lane));
const isBusy = ({ outcome }: Asked): boolean => outcome instanceof Busy;
const busyIn = (all: readonly Asked[]): number => all.filter(isBusy).length;

describe('The hashing pool', () => {
  it('lets one address have many honest logins at once', async () => {
    const pool = hashingPool();
    try {
      expect(busyIn(await Promise.all(crowd(pool, signIn('192.0.2.1'), 32)))).to.equal(0);
    } finally {
      await pool.close();
    }
  });

  it('takes on what can be done in time, refuses the rest at once, and leaves the service awake [J02]', async () => {
    const patience = seconds(2);
    const now = new Date('2026-03-01T12:00:00Z');
    const pool = hashingPool({ workers: 1, patience, clock: { now: () => now } });
    try {
      await digest(pool, signIn('192.0.2.1'));
      let longestNap = 0;
      let seen = performance.now();
      const watch = setInterval(() => {
        longestNap = Math.max(longestNap, performance.now() - seen);
        seen = performance.now();
      }, 5);
      expect(pool.turnsAway(signIn('192.0.2.1'), 1)).to.equal(undefined);
      const begun = crowd(pool, signIn('192.0.2.1'), 1000);
      expect(pool.turnsAway(signIn('192.0.2.1'), 1)).to.be.instanceOf(Busy);
      const asked = await Promise.all(begun);
      clearInterval(watch);
      const refused = asked.filter(isBusy);
      expect(refused.length).to.be.within(1, 999);
      for (const { outcome } of refused) {
        expect((outcome as Busy).retryAt.getTime() - now.getTime()).to.be.within(1000, 10_000);
      }
      expect(refused.filter(({ took }) => took < patience / 4).length).to.be.above(0);
      expect(Math.max(...asked.map(({ took }) => took))).to.be.below(patience * 1.5);
      expect(longestNap).to.be.below(500);
    } finally {
      await pool.close();
    }
  });

  it('has not become slow because the service stood still for a while', async () => {
    const pool = hashingPool({ workers: 1 });
    try {
      await digest(pool, signIn('192.0.2.1'));
      const answered = digest(pool, signIn('192.0.2.1'));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
      await answered;
      expect(pool.turnsAway(signIn('192.0.2.1'), 10)).to.equal(undefined);
    } finally {
      await pool.close();
    }
  });

  it('serves a newcomer in the next round, however long the line of another is', async () => {
    const pool = hashingPool({ workers: 1 });
    try {
      const flood = crowd(pool, signIn('192.0.2.1'), 200);
      let answered = 0;
      for (const each of flood) void each.then((asked) => isBusy(asked) || answered++);
      const newcomer = await ask(pool, signIn('198.51.100.1'));
      expect(isBusy(newcomer)).to.equal(false);
      expect(answered).to.be.below(5);
      await pool.close();
      await Promise.all(flood);
    } finally {
      await pool.close();
    }
  });

  it('drops unhashed what has waited too long because others came in between', async () => {
    const patience = 500 as Duration;
    const pool = hashingPool({ workers: 1, patience });
    try {
      let dropped = 0;
      // Again where the machine, busy before, is suddenly twice as fast and does it all in time.
      for (let round = 0; round < 10 && dropped === 0; round++) {
        // So many that the pool knows what a hash takes here.
        for (let each = 0; each < 15; each++) await digest(pool, signIn('192.0.2.1'));
        const first = crowd(pool, signIn('192.0.2.1'), 200);
        // Each with a line of their own, and so each before most of the first.
        const others: Promise<Asked>[] = [];
        const coming = setInterval(() => {
          for (let each = 0; each < 20; each++)
            others.push(ask(pool, signIn(`2001:db8:${others.length.toString(16)}::/64`)));
        }, 5);
        const asked = await Promise.all(first);
        clearInterval(coming);
        await Promise.all(others);
        dropped += asked.filter((each) => isBusy(each) && each.took > patience / 4).length;
        expect(Math.max(...asked.map(({ took }) => took))).to.be.below(patience * 3);
      }
      expect(dropped).to.be.above(0);
    } finally {
      await pool.close();
    }
  });

  it('gives registrations a quarter of the places, whoever sends them', async () => {
    const pool = hashingPool({ workers: 1, patience: seconds(2) });
    try {
      await digest(pool, signIn('192.0.2.1'));
      const registrations = Array.from({ length: 400 }, (_, client) => ask(pool, registration(`198.51.100.${client}`)));
      const logins = crowd(pool, signIn('192.0.2.1'), 5);
      const [registered, signedIn] = await Promise.all([Promise.all(registrations), Promise.all(logins)]);
      expect(busyIn(registered)).to.be.within(200, 399);
      expect(busyIn(signedIn)).to.equal(0);
    } finally {
      await pool.close();
    }
  });

  it('answers some jobs together or not at all', async () => {
    const jobs = Array.from({ length: 50 }, (_, n) => ({ kind: 'digest', text: `${n}`, salt }) as const);
    const [patient, hasty] = [hashingPool(), hashingPool({ workers: 1, patience: 100 as Duration })];
    try {
      const all = await patient.all(jobs, signIn('192.0.2.1'));
      expect(new Set(all instanceof Busy ? [] : all)).to.have.property('size', 50);
      expect(await patient.all([], signIn('192.0.2.1'))).to.deep.equal([]);
      expect(await hasty.all(jobs, signIn('192.0.2.1'))).to.be.instanceOf(Busy);
    } finally {
      await Promise.all([patient.close(), hasty.close()]);
    }
  });

  it('replaces a worker that crashed, answers its job Busy and tells the operator', async () => {
    const troubles: string[] = [];
    const pool = hashingPool({ workers: 1, onTrouble: (what) => troubles.push(what) });
    try {
      // Nothing that a job could be, and more than the thread may hold: a real crash, by running out of memory.
      const tooMuch = Array.from({ length: 1_000_000 }, () => ({})) as unknown as string;
      const lost = await pool.one({ kind: 'digest', text: tooMuch, salt }, signIn('192.0.2.1'));
      expect(lost).to.be.instanceOf(Busy);
      expect(await digest(pool, signIn('192.0.2.1'))).to.be.a('string');
      expect(troubles).to.deep.equal(['a hashing worker crashed']);
    } finally {
      await pool.close();
    }
  });

  it('is closed once and for all', async () => {
    const pool = hashingPool({ workers: 1 });
    const waiting = crowd(pool, signIn('192.0.2.1'), 5);
    await pool.close();
    expect(busyIn(await Promise.all(waiting))).to.equal(5);
    expect(await digest(pool, signIn('192.0.2.1'))).to.be.instanceOf(Busy);
  });

  it('stands back behind the threads of the service, on Linux, and nowhere else', async function () {
    if (process.platform !== 'linux') return this.skip();
    const before = getPriority();
    const pool = hashingPool({ workers: 2, niceness: 11 });
    try {
      const lowered = (): number => nicenessOfThreads().filter((nice) => nice === 11).length;
      while (lowered() < 2) await digest(pool, signIn('192.0.2.1'));
      expect(lowered()).to.equal(2);
      expect(getPriority()).to.equal(before);
    } finally {
      await pool.close();
    }
  });

  it('tells the operator where a thread cannot stand back, and hashes all the same', async function () {
    if (process.platform !== 'linux') return this.skip();
    const troubles: string[] = [];
    const pool = hashingPool({ workers: 1, niceness: 99, onTrouble: (what) => troubles.push(what) });
    try {
      expect(await digest(pool, signIn('192.0.2.1'))).to.be.a('string');
      expect(troubles.join()).to.match(/^a hashing worker kept its priority: /);
    } finally {
      await pool.close();
    }
  });

  it('finishes what was asked and then keeps no process alive', async () => {
    const here = new URL('../../../', import.meta.url);
    const script = `
      import { hashingPool } from '${new URL('test/support/hashing-pool.js', here).href}';
      const pool = hashingPool();
      const job = { kind: 'digest', text: 'x', salt: Buffer.alloc(16) };
      console.log(typeof await pool.one(job, { client: 'x', purpose: 'sign-in' }));
    `;
    const cwd = fileURLToPath(here);
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd, timeout: 10_000 });
    expect((await run).stdout).to.equal('string\n');
  });

  it('has a thread a core, fewer where memory is short, and one at least', () => {
    expect(workersFor(8, 8 * 2 ** 30)).to.equal(8);
    expect(workersFor(8, 256 * 2 ** 20)).to.equal(2);
    expect(workersFor(4, 2 ** 20)).to.equal(1);
    expect(workersFor(1, Infinity)).to.equal(1);
  });
});

/** Field 19 of each thread's stat, see proc(5); its name may hold spaces. */
const nicenessOfThreads = (): readonly number[] =>
  readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
