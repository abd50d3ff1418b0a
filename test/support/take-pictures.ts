import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { aWorld } from '../../src/testing/world.js';
import { openChromium } from './chromium.js';
import { pageTour } from './page-tour.js';

// Every page in both sizes and both themes, to be looked at.
const folder = resolve(process.argv[2] ?? 'pictures');
const language = process.argv[3] === 'de' ? 'de' : 'en';
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 860 } };

const browser = await openChromium();
if (typeof browser === 'string') throw new Error(browser);
const world = await aWorld();
await mkdir(folder, { recursive: true });
const context = await browser.newContext({ locale: language });
const page = await context.newPage();
for await (const name of pageTour(page, world, language)) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`), fullPage: true });
    }
  }
  process.stdout.write(`${name}\n`);
}
await browser.close();
await world.close();
