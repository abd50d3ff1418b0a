import type { Page } from 'playwright-core';
import { seconds } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import type { Language } from '../../src/adapters/web/words.js';
import type { World } from '../../src/testing/world.js';
import { saidIn } from './said-in.js';

export const password = 'correct horse battery staple';

/** A person at a browser, who reads what is on the page. */
export class Person {
  phone: Phone | undefined;
  codes: readonly string[] = [];

  constructor(
    readonly page: Page,
    readonly world: World,
    readonly email: string,
    readonly say = (english: string) => english,
  ) {}

  open(path: string): Promise<unknown> {
    return this.page.goto(this.world.url + path);
  }

  async submit(button: string): Promise<void> {
    await Promise.all([
      this.page.waitForEvent('load'),
      this.page.getByRole('button', { name: this.say(button), exact: true }).click(),
    ]);
  }

  async follow(link: string): Promise<void> {
    await Promise.all([
      this.page.waitForEvent('load'),
      this.page.getByRole('link', { name: this.say(link), exact: true }).click(),
    ]);
  }

  async register(): Promise<void> {
    await this.open('/sign-up');
    await this.page.fill('#email', this.email);
    await this.page.fill('#password', password);
    await this.submit('Create account');
  }

  async signIn(given = password, path = '/sign-in'): Promise<void> {
    await this.open(path);
    await this.page.fill('#email', this.email);
    await this.page.fill('#password', given);
    await this.submit('Sign in');
  }

  /** Somebody with an authenticator, who has never been at this browser. */
  async settled(): Promise<void> {
    const [name = ''] = this.email.split('@');
    await this.world.settle(name, { totp: true });
    this.phone = this.world.phoneOf(name);
  }

  /** Until an expression is true in the page, whose policy lets no page evaluate text. */
  async until(expression: string): Promise<void> {
    while (!(await this.page.evaluate(expression).catch(() => false))) await this.page.waitForTimeout(20);
  }

  heading(): Promise<string> {
    return this.page.getByRole('heading', { level: 1 }).innerText();
  }

  reads(): Promise<string> {
    return this.page.getByRole('main').innerText();
  }

  /** Until the focus is where the page begins: it is put there with the first frame, after `load` as a rule. */
  focused(): Promise<void> {
    return this.until('document.activeElement !== document.body');
  }

  /** Types where the focus is, and sends it with Enter. */
  async typed(text: string, send = false): Promise<void> {
    const { keyboard } = this.page;
    await this.focused();
    await keyboard.type(text);
    if (send) await Promise.all([this.page.waitForEvent('load'), keyboard.press('Enter')]);
  }

  /** Tabs to what is called so, and presses it: Enter leads on, anything else stays. */
  async tabTo(name: string, key = 'Enter'): Promise<void> {
    await this.focusOn(name);
    const pressed = this.page.keyboard.press(key);
    await Promise.all(key === 'Enter' ? [this.page.waitForEvent('load'), pressed] : [pressed]);
  }

  async focusOn(name: string): Promise<void> {
    const focused = `(document.activeElement.labels?.[0] ?? document.activeElement).textContent`;
    for (let steps = 0; (await this.page.evaluate(focused)) !== name; steps += 1) {
      if (steps > 30) throw new Error(`No key leads to ${name}`);
      await this.page.keyboard.press('Tab');
    }
  }

  /** A code that was not used yet: half a minute passes for each. */
  code(): string {
    this.world.clock.advance(seconds(30));
    return this.phone?.code(this.world.clock.now()) ?? '';
  }

  async enter(code: string, button = 'Continue'): Promise<void> {
    // As it is typed: one that comes at once is sent at once.
    await this.page.locator('#code').pressSequentially(code);
    await this.submit(button);
  }

  /** From the page that says what an authenticator is to the one with the backup codes. */
  async enrol(): Promise<void> {
    await this.submit('I have an app');
    await this.scan();
    await this.enter(this.code(), 'Turn it on');
    this.codes = await this.page.locator('#codes li').allTextContents();
  }

  async scan(): Promise<void> {
    const uri = await this.page.locator('input[name=uri]').inputValue();
    this.phone = Phone.scan(uri, this.world.clock);
  }

  async keepCodes(): Promise<void> {
    await this.page.check('#saved');
    await this.submit('Continue');
  }
}

