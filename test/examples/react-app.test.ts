import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { minutes, seconds } from '../../src/domain/duration.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { openChromium } from '../support/chromium.js';
import { project } from '../support/package.js';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };
const tools = [
  '@apollo/client',
  'rxjs',
  'react',
  'react-dom',
  '@types/react',
  '@types/react-dom',
  'vite',
  'typescript',
];
const password = 'correct horse battery staple';

/** Serves what was built. */
function served(built: () => string): Server {
  return createServer(async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost');
    const name = pathname === '/' ? '/index.html' : pathname;
    const body = await readFile(join(built(), name)).catch(() => undefined);
    res.writeHead(body ? 200 : 404, { 'content-type': types[extname(name)] ?? 'text/plain' }).end(body);
  });
}

describe('The example React application, from the packed package, in Chromium', function () {
  this.timeout(120_000);
  let browser: Browser;
  let world: World;
  let server: Server;
  let address: string;

  before(async function () {
    const opened = await openChromium();
    if (typeof opened === 'string') {
      process.stdout.write(`    (skipped: ${opened})\n`);
      return this.skip();
    }
    browser = opened;
    let folder = '';
    server = served(() => join(folder, 'dist')).listen(0, 'localhost');
    await new Promise((resolve) => server.once('listening', resolve));
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
    world = await aWorld({ env: { ALLOWED_ORIGINS: address } }).withUser('ada', { totp: true });

    folder = await project('examples/react-app', tools);
    const env = { ...process.env, VITE_PORTCULLIS_URL: `${world.url}/graphql`, NODE_ENV: 'production' };
    const bin = (name: string, ...rest: string[]) => [join(folder, 'node_modules', name), ...rest];
    for (const program of [bin('typescript/bin/tsc'), bin('vite/bin/vite.js', 'build')]) {
      await promisify(execFile)(process.execPath, program, { cwd: folder, env }).catch(
        (failed: { readonly stdout: string; readonly stderr: string }) => expect.fail(failed.stdout + failed.stderr),
      );
    }
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await world?.close();
  });

  const answer = async (page: Page): Promise<void> => {
    world.clock.advance(seconds(30));
    await page.fill('dialog input', world.phoneOf('ada').code());
    await page.click('text=Answer');
    await page.waitForSelector('dialog', { state: 'detached' });
  };

  for (const [kind, query] of [
    ['TOKEN', ''],
    ['COOKIE', '?cookie'],
  ] as const) {
    it(`signs in with MFA, outlives its ${kind === 'TOKEN' ? 'access token' : 'freshness'} and steps up, with a ${kind}`, async () => {
      const somebody = await browser.newContext();
      const page = await somebody.newPage();
      page.setDefaultTimeout(15_000);
      const wrong: string[] = [];
      page.on('pageerror', (error) => void wrong.push(String(error)));
      const steps: string[] = [];
      page.on('request', (request) => {
        const { query = '' } = (request.postDataJSON() ?? {}) as { readonly query?: string };
        const step = /\{\s*(\w+)/.exec(query)?.[1];
        if (step) steps.push(step);
      });

      await page.goto(`${address}/${query}`);
      await page.fill('[name=email]', 'ada@example.org');
      await page.fill('[name=password]', password);
      await page.click('text=Sign in');
      await page.fill('dialog input', '000000');
      await page.click('text=Answer');
      await page.waitForFunction(() => document.querySelector('dialog output')?.textContent);
      await answer(page);
      expect(await page.textContent('section p')).to.equal(`Signed in as ada@example.org at AAL2 with a ${kind}`);

      world.clock.advance(minutes(6));
      steps.length = 0;
      await page.click('text=Look again');
      await page.waitForFunction((n) => performance.getEntriesByType('resource').length > n, 0);
      await page.click('text=New backup codes');
      await answer(page);
      await page.waitForSelector('li');
      expect(await page.locator('li').count()).to.equal(10);
      expect(steps.includes('refreshSession')).to.equal(kind === 'TOKEN');
      expect(steps).to.include.members(['me', 'regenerateBackupCodes', 'stepUp', 'verifyMfa']);

      world.clock.advance(minutes(6));
      await page.click('text=New backup codes');
      await page.click('dialog >> text=Cancel');
      await page.waitForFunction(() => /cancelled/.test(document.querySelector('section output')?.textContent ?? ''));
      expect(await page.textContent('section p')).to.match(/ada@example\.org/);

      // Nothing that a script of another's could read.
      const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
      expect(kept).to.equal('[{},{},""]');
      await page.click('text=Sign out');
      await page.waitForSelector('[name=email]');
      expect(wrong).to.deep.equal([]);
      await somebody.close();
    });
  }
});
