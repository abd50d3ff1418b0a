import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { secretKey } from './support/key-room.js';
import { scratch, type Scratch } from './support/postgres.js';

interface Ran {
  readonly code: number;
  readonly lines: readonly Record<string, string>[];
  readonly said: string;
}

describe('npm run keys', function () {
  this.timeout(60_000);
  let database: Scratch;
  let folder: string;
  before(async () => {
    database = await scratch();
    folder = await mkdtemp(join(tmpdir(), 'portcullis-keys-'));
  });
  after(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  async function keys(args: readonly string[], key = secretKey.reveal()): Promise<Ran> {
    const script = join(import.meta.dirname, '..', 'src', 'keys.js');
    const env = { PATH: process.env['PATH'], DATABASE_URL: database.url, DATA_DIR: folder, SECRET_KEY: key };
    const run = promisify(execFile)(process.execPath, [script, ...args], { env });
    const { code, stdout, stderr } = await run.then(
      (ended) => ({ ...ended, code: 0 }),
      (failed: { code: number; stdout: string; stderr: string }) => failed,
    );
    const lines = stdout.split('\n').filter(Boolean);
    return { code, said: stderr, lines: lines.map((line) => JSON.parse(line) as Record<string, string>) };
  }

  it('makes the keys where there are none, and rotates one of them', async () => {
    expect((await keys(['list'])).lines.map(({ state }) => state)).to.deep.equal(
      Array.from({ length: 6 }, () => 'active'),
    );
    const { code, lines } = await keys(['rotate', 'signing']);
    expect(code).to.equal(0);
    expect(lines.map(({ purpose, state }) => [purpose, state])).to.deep.equal([['signing', 'made']]);
    const listed = (await keys(['list'])).lines;
    expect(listed).to.have.lengthOf(7);
    expect(listed.find(({ id }) => id === lines[0]?.['id'])).to.include({ state: 'upcoming', alg: 'ES256' });
  });

  it('does nothing under a wrong SECRET_KEY, and says why without repeating it', async () => {
    const before = (await keys(['list'])).lines;
    const wrong = 'another key, of 32 bytes or more, and wrong';
    const { code, said, lines } = await keys(['rotate'], wrong);
    expect([code, lines]).to.deep.equal([1, []]);
    expect(said)
      .to.match(/^SECRET_KEY does not open/)
      .and.not.contain(wrong)
      .and.not.contain(secretKey.reveal());
    expect((await keys(['list'])).lines).to.deep.equal(before);
  });

  it('explains itself when it is asked for what it does not do', async () => {
    const { code, said } = await keys(['rotate', 'index']);
    expect(code).to.equal(2);
    expect(said).to.match(/^Usage: npm run keys/);
  });
});
