import { expect } from 'chai';
import { portcullis, type Ran } from '../support/command-line.js';
import { secretKey } from '../support/key-room.js';
import { scratch, type Scratch } from '../support/postgres.js';

type Finding = Readonly<Record<string, unknown>>;

describe('portcullis doctor', function () {
  this.timeout(60_000);
  let database: Scratch;
  let keys = 0;
  before(async () => {
    database = await scratch();
    keys = (await portcullis(['keys', 'list', '--json'], fit())).rows.length;
  });
  after(() => database.close());

  const fit = () => ({
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://auth.example.com',
    SECRET_KEY: secretKey.reveal(),
    DATABASE_URL: database.url,
    TRUST_PROXY: '1',
  });
  const examine = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> =>
    portcullis(['doctor', '--json', ...args], env);
  const of = ({ rows }: Ran, what: string): Finding => rows.find((row) => row['what'] === what) ?? expect.fail(what);

  it('finds an installation fit, but for a role that owns its tables', async () => {
    const first = await examine(fit());
    expect(first.code).to.equal(0);
    const wanting = first.rows.filter(({ state }) => state !== 'ok').map(({ what }) => what);
    expect(wanting).to.deep.equal(['mail', 'rights']);
    const again = await examine(fit(), '--strict');
    expect(again.code).to.equal(1);
    expect(again.err).to.equal('Not fit: 0 failures, 2 warnings.\n');
    expect(of(again, 'keys')['found']).to.equal(`${keys}, all of them open`);
    expect(again.out).to.not.include(secretKey.reveal());
  });

  it('[P01] tells insecure settings, each with what would be right', async () => {
    const { code, rows, out } = await examine({ SECRET_KEY: 'a'.repeat(40), MFA: 'off', DATA_DIR: 'nowhere' });
    // In a container the folder may be no volume, which is a failure.
    expect([code, of({ rows } as Ran, 'storage')['state']]).to.deep.be.oneOf([
      [0, 'warning'],
      [1, 'failure'],
    ]);
    for (const what of ['mode', 'secret', 'cookies', 'second factor'])
      expect(of({ rows } as Ran, what), what)
        .to.include({ state: 'warning' })
        .and.to.have.property('remedy');
    expect(out).to.not.include('a'.repeat(12));
    const { TRUST_PROXY: _, ...untrusting } = fit();
    expect(of(await examine(untrusting), 'proxies')).to.include({ state: 'warning' });
  });

  it('fails where settings are wrong, the database is gone, or has no tables', async () => {
    const { DATABASE_URL } = fit();
    const [wrong, gone, bare] = await Promise.all([
      examine({ NODE_ENV: 'production' }),
      examine({ ...fit(), DATABASE_URL: 'postgres://x:hunter2@127.0.0.1:1/x' }),
      examine({ ...fit(), DATABASE_URL: DATABASE_URL.replace(/[^/]+$/, 'postgres') }),
    ]);
    expect([wrong.code, gone.code, bare.code]).to.deep.equal([1, 1, 1]);
    expect(wrong.rows.map(({ what, state }) => [what, state])).to.deep.equal([
      ['settings', 'failure'],
      ['settings', 'failure'],
    ]);
    expect(of(gone, 'database')).to.include({ state: 'failure' });
    expect(gone.out).to.not.include('hunter2');
    expect(of(bare, 'migrations')).to.include({ state: 'failure', remedy: 'Run `portcullis migrate`.' });
  });

  it('fails where the mail server or Redis does not answer, and tells neither password', async () => {
    const servers = {
      SMTP_URL: 'smtp://ada:hunter2@127.0.0.1:1',
      MAIL_FROM: 'auth@example.com',
      SMTP_TLS: 'off',
      REDIS_URL: 'redis://:hunter2@127.0.0.1:1',
    };
    const { code, rows, out } = await examine({ ...fit(), ...servers });
    expect(code, out).to.equal(1);
    for (const what of ['mail', 'redis']) expect(of({ rows } as Ran, what)).to.include({ state: 'failure' });
    expect(out).to.not.include('hunter2');
  });

  it('fails where the keys do not open, and says of old and badly kept ones what to do', async () => {
    const next = 'bmV4dCBrZXksIG9mIDMyIGJ5dGVzIG9yIG1vcmUsIGFuZCByaWdodA==';
    const locked = await examine({ ...fit(), SECRET_KEY: next });
    expect([locked.code, of(locked, 'keys')['found']]).to.deep.equal([1, `${keys} of ${keys} do not open`]);
    const moving = await examine({ ...fit(), SECRET_KEY: next, SECRET_KEY_PREVIOUS: secretKey.reveal() });
    expect(of(moving, 'keys')).to.include({ state: 'warning', found: `${keys} are sealed under SECRET_KEY_PREVIOUS` });
    await database.pool.query(`update keys set active_from = now() - interval '200 days' where purpose = 'signing'`);
    expect(of(await examine(fit()), 'key age')).to.include({
      state: 'warning',
      found: 'the signing key has been in use for 200 days',
    });
  });
});