/** Every page there is, one after the other: its name is yielded while it is shown. */
export async function* pageTour(page: Page, world: World, language: Language = 'en'): AsyncGenerator<string> {
  const say = saidIn(language);
  const ada = new Person(page, world, 'ada.lovelace@example.org', say);
  await ada.open('/sign-in');
  yield 'sign-in';
  await ada.signIn('not her password');
  yield 'sign-in-refused';
  await ada.open('/sign-up');
  yield 'sign-up';
  await page.fill('#email', ada.email);
  await page.fill('#password', 'short');
  await ada.submit('Create account');
  yield 'sign-up-refused';
  await ada.register();
  yield 'sign-in-registered';
  await ada.signIn();
  yield 'account-without-factor';
  await ada.open('/step-up?acr_values=aal2&returnTo=/account');
  yield 'step-up-without-factor';
  world.clock.advance(seconds(400));
  await ada.open('/account/authenticator');
  yield 'step-up-by-password';
  await page.fill('#password', password);
  await ada.submit('Continue');
  yield 'authenticator';
  await ada.submit('I have an app');
  await ada.scan();
  yield 'authenticator-picture';
  await page.getByText(say('Cannot scan it?')).click();
  await ada.enter('000000', 'Turn it on');
  yield 'authenticator-refused';
  await ada.enter(ada.code(), 'Turn it on');
  ada.codes = await page.locator('#codes li').allTextContents();
  yield 'backup-codes';
  await ada.keepCodes();
  yield 'account';
  await ada.open('/sign-in');
  yield 'signed-in-already';
  yield* ending(ada);
}

async function* ending(ada: Person): AsyncGenerator<string> {
  const { page, world } = ada;
  await ada.open('/account');
  await ada.follow('Rename authenticator: Authenticator');
  yield 'authenticator-rename';
  const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmütze מפתח 📱 work';
  await page.fill('#label', long);
  await ada.submit('Save name');
  yield 'account-renamed';
  await ada.follow(`Remove authenticator: ${long}`);
  yield 'authenticator-remove';
  await ada.open('/account/backup-codes');
  yield 'backup-codes-new';
  await ada.open('/account/turn-off');
  yield 'turn-off';
  await ada.open('/sign-out');
  yield 'sign-out';
  world.clock.advance(seconds(400));
  await ada.open('/account/turn-off');
  yield 'step-up';
  await ada.open('/sign-out');
  await ada.submit('Sign out');
  yield 'sign-in-signed-out';
  await ada.signIn();
  yield 'code';
  await ada.enter('000000');
  yield 'code-refused';
  await ada.follow('Use a backup code instead');
  yield 'backup-code';
  await ada.enter('AAAA-AAAA-AAAA-AAAA');
  yield 'backup-code-refused';
  await ada.open('/nowhere/at/all');
  yield 'not-found';
  while ((await page.getByRole('timer').count()) === 0) await ada.signIn('not her password');
  yield 'too-many-attempts';
  yield* recovering(ada);
  await page.context().clearCookies();
  await ada.open('/sign-in');
  await page.context().clearCookies();
  await page.fill('#email', ada.email);
  await page.fill('#password', password);
  await ada.submit('Sign in');
  yield 'cookies-off';
}

async function* recovering(ada: Person): AsyncGenerator<string> {
  const { page, world } = ada;
  await ada.open('/forgotten');
  yield 'forgotten';
  await page.fill('#email', ada.email);
  await ada.submit('Mail me a link');
  yield 'sign-in-link-mailed';
  const mailed = (await world.mail()).findLast(({ to, link }) => to === ada.email && link)?.link?.reveal() ?? '';
  await page.goto(mailed);
  yield 'password-reset';
  await page.goto(mailed.replace('reset-password', 'not-me'));
  yield 'not-me';
  await page.goto(mailed.replace('reset-password', 'confirm-address'));
  yield 'confirm-address';
  await page.goto(mailed.replace('reset-password', 'open-pool'));
  yield 'open-pool';
  await ada.submit('Open it again');
  yield 'link-over';
  const bob = new Person(page, world, 'bob.with.a.very.long.name.that.does.not.end@subdomain.example.org', ada.say);
  await bob.register();
  await bob.signIn();
  await bob.open('/account/password');
  yield 'password';
  await bob.open('/account/address');
  yield 'address';
}
