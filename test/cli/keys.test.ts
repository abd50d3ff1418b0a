import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rotatedPurposes } from '../../src/adapters/credentials/key-schedule.js';
import { portcullis, type Ran } from '../support/command-line.js';
import { secretKey } from '../support/key-room.js';
import { scratch, type Scratch } from '../support/postgres.js';

describe('portcullis keys', function () {
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

  const keys = (args: readonly string[], key = secretKey.reveal()): Promise<Ran> =>
    portcullis(['keys', ...args], { DATABASE_URL: database.url, DATA_DIR: folder, SECRET_KEY: key });

  it('makes the keys where there are none, and rotates one of them', async () => {
    const first = (await keys(['list', '--json'])).rows;
    expect(first.map(({ purpose }) => purpose)).to.include.members([...rotatedPurposes, 'index']);
    expect(first.filter(({ state }) => state !== 'active')).to.deep.equal([]);
    const { code, rows } = await keys(['rotate', 'signing', '--json']);
    expect(code).to.equal(0);
    expect(rows.map(({ purpose, state }) => [purpose, state])).to.deep.equal([['signing', 'made']]);
    const listed = (await keys(['list', '--json'])).rows;
    expect(listed).to.have.lengthOf(first.length + 1);
    expect(listed.find(({ id }) => id === rows[0]?.['id'])).to.include({ state: 'upcoming', alg: 'ES256' });
  });

  it('does nothing under a wrong SECRET_KEY, and says why without repeating it', async () => {
    const before = (await keys(['list', '--json'])).rows;
    const wrong = 'another key, of 32 bytes or more, and wrong';
    const { code, err, out } = await keys(['rotate'], wrong);
    expect([code, out]).to.deep.equal([1, '']);
    expect(err)
      .to.match(/^SECRET_KEY does not open/)
      .and.not.contain(wrong)
      .and.not.contain(secretKey.reveal());
    expect((await keys(['list', '--json'])).rows).to.deep.equal(before);
  });

  it('shows people columns, revokes nothing that is not there, and has nothing to seal anew', async () => {
    const [listed, revoked, sealed] = await Promise.all([
      keys(['list']),
      keys(['revoke', 'none']),
      keys(['reseal', '--json']),
    ]);
    expect(listed.out).to.match(/^id +purpose +/);
    expect(listed.out).to.not.include('\u001b');
    expect([revoked.code, revoked.err]).to.deep.equal([
      1,
      'There is no such key that could be revoked: see `keys list`; the index key has no successor.\n',
    ]);
    expect(sealed.rows).to.deep.equal([{ resealed: 0 }]);
  });
});
