import { expect } from 'chai';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretKeyIn } from '../../../src/adapters/node/secret-key-file.js';

describe('The secret key file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portcullis-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, for its owner alone, with nothing left beside it', async () => {
    const made = secretKeyIn(join(folder, 'data')).reveal();
    expect(Buffer.from(made, 'base64url')).to.have.length(32);
    expect(secretKeyIn(join(folder, 'data')).reveal()).to.equal(made);
    expect((await stat(join(folder, 'data', 'secret-key'))).mode & 0o777).to.equal(0o600);
    expect(await readdir(join(folder, 'data'))).to.deep.equal(['secret-key']);
    expect(secretKeyIn(folder).reveal()).not.to.equal(made);
  });

  it('is refused where others can read it', async () => {
    secretKeyIn(folder);
    await chmod(join(folder, 'secret-key'), 0o644);
    expect(() => secretKeyIn(folder)).to.throw(/0600/);
  });

  it('is refused where it holds no key, and the refusal does not repeat it', async () => {
    await writeFile(join(folder, 'secret-key'), 'hunter2', { mode: 0o600 });
    expect(() => secretKeyIn(folder))
      .to.throw(/32 bytes/)
      .with.property('message')
      .that.does.not.include('hunter2');
  });
});
