import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { aWorld, type World } from '../../src/testing/world.js';
import { openChromium } from '../support/chromium.js';
import { pageTour } from '../support/page-tour.js';
import { PageWatch } from '../support/page-watch.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { width: 390, height: 844 };
/** Bytes of all of a page, as they travel. */
const budget = 30 * 1024;

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

/** What axe finds wrong with a page as it is shown, in words. */
async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const { violations: found } = (await page.evaluate(
    `axe.run(${JSON.stringify({ ...(rules && { runOnly: rules }), resultTypes: ['violations'] })})`,
  )) as { readonly violations: readonly Finding[] };
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => JSON.stringify(target)).join(' ')}`);
}

/** How much of what was shown moved by itself (Layout Instability). */
const shifts = (page: Page) =>
  page.evaluate(
    `(() => { const seen = new PerformanceObserver(() => {}); seen.observe({ type: 'layout-shift', buffered: true }); return seen.takeRecords().reduce((all, { value, hadRecentInput }) => all + (hadRecentInput ? 0 : value), 0); })()`,
  );

describe('Every page, in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let world: World;

  before(async function () {
    const opened = await openChromium();
    if (typeof opened === 'string') {
      process.stdout.write(`    (skipped: ${opened})\n`);
      return this.skip();
    }
    browser = opened;
    world = await aWorld({ env: { BRAND_LINKS: 'Help=https://example.com/help' } });
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });

  it('is sound to axe in both themes, small, still, and of one host; its policy is never broken', async () => {
    const context = await browser.newContext({ locale: 'en', viewport: phone });
    // A page's policy lets nobody add scripts; the debugger may, and reads this one but once.
    await context.addInitScript({ content: axe });
    const page = await context.newPage();
    const watch = await PageWatch.over(context, page);
    const found: string[] = [];
    const shown: string[] = [];
    for await (const name of pageTour(page, world)) {
      shown.push(name);
      const { bytes, requests } = watch.seen();
      if (bytes > budget) found.push(`${name}: ${bytes} bytes`);
      if (requests.length > 5) found.push(`${name}: ${requests.join(' ')}`);
      found.push(...requests.filter((url) => !url.startsWith(world.url)).map((url) => `${name}: ${url}`));
      const moved = await shifts(page);
      if (moved !== 0) found.push(`${name}: moved by ${String(moved)}`);
      // By night nothing but the colours is another.
      for (const [colorScheme, rules] of [['light'], ['dark', ['color-contrast', 'link-in-text-block']]] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        found.push(...(await violations(page, rules)).map((each) => `${name} (${colorScheme}): ${each}`));
      }
    }
    expect([...found, ...watch.complaints]).to.deep.equal([]);
    expect(shown).to.have.length.above(25);
    await context.close();
  });
});
