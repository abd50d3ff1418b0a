import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { seconds } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { contents } from '../support/repository.js';

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const script = [...contents('docs/rest.md').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join('\n');

describe('The example of docs/rest.md', () => {
  let world: World;
  let hand: Server;
  let folder: string;
  before(async function () {
    if (!has('curl') || !has('jq') || !has('bash')) return this.skip();
    world = await aWorld();
    folder = await mkdtemp(join(tmpdir(), 'portcullis-docs-'));
    // In the place of whoever reads six digits from a phone, half a minute later each time.
    hand = createServer((req, res) => {
      world.clock.advance(seconds(30));
      const secret = new URL(req.url ?? '', 'http://localhost').searchParams.get('secret') ?? '';
      res.end(Phone.type(secret).code(world.clock.now()));
    });
    await new Promise<void>((resolve) => {
      hand.listen(0, '127.0.0.1', resolve);
    });
  });
  after(async () => {
    hand?.close();
    await world?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('works as it stands', async () => {
    const { port } = hand.address() as AddressInfo;
    const pretended = `sleep() { :; }\noathtool() { curl -s "http://127.0.0.1:${port}/?secret=$3"; }\n`;
    await writeFile(join(folder, 'example.sh'), `set -euo pipefail\n${pretended}${script}`);
    const env = { PATH: process.env['PATH'], AUTH: world.url };
    const { stdout } = await promisify(execFile)('bash', ['example.sh'], { cwd: folder, env, timeout: 15_000 });

    // What the comments of the example promise is what was printed, in this order.
    const promised = [...script.matchAll(/\| jq [^\n#]* {5}# (.*)$/gm)].map(([, said]) => said);
    expect(promised).to.have.length(11);
    const printed = stdout.split('\n');
    let from = 0;
    for (const said of promised) {
      const found = printed.indexOf(said ?? '', from);
      expect(found, `${said} in ${stdout}`).to.be.at.least(from);
      from = found + 1;
    }
    expect(stdout.match(/"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}"/g)).to.have.length(10);
  });

  it('names every way to be refused that a client can do something about', async () => {
    const named = [...contents('docs/rest.md').matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, type]) => type);
    const { problems } = await import('../../src/adapters/rest/problems.js');
    expect(Object.keys(problems)).to.include.members(named);
  });
});
