import { expect } from 'chai';
import { NodeEntropy } from '../../src/adapters/node/entropy.js';
import { PostgresKeyStore } from '../../src/adapters/postgres/key-store.js';
import type { User } from '../../src/domain/user/user.js';
import { PoolKey } from '../../src/domain/throttle/failure-pool.js';
import { aUser, anAddress, policy, start } from '../../src/testing/builders.js';
import { aKnownDevice, keep, posed } from '../../src/testing/decisions.js';
import { portcullis, type Ran } from '../support/command-line.js';
import { keyRoom, secretKey } from '../support/key-room.js';
import { factsIn, workOn } from '../support/postgres-store.js';
import { scratch, type Scratch } from '../support/postgres.js';
import { SetClock } from '../support/set-clock.js';
import { dump } from '../support/tables.js';

const stranger = { address: undefined, device: undefined, correlationId: 'x' };
const nobody = '0190a000-0000-7000-8000-000000000000';

describe('portcullis user', function () {
  this.timeout(60_000);
  let database: Scratch;
  let ada: User;
  let bob: User;
  before(async () => {
    database = await scratch();
    [ada, bob] = [aUser({ email: anAddress('ada') }), aUser({ email: anAddress('bob'), enrolments: [] })];
    await keep(workOn(database.pool), ada, bob);
  });
  after(() => database.close());

  const run = (...args: readonly string[]): Promise<Ran> => portcullis(args, { DATABASE_URL: database.url });
  /** With the keys of the service. */
  const care = (...args: readonly string[]): Promise<Ran> =>
    portcullis(args, { DATABASE_URL: database.url, SECRET_KEY: secretKey.reveal() });
  const told = async (): Promise<readonly string[]> => (await factsIn(database.pool)).map(({ event }) => event.type);

  it('lists and finds people, a page at a time, and says where to go on', async () => {
    const [all, some, first, people] = await Promise.all([
      run('user', 'list', '--json'),
      run('user', 'find', 'BOB', '--json'),
      run('user', 'list', '--limit', '1', '--json'),
      run('user', 'list'),
    ]);
    expect(all.rows.map(({ email }) => email)).to.have.members(['ada@example.org', 'bob@example.org']);
    expect(some.rows).to.have.length(1);
    expect(some.rows[0]).to.include({ id: bob.id, email: 'bob@example.org', status: 'active', factors: 0 });
    expect([first.rows.length, first.err]).to.deep.equal([
      1,
      `There are more: --after ${String(first.rows[0]?.['id'])}\n`,
    ]);
    expect(people.out)
      .to.match(/^id +email +status/)
      .and.not.include('\u001b');
    const rest = await run('user', 'list', '--after', String(first.rows[0]?.['id']), '--json');
    expect([...first.rows, ...rest.rows]).to.deep.equal(all.rows);
  });

  it('[M05] shows how one account stands, by address or id, and nothing that proves anything', async () => {
    const [byAddress, byId] = await Promise.all([
      run('user', 'show', 'ADA@example.org', '--json'),
      run('user', 'show', ada.id, '--json'),
    ]);
    expect(byAddress.rows).to.deep.equal(byId.rows);
    expect(byId.rows[0]).to.include({ email: 'ada@example.org', password: true, backupCodesLeft: 10, sessions: 0 });
    expect(byId.rows[0]).to.have.nested.property('factors[0].label', 'Phone');
    for (const hidden of ['a password hash', 'a sealed seed', 'salt', 'code 1'])
      expect(byId.out).not.to.include(hidden);
  });

  it('disables and enables, with a fact each, and says where nothing changed', async () => {
    const status = async (verb: string) => (await run('user', verb, 'bob@example.org', '--json')).rows[0]?.['status'];
    const before = (await told()).length;
    expect(await status('disable')).to.equal('disabled');
    expect(await status('disable')).to.equal('unchanged');
    expect((await run('user', 'list', '--status', 'disabled', '--json')).rows).to.have.length(1);
    expect(await status('enable')).to.equal('enabled');
    expect(await status('enable')).to.equal('unchanged');
    expect((await told()).slice(before)).to.deep.equal(['user.disabled', 'user.enabled']);
  });

  it('makes the first admin, and lets nobody shut out the last', async () => {
    const whom = 'ada@example.org';
    const granted = await run('user', 'grant', whom, 'admin', '--json');
    expect(granted.rows[0]).to.deep.include({ status: 'granted', roles: ['admin'] });
    expect((await run('user', 'list', '--role', 'admin', '--json')).rows.map(({ id }) => id)).to.deep.equal([ada.id]);
    const refused = await Promise.all([run('user', 'disable', whom), care('user', 'delete', whom, '--yes')]);
    for (const { code, err } of refused)
      expect([code, err]).to.deep.equal([
        1,
        'Nobody would be left to administer: `user grant` somebody else the role of admin first.\n',
      ]);
    await run('user', 'grant', bob.id, 'admin');
    expect((await run('user', 'disable', whom, '--json')).rows[0]).to.include({ status: 'disabled' });
    await run('user', 'enable', whom);
    const withdrawn = await run('user', 'withdraw', bob.id, 'admin', '--json');
    expect(withdrawn.rows[0]).to.deep.include({ status: 'withdrawn', roles: [] });
    const facts = await factsIn(database.pool);
    const last = facts.slice(-5).map(({ event, actor }) => [event.type, actor?.kind]);
    expect(last).to.deep.equal([
      ['role.granted', 'operator'],
      ['role.granted', 'operator'],
      ['user.disabled', 'operator'],
      ['user.enabled', 'operator'],
      ['role.withdrawn', 'operator'],
    ]);
  });

  it('adds somebody who is mailed a link, opens what wrong answers closed, and asks for lost factors to be taken', async () => {
    const [added, again, wrong] = [
      await care('user', 'add', 'new@example.org', '--json'),
      await care('user', 'add', 'new@example.org'),
      await care('user', 'add', 'nobody'),
    ];
    expect(added.rows[0]).to.include({ user: 'new@example.org', status: 'added' });
    expect([again.code, again.err, wrong.code]).to.deep.equal([1, 'Somebody has this address.\n', 2]);
    expect((await run('user', 'show', 'new@example.org', '--json')).rows[0]).to.include({ password: false });

    const locked = aUser({ email: anAddress('locked') });
    const work = workOn(database.pool);
    await keep(work, locked);
    const pool = PoolKey.factor('totp', locked.id);
    await work.run(stranger, async (tx) => {
      const totp = await tx.pools.of(pool, start);
      for (let n = 0; n < policy.failuresToClose; n += 1) totp.fail(start, policy, locked.id);
    });
    expect((await care('user', 'unlock', locked.id, '--json')).rows[0]).to.include({ status: 'unlocked' });
    await work.run(stranger, async (tx) =>
      expect((await tx.pools.of(pool, start)).snapshot().closedAt).to.equal(undefined),
    );

    const [reset, none] = [
      await care('user', 'reset-mfa', locked.id, '--yes', '--json'),
      await care('user', 'reset-mfa', 'new@example.org', '--yes'),
    ];
    expect(reset.rows[0]).to.include({ status: 'asked' }).and.to.have.property('dueAt');
    expect([none.code, none.err]).to.deep.equal([1, 'There is no second factor to take away.\n']);
    const facts = (await factsIn(database.pool)).filter(({ actor }) => actor?.kind === 'operator');
    const types = facts.map(({ event }) => event.type);
    expect(types).to.include.members(['user.added', 'link.issued', 'pool.opened']);
  });

  it('deletes a person: nothing is left that tells of them, and their address is anybody’s', async () => {
    const eve = aUser({ email: anAddress('eve') });
    const work = workOn(database.pool);
    await keep(work, eve);
    const store = new PostgresKeyStore(database.pool);
    const { ring } = await keyRoom({ store, clock: new SetClock(new Date()) });
    const typed = new NodeEntropy((value) => ring.indexDigest(value)).keyedDigest(
      'typed-address',
      eve.snapshot().email,
    );
    await posed(work, eve, PoolKey.password(typed));
    await aKnownDevice(work, eve);
    await work.run(stranger, async (tx) => {
      (await tx.pools.of(PoolKey.password(typed), start)).fail(start, policy, eve.id);
      (await tx.mailboxes.of(typed, start)).take('reset-password', start, policy);
    });
    await work.run({ ...stranger, address: '203.0.113.9' }, async (tx) =>
      (await tx.users.byId(eve.id))?.signOutEverywhere(),
    );
    const unasked = await care('user', 'delete', 'eve@example.org');
    expect([unasked.code, unasked.err]).to.deep.equal([
      2,
      'This forgets "eve@example.org" for good. Go on? Nobody can be asked here: say --yes.\n',
    ]);
    const { code, rows } = await care('user', 'delete', 'eve@example.org', '--yes', '--json');
    expect([code, rows[0]?.['status'], rows[0]?.['facts']]).to.deep.equal([0, 'deleted', 4]);
    for (const [table, text] of await dump(database.pool))
      for (const told of [...(table === 'users' ? [] : [eve.id]), typed, 'eve@example.org'])
        expect(text, table).to.not.include(told);
    const again = await care('user', 'delete', eve.id, '--yes', '--json');
    expect([again.code, again.rows[0]?.['facts']]).to.deep.equal([0, 0]);
    expect((await run('user', 'show', 'eve@example.org')).code).to.equal(1);
    expect((await run('user', 'show', eve.id, '--json')).rows[0]).to.include({
      status: 'deleted',
      password: false,
      backupCodesLeft: 0,
    });
    expect((await run('user', 'enable', eve.id, '--json')).rows[0]).to.include({ status: 'unchanged' });
    const facts = JSON.stringify(await factsIn(database.pool));
    for (const told of [eve.id, '203.0.113.9', 'eve@']) expect(facts).to.not.include(told);
    expect(facts).to.include('user.deleted').and.include('user.pseudonymised');
    await keep(work, aUser({ email: anAddress('eve') }));
  });

  it('reads, exports, verifies and prunes the log, and says that it did', async () => {
    const [listed, exported, verified, wrong, pruned] = [
      await care('audit', 'list', '--kind', 'role.granted', '--json'),
      await care('audit', 'export', '--actor', 'operator'),
      await care('audit', 'verify', '--json'),
      await care('audit', 'verify', '--head', '7:abc'),
      await care('audit', 'prune', '--before', '2020-01-01', '--yes', '--json'),
    ];
    expect(listed.rows.map(({ kind, actor }) => [kind, actor])).to.deep.equal([
      ['role.granted', 'operator'],
      ['role.granted', 'operator'],
    ]);
    expect(exported.rows.length).to.be.above(5);
    expect(exported.rows[0]).to.have.keys('id', 'at', 'kind', 'outcome', 'user', 'actor', 'correlationId', 'details');
    expect(verified.rows[0]).to.include({ status: 'sound', seals: 0 });
    expect([wrong.code, wrong.err]).to.deep.equal([1, 'The log is not what was sealed.\n']);
    expect(pruned.rows[0]).to.include({ status: 'pruned', facts: 0 });
    expect((await told()).slice(-4)).to.deep.equal([
      'audit.read',
      'audit.exported',
      'audit.verified',
      'audit.verified',
    ]);
    const refused = await Promise.all([
      care('audit', 'list', '--after', 'x'),
      care('audit', 'prune', '--before', 'yesterday'),
    ]);
    expect(refused.map(({ code }) => code)).to.deep.equal([2, 2]);
  });

  it('says in one line that there is nobody of that name, and ends with 1', async () => {
    for (const verb of ['show', 'disable', 'enable']) {
      const { code, out, err } = await run('user', verb, nobody);
      expect([code, out, err], verb).to.deep.equal([1, '', `There is no user "${nobody}".\n`]);
    }
  });
});
