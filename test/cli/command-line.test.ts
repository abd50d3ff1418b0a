import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { portcullis } from '../support/command-line.js';
import { commandReference, writtenReference } from '../support/command-reference.js';

describe('The command line', function () {
  this.timeout(60_000);
  const program = join(process.cwd(), 'dist', 'src', 'portcullis.js');
  const gone = { DATABASE_URL: 'postgres://nobody:hunter2@127.0.0.1:1/none' };

  it('explains every command, and ends with 0', async () => {
    const asked = [
      [],
      ['start'],
      ['migrate'],
      ['user'],
      ['user', 'list'],
      ['keys', 'rotate'],
      ['restored'],
      ['doctor'],
    ];
    const answers = await Promise.all(asked.map((args) => portcullis([...args, '--help'])));
    for (const [at, { code, out, err }] of answers.entries()) {
      expect([code, err], String(asked[at])).to.deep.equal([0, '']);
      expect(out).to.include(`Usage: portcullis ${asked[at]?.join(' ')}`.trim());
    }
  });

  it('says in one line what it did not understand, and ends with 2', async () => {
    const wrong = [
      ['turn'],
      ['user', 'turn'],
      ['keys', 'rotate', 'index'],
      ['user', 'list', '--limit', 'many'],
      ['user', 'show'],
      ['user', 'show', 'ada@example.org', '--password', 'hunter2'],
    ];
    for (const { code, out, err } of await Promise.all(wrong.map((args) => portcullis(args, gone)))) {
      expect([code, out]).to.deep.equal([2, '']);
      expect(err)
        .to.match(/^error: [^\n]+\n$/)
        .and.not.include('hunter2');
    }
  });

  it('says in one line that the database is missing, and nothing of its password', async () => {
    const commands = [['user', 'list'], ['keys', 'list'], ['migrate']];
    for (const { code, out, err } of await Promise.all(commands.map((args) => portcullis(args, gone)))) {
      expect([code, out]).to.deep.equal([1, '']);
      expect(err)
        .to.match(/^[^\n]*ECONNREFUSED[^\n]*\n$/)
        .and.not.include('hunter2');
    }
  });

  it('[P01] does nothing in an environment that cannot be used, and names every mistake', async () => {
    const { code, err } = await portcullis(['user', 'list'], { PORT: 'x', TRUST_PROXY: '*', ALLOWED_ORIGINS: '*' });
    expect(code).to.equal(2);
    expect(err)
      .to.match(/3 settings are wrong/)
      .and.include('TRUST_PROXY')
      .and.include('ALLOWED_ORIGINS');
  });

  it('says in one line that the disk is full, or that nobody reads any more', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [program, 'doctor', '--json'], {
      env: { DATA_DIR: join(process.cwd(), 'nowhere') },
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).to.deep.equal([1, 'The disk is full: not all of it was written.\n']);
    const piped = spawnSync('sh', ['-c', `{ '${process.execPath}' '${program}' --help; echo "code $?" >&2; } | true`], {
      encoding: 'utf8',
    });
    expect(piped.stderr).to.match(
      /^(Whoever read this stopped reading: not all of it was written\.\ncode 1|code 0)\n$/,
    );
  });
});

describe('The reference of the command line', () => {
  it('is what the commands say of themselves: `npm run docs` writes it', () => {
    expect(readFileSync(commandReference, 'utf8')).to.equal(writtenReference());
  });
});
