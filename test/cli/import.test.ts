import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { childEnv } from '../support/child-env.js';
import { portcullis, type Ran } from '../support/command-line.js';
import { scratch, type Scratch } from '../support/postgres.js';
import { factsIn } from '../support/postgres-store.js';

const hash = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const secretKey = 'one secret key for the command line, thirty-two bytes';
const rows = (...values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');

describe('portcullis import', function () {
  this.timeout(60_000);
  let database: Scratch;
  beforeEach(async () => (database = await scratch()));
  afterEach(() => database.close());

  const bring = (text: string, ...args: readonly string[]): Promise<Ran> =>
    portcullis(['import', '--json', ...args], { DATABASE_URL: database.url, SECRET_KEY: secretKey }, text);
  const there = async (): Promise<readonly string[]> =>
    (await database.pool.query<{ email: string }>('select email from users order by email')).rows.map(
      ({ email }) => email,
    );

  const good = { email: 'Ada@Example.org', passwordHash: hash, totp: [{ secret: seed, label: 'Phone' }] };
  const mixed = rows(
    good,
    { email: 'no address' },
    { email: 'bob@example.org', passwordHash: 'md5:hunter2' },
    { email: 'eve@example.org', totp: [{ secret: 'hunter2' }] },
    { email: 'eve@example.org', totp: [{ secret: seed, digits: 9 }] },
    { email: 'eve@example.org', backupCodes: ['12345678'] },
    { email: 'eve@example.org', totp: [{ secret: seed }], backupCodes: ['12345678', 'short'] },
    { email: 'eve@example.org', totp: Array.from({ length: 4 }, () => ({ secret: seed })) },
    { email: 'carol@example.org', disabled: true },
    { email: 'ada@example.org' },
  );
  const wrongLines = [2, 3, 4, 5, 6, 7, 8];

  it('brings in what is right, and says of each wrong row where it stands and why', async () => {
    const { code, err, out, rows: told } = await bring(mixed);
    expect([code, err]).to.deep.equal([1, '7 rows are wrong: the others are done.\n']);
    expect(told.slice(0, -1).map(({ at, became }) => [at, became])).to.deep.equal(
      wrongLines.map((at) => [at, 'wrong']),
    );
    expect(told[0]).to.deep.equal({ at: 2, became: 'wrong', why: 'email is no address' });
    expect(told.at(-1)).to.deep.equal({ added: 2, known: 1, wrong: 7, kept: true });
    expect(out).to.not.include('hunter2');
    expect(await there()).to.deep.equal(['ada@example.org', 'carol@example.org']);
    const [ada] = (await portcullis(['user', 'show', 'ada@example.org', '--json'], { DATABASE_URL: database.url }))
      .rows;
    expect(ada)
      .to.include({ password: true, status: 'active' })
      .and.to.have.nested.property('factors[0].label', 'Phone');
    const facts = await factsIn(database.pool);
    expect(facts.map(({ event }) => event.type)).to.deep.equal(['user.imported', 'user.imported']);
    expect(JSON.stringify(facts)).to.not.include('example.org').and.not.include(seed);
    const { rows: stored } = await database.pool.query<{ state: string }>('select state::text as state from users');
    expect(JSON.stringify(stored)).to.not.include(seed);
  });

  it('brings nobody where a row is wrong, if so asked; and nobody at all in a dry run', async () => {
    const [all, dry] = [await bring(mixed, '--all-or-nothing'), await bring(mixed, '--dry-run', '--rows')];
    expect([all.code, all.err]).to.deep.equal([1, '7 rows are wrong: nobody came in.\n']);
    expect(all.rows.at(-1)).to.deep.equal({ added: 2, known: 1, wrong: 7, kept: false });
    expect(dry.rows.at(-1)).to.deep.equal({ added: 2, known: 1, wrong: 7, kept: false });
    expect(dry.rows.slice(0, -1)).to.have.length(10);
    expect([await there(), await factsIn(database.pool)]).to.deep.equal([[], []]);
    const whole = await bring(rows(good, { email: 'carol@example.org' }), '--all-or-nothing');
    expect([whole.code, whole.rows]).to.deep.equal([0, [{ added: 2, known: 0, wrong: 0, kept: true }]]);
  });

  it('goes on where it was interrupted, and brings nobody twice', async () => {
    const people = Array.from({ length: 1200 }, (_, n) => ({
      email: `user${n}@example.org`,
      id: `id ${n}`,
      passwordHash: hash,
    }));
    const lines = people.map((each) => `${JSON.stringify(each)}\n`);
    const child = spawn(process.execPath, [join(process.cwd(), 'dist', 'src', 'portcullis.js'), 'import'], {
      env: { ...childEnv, DATABASE_URL: database.url },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.on('error', () => undefined).write(lines.slice(0, 700).join(''));
    for (let waited = 0; (await there()).length < 500 && waited < 400; waited += 1) await pause(50);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const before = (await there()).length;
    expect(before).to.be.within(500, 700);
    const { code, rows: told } = await bring(lines.join(''));
    expect([code, told]).to.deep.equal([0, [{ added: 1200 - before, known: before, wrong: 0, kept: true }]]);
    const moved = people.map(({ id, passwordHash }, n) => ({ id, passwordHash, email: `moved${n}@example.org` }));
    expect((await bring(rows(...moved.slice(0, 3)))).rows).to.deep.equal([
      { added: 0, known: 3, wrong: 0, kept: true },
    ]);
  });

  it('says in one line what it cannot read, and ends with 1 or 2', async () => {
    const asked = [
      bring('', join(process.cwd(), 'no-such-file')),
      bring('', '--secret-file', join(process.cwd(), 'no-such-file')),
      bring('{"users": 5}', '--from', 'keycloak'),
      bring('[{"hunter2'),
      bring('', '--from', 'elsewhere'),
    ];
    const ran = await Promise.all(asked);
    expect(ran.map(({ code }) => code)).to.deep.equal([1, 1, 1, 1, 2]);
    for (const { err, out } of ran) expect([out, err]).to.satisfy(([, line = '']: string[]) => /^[^\n]+\n$/.test(line));
    expect(ran[3]?.err).to.equal('The file is no JSON.\n');
  });
});
