import { expect } from 'chai';
import { aUser, anAddress } from '../../src/testing/builders.js';
import { keep } from '../../src/testing/decisions.js';
import { portcullis, type Ran } from '../support/command-line.js';
import { factsIn, workOn } from '../support/postgres-store.js';
import { scratch, type Scratch } from '../support/postgres.js';

describe('portcullis policy and mail', function () {
  this.timeout(60_000);
  let database: Scratch;
  before(async () => {
    database = await scratch();
    const admin = aUser({ email: anAddress('ada'), roles: ['admin'] });
    await keep(workOn(database.pool), admin, aUser({ email: anAddress('bob'), enrolments: [] }));
  });
  after(() => database.close());

  const run = (...args: readonly string[]): Promise<Ran> => portcullis(args, { DATABASE_URL: database.url });
  const policy = (...args: readonly string[]): Promise<Ran> => run('policy', ...args);

  it('says, counts beforehand, explains and takes back', async () => {
    const wish = ['everybody', '--mfa', 'required', '--factors', 'totp', '--trusted-devices', 'off', '--json'];
    const counted = await policy('dry-run', ...wish);
    expect(counted.rows[0]).to.include({ users: 2, toEnrolNow: 1, toEnrolLater: 0, released: 0, locksOut: false });
    expect((await policy('set', ...wish)).rows).to.deep.equal([{ of: 'everybody', status: 'set' }]);
    await policy('set', 'bob@example.org', '--mfa', 'required', '--due-by', '2099-01-01');
    const [said, bob] = await Promise.all([policy('show', '--json'), policy('show', 'bob@example.org', '--json')]);
    expect(said.rows).to.deep.equal([
      { of: 'deployment', mfa: 'optional', factors: ['totp', 'backup-code'], mfaAge: 43_200, trustedDevices: true },
      { of: 'everybody', mfa: 'required', factors: ['totp'], trustedDevices: false },
    ]);
    const due = { mfa: 'required', mfaDueBy: '2099-01-01T00:00:00.000Z', mfaBy: 'user', factorsBy: 'everybody' };
    expect(bob.rows[0]).to.include({ ...due, mfaAgeBy: 'deployment', mustEnrol: false });
    expect((await policy('remove', 'everybody', '--json')).rows[0]).to.include({ status: 'removed' });
    const facts = (await factsIn(database.pool)).map(({ event, actor }) => [event.type, actor?.kind]);
    expect(facts).to.deep.equal([
      ['policy.set', 'operator'],
      ['policy.set', 'operator'],
      ['policy.removed', 'operator'],
    ]);
  });

  it('[N07] says in one line why it did not', async () => {
    const ends = await Promise.all([
      policy('set', 'role:admin', '--mfa', 'off'),
      policy('set', 'everybody'),
      policy('set', 'role:king', '--mfa', 'off'),
      policy('set', 'nobody@example.org', '--mfa', 'off'),
      policy('set', 'everybody', '--mfa-age', '1'),
      run('mail', 'replay', 'x'),
    ]);
    expect(ends.map(({ code, out }) => [code, out])).to.deep.equal([
      [1, ''],
      [2, ''],
      [2, ''],
      [1, ''],
      [2, ''],
      [1, ''],
    ]);
    for (const { err } of ends) expect(err.trim().split('\n')).to.have.length(1);
    expect(ends[0]?.err).to.include('lock the last administrator out');
  });

  it('lists what was given up, and has it tried again', async () => {
    expect((await run('mail', 'dead', '--json')).rows).to.deep.equal([]);
    const [fact] = await factsIn(database.pool);
    const id = fact?.id ?? expect.fail();
    await database.pool.query(
      `insert into deliveries (fact_id, subscriber, position, attempts, due_at, dead_at, why)
       values ($1, 'mail', 1, 80, now(), now(), 'no such mailbox')`,
      [id],
    );
    expect((await run('mail', 'dead', '--json')).rows[0]).to.include({ fact: id, kind: 'policy.set', tries: 80 });
    expect((await run('mail', 'replay', id, '--json')).rows[0]).to.include({ status: 'replayed' });
    expect((await run('mail', 'replay', id)).code).to.equal(1);
    expect((await factsIn(database.pool)).at(-1)).to.deep.include({ actor: { kind: 'operator' } });
  });
});
