import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { seconds } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import type { World } from '../../src/testing/world.js';
import { contents } from './repository.js';

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
export const canPlay = (): boolean => ['curl', 'jq', 'bash'].every(has);

export interface Played {
  readonly stdout: string;
  /** What the comments behind `| jq …` promise, in order. */
  readonly promised: readonly string[];
}

/**
 * Runs the shell examples of a document against a world, as they stand; somebody else's hand types what a phone shows, half
 * a minute later each time. What the comments promise must have been printed, in their order.
 */
export async function playExample(document: string, world: World): Promise<Played> {
  const script = [...contents(document).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join('\n');
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-docs-'));
  const hand = createServer((req, res) => {
    world.clock.advance(seconds(30));
    const secret = new URL(req.url ?? '', 'http://localhost').searchParams.get('secret') ?? '';
    res.end(Phone.type(secret).code(world.clock.now()));
  });
  await new Promise<void>((resolve) => {
    hand.listen(0, '127.0.0.1', resolve);
  });
  try {
    const { port } = hand.address() as AddressInfo;
    const pretended = `sleep() { :; }\noathtool() { curl -s "http://127.0.0.1:${port}/?secret=$3"; }\n`;
    await writeFile(join(folder, 'example.sh'), `set -euo pipefail\n${pretended}${script}`);
    const env = { PATH: process.env['PATH'], AUTH: world.url };
    const { stdout } = await promisify(execFile)('bash', ['example.sh'], { cwd: folder, env, timeout: 15_000 });

    const promised = [...script.matchAll(/\| jq [^\n#]* {5}# (.*)$/gm)].map(([, said = '']) => said);
    const printed = stdout.split('\n');
    let from = 0;
    for (const said of promised) {
      const found = printed.indexOf(said, from);
      expect(found, `${said} in ${stdout}`).to.be.at.least(from);
      from = found + 1;
    }
    return { stdout, promised };
  } finally {
    hand.close();
    await rm(folder, { recursive: true, force: true });
  }
}
