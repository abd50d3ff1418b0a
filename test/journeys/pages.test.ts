import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { aWorld, type World } from '../../src/testing/world.js';
import { openChromium } from '../support/chromium.js';
import { password, Person } from '../support/page-tour.js';

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 860 };

describe('The pages, in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let world: World;
  let people = 0;

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

  async function visited(
    options: Parameters<Browser['newContext']>[0],
    visit: (person: Person, context: BrowserContext) => Promise<void>,
  ) {
    const context = await browser.newContext({ locale: 'en', ...options });
    try {
      const page = await context.newPage();
      await visit(new Person(page, world, world.addressOf(`person-${(people += 1)}`)), context);
    } finally {
      await context.close();
    }
  }

  for (const [size, viewport] of Object.entries({ phone, desktop })) {
    for (const javaScriptEnabled of [true, false]) {
      it(`lead from nothing to a second factor, on a ${size} with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
        await visited({ viewport, javaScriptEnabled }, async (ada) => {
          await ada.open('/');
          await ada.follow('Create an account');
          await ada.register();
          await ada.signIn();
          await ada.follow('Set up an authenticator app');
          await ada.enrol();
          expect(ada.codes).to.have.length(10);
          await ada.keepCodes();
          expect(await ada.reads())
            .to.include('10 of 10 left')
            .and.include('Password and code');
          await ada.submit('Sign out');

          await ada.signIn();
          expect(await ada.heading()).to.equal('Enter your code');
          await ada.page.reload();
          await ada.enter(ada.code());
          expect(await ada.heading()).to.equal('Account security');
          await ada.page.goBack();
          expect(await ada.reads()).to.include(`You are signed in as ${ada.email}`);
          await ada.follow('Continue');
          await ada.submit('Sign out');

          await ada.signIn();
          await ada.follow('Use a backup code instead');
          await ada.enter(ada.codes[0]?.toLowerCase() ?? '');
          expect(await ada.reads()).to.include('9 of 10 left');
        });
      });
    }
  }

  it('are walked with a keyboard alone', async () => {
    await visited({ permissions: ['clipboard-read', 'clipboard-write'] }, async (ada) => {
      await ada.register();
      const { keyboard } = ada.page;
      // The first field has the focus already; Enter sends a form.
      await ada.typed(ada.email);
      await keyboard.press('Tab');
      await ada.typed(password, true);
      expect(await ada.heading()).to.equal('Account security');
      await ada.tabTo('Set up an authenticator app');
      await ada.tabTo('I have an app');
      await ada.scan();
      await ada.focusOn('6-digit code');
      await ada.typed(ada.code(), true);
      expect(await ada.heading()).to.equal('Save your backup codes');
      await ada.tabTo('Copy', ' ');
      await ada.page.getByRole('button', { name: 'Copied' }).waitFor();
      const copied = await ada.page.evaluate('navigator.clipboard.readText()');
      expect(copied).to.match(/^([0-9A-Z]{4}(-[0-9A-Z]{4}){3}\n?){10}$/);
      await ada.page.evaluate('window.print = () => { document.title = "printed"; }');
      await ada.tabTo('Print', ' ');
      expect(await ada.page.title()).to.equal('printed');
      await ada.tabTo('I have saved them in a safe place', ' ');
      await ada.tabTo('Continue');
      expect(await ada.reads()).to.include('10 of 10 left');
      await ada.tabTo('Rename');
      await ada.focused();
      await keyboard.press('Control+A');
      await ada.typed('Work phone', true);
      expect(await ada.reads()).to.match(/^Work phone$/m);
      await ada.tabTo('Sign out');
      await ada.typed(ada.email);
      await keyboard.press('Tab');
      await ada.typed(password, true);
      await ada.tabTo('Use a backup code instead');
      await ada.tabTo('Use the authenticator app instead');
      await ada.typed('000000', true);
      await ada.focusOn('6-digit code');
      await ada.typed(ada.code(), true);
      expect(await ada.heading()).to.equal('Account security');
    });
  });

  it('say a wrong code first, where a screen reader is, and how to set a clock', async () => {
    await visited({ javaScriptEnabled: false }, async (ada) => {
      await ada.settled();
      await ada.signIn();
      await ada.enter('000000');
      const alert = ada.page.getByRole('alert');
      expect(await alert.textContent()).to.match(
        /early or late.*used already.*next code comes in \d+ second.*set date and time/s,
      );
      expect(await ada.page.locator('[role=alert]:focus').count()).to.equal(1);
    });
  });

  it('count waiting times down, and send a code that comes at once', async () => {
    await visited({}, async (ada) => {
      await ada.settled();
      await ada.signIn();
      await ada.enter('000000');
      const timer = ada.page.getByRole('timer');
      const first = await timer.textContent();
      await ada.until(`document.querySelector('[role=timer]').textContent !== ${JSON.stringify(first)}`);
      await Promise.all([ada.page.waitForEvent('load'), ada.page.fill('#code', ada.code())]);
      expect(await ada.heading()).to.equal('Account security');
    });
  });

  it('leave the first tab alone when a second one signs in', async () => {
    await visited({}, async (ada, context) => {
      await ada.settled();
      await ada.signIn();
      const second = new Person(await context.newPage(), world, ada.email);
      await second.signIn();
      await ada.enter(ada.code());
      expect(await ada.heading()).to.equal('Account security');
    });
  });

  it('are painted before their script has come', async () => {
    await visited({}, async (ada, context) => {
      await context.route('**/*.js', () => undefined);
      void ada.open('/sign-in').catch(() => undefined);
      await ada.until(`performance.getEntriesByName('first-contentful-paint').length > 0`);
      expect(await ada.heading()).to.equal('Sign in');
    });
  });

  it('are framed by nobody', async () => {
    await visited({}, async (ada) => {
      const refused = ada.page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
      await ada.page.setContent(`<iframe src="${world.url}/sign-in"></iframe>`);
      await refused;
      const inside = await ada.page
        .frames()[1]
        ?.locator('#email')
        .count()
        .catch(() => 0);
      expect(inside).to.equal(0);
    });
  });

  it('[E13] show names, addresses and devices as text', async () => {
    const hostile = '<img src=x onerror=document.title=1>\u202Eevil';
    await visited({ userAgent: `${hostile}/1.0`, viewport: phone }, async (ada) => {
      await ada.register();
      await ada.signIn();
      await ada.follow('Set up an authenticator app');
      await ada.submit('I have an app');
      await ada.scan();
      await ada.page.fill('#label', `"'>${hostile}`.padEnd(60, 'W'));
      await ada.enter(ada.code(), 'Turn it on');
      await ada.keepCodes();
      expect(await ada.reads()).to.include('<img src=x onerror=');
      expect(await ada.page.title()).to.equal('Account security · Portcullis');
      expect(await ada.page.locator('img').count()).to.equal(1);
      const width = await ada.page.evaluate('document.documentElement.scrollWidth');
      expect(width, 'nothing makes the page wider than the phone').to.be.at.most(phone.width);
    });
  });
});
