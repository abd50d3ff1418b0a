import { expect } from 'chai';
import { portcullis, type Ran } from '../support/command-line.js';
import { keyRoom, secretKey } from '../support/key-room.js';
import { PostgresKeyStore } from '../../src/adapters/postgres/key-store.js';
import { factsIn } from '../support/postgres-store.js';
import { scratch, type Scratch } from '../support/postgres.js';

const nobody = '0190a000-0000-7000-8000-000000000000';

describe('portcullis webhook', function () {
  this.timeout(60_000);
  let database: Scratch;
  before(async () => {
    database = await scratch();
    await keyRoom({ store: new PostgresKeyStore(database.pool) });
  });
  after(() => database.close());

  const webhook = (...args: readonly string[]): Promise<Ran> =>
    portcullis(['webhook', ...args], { DATABASE_URL: database.url, SECRET_KEY: secretKey.reveal() });

  it('adds, shows, rotates, pauses, resumes, replays and removes, with a fact of the operator each', async () => {
    const added = await webhook('add', 'http://localhost:3000/hook', '--kind', 'mfa.disabled', '--json');
    expect(added.code, added.err).to.equal(0);
    const { id, secret } = added.rows[0] as { readonly id: string; readonly secret: string };
    expect(secret).to.match(/^whsec_/);
    const rotated = await webhook('rotate', id, '--json');
    const [paused, shown, listed] = await Promise.all([
      webhook('pause', id, '--json'),
      webhook('show', id, '--json'),
      webhook('list'),
    ]);
    expect(paused.rows[0]).to.include({ standing: 'paused' });
    expect(shown.rows[0]).to.deep.include({
      url: 'http://localhost:3000/hook',
      kinds: ['mfa.disabled'],
      deliveries: [],
    });
    expect(shown.rows[0]?.['formerSecretsUntil']).to.have.length(1);
    expect(listed.out).to.include(id);
    expect((await webhook('resume', id, '--json')).rows[0]).to.include({ standing: 'on' });
    expect((await webhook('replay', id, '--json')).rows[0]).to.include({ deliveries: 0 });
    expect((await webhook('remove', id, '--yes', '--json')).rows[0]).to.include({ status: 'removed' });

    const next = String(rotated.rows[0]?.['secret']);
    for (const text of [shown.out, listed.out, JSON.stringify(await factsIn(database.pool))])
      for (const each of [secret, next]) expect(text).to.not.include(each.slice(6));
    const facts = (await factsIn(database.pool)).filter(({ event }) => event.type.startsWith('webhook.'));
    expect(facts.map(({ actor }) => actor?.kind)).to.deep.equal(facts.map(() => 'operator'));
    expect(facts.map(({ event }) => event.type)).to.have.members(
      ['created', 'secret-rotated', 'paused', 'resumed', 'removed'].map((what) => `webhook.${what}`),
    );
  });

  it('says in one line what cannot be', async () => {
    const wrong: readonly (readonly [code: number, says: RegExp, ...args: readonly string[]])[] = [
      [2, /not encrypted/, 'add', 'http://example.com/'],
      [2, /no such kind/, 'add', 'https://example.com/', '--kind', 'x'],
      [1, /There is no webhook/, 'show', nobody],
      [1, /no such webhook/, 'replay', nobody],
    ];
    const ran = await Promise.all(wrong.map(([, , ...args]) => webhook(...args)));
    for (const [at, { code, out, err }] of ran.entries()) {
      expect([code, out], err).to.deep.equal([wrong[at]?.[0], '']);
      expect(err)
        .to.match(wrong[at]?.[1] ?? /^$/)
        .and.match(/^[^\n]+\n$/);
    }
  });
});
