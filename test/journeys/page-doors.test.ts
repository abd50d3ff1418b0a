import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { FormClient, hidden, type Told } from '../support/form-client.js';
import { RestClient } from '../support/rest-client.js';

const password = 'correct horse battery staple';
const application = 'https://app.example.com';

describe('The doors behind the pages', () => {
  let world: World;
  let people = 0;
  before(async () => {
    world = await aWorld({ env: { ALLOWED_ORIGINS: application } });
  });
  after(() => world.close());

  /** Somebody new, at a browser that has seen a page of ours. */
  async function somebody(options: { readonly totp?: boolean } = {}) {
    const name = `visitor-${(people += 1)}`;
    await world.settle(name, options);
    const client = await new FormClient(world.url).arrived();
    const email = world.addressOf(name);
    const signIn = (more: Readonly<Record<string, string>> = {}) =>
      client.post('/sign-in', { email, password, ...more });
    const code = () => {
      world.clock.advance(seconds(30));
      return world.phoneOf(name).code(world.clock.now());
    };
    return { name, client, email, signIn, code };
  }

  async function signedIn(options: { readonly totp?: boolean } = {}) {
    const person = await somebody(options);
    await person.signIn();
    if (options.totp) await person.client.post('/sign-in/code', { code: person.code(), use: 'totp' });
    expect((await person.client.get('/account')).status).to.equal(200);
    return person;
  }

  it('[E08] carry nothing out for another site, whatever it makes a browser send', async () => {
    const { client } = await signedIn({ totp: true });
    const foreign = [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      { origin: client.url, 'sec-fetch-site': 'same-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
      { origin: `${client.url}.evil.example` },
    ];
    for (const headers of foreign) {
      for (const path of ['/sign-out', '/account/turn-off', '/account/backup-codes', '/language']) {
        const told = await client.post(path, { everywhere: 'yes', language: 'de' }, headers);
        expect(told.status, JSON.stringify(headers)).to.equal(403);
        expect(told.headers.getSetCookie()).to.deep.equal([]);
      }
    }
    for (const path of ['/sign-out?_method=POST', '/sign-out?everywhere=yes', '/account/turn-off?_method=post'])
      await client.get(path, { 'x-http-method-override': 'POST' });
    const account = await client.get('/account');
    expect(account.text).to.include('10 of 10 left').and.include('lang="en"');
  });

  it('[E07] take forms alone', async () => {
    const { client, email } = await somebody();
    const json = JSON.stringify({ email, password });
    for (const type of [
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded; charset=utf-16',
      '',
    ]) {
      const told = await client.send('POST', '/sign-in', { 'content-type': type, origin: client.url }, json);
      expect(told.status, type).to.equal(415);
    }
    expect((await client.get('/account')).to).to.equal('/sign-in');
  });

  it('[E10] lead nowhere else after a sign-in, through no step of it', async () => {
    const payloads = ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/%2fevil.example', 'https://app.example.com.evil.example/', 'https://app.example.com@evil.example/', '/a\r\nSet-Cookie: a=b', '/%0d%0aa']; // prettier-ignore
    for (const returnTo of payloads) {
      const { client, signIn, code } = await somebody({ totp: true });
      const asked = await signIn({ returnTo });
      expect(asked.to, returnTo).to.equal('/sign-in/code');
      const page = await client.get(`/sign-in/code?${new URLSearchParams({ returnTo })}`);
      expect(page.text).not.to.include('evil.example');
      const told = await client.post('/sign-in/code', { code: code(), use: 'totp', returnTo });
      expect(told.to).to.equal('/account');
    }
  });

  it('[E11] [E14] lead on with 303, and no address ever holds a secret', async () => {
    const { client, signIn, code, email } = await somebody({ totp: true });
    const codes: string[] = [];
    const returnTo = `${application}/pay?order=7`;
    expect((await signIn({ returnTo })).status).to.equal(303);
    codes.push(code());
    const told = await client.post('/sign-in/code', { code: codes[0] ?? '', use: 'totp', returnTo });
    expect(told).to.include({ status: 303, to: returnTo });
    for (const { to = '', text } of client.answers) {
      for (const secret of [password, email, ...codes, client.cookies.header]) expect(to).not.to.include(secret);
      expect(text).not.to.include(password);
    }
    expect(world.logged.join('\n')).not.to.include(password).and.not.to.include(email);
    // The way back is the one address besides ours that a form may lead to.
    const page = await client.get(`/sign-in?${new URLSearchParams({ returnTo })}`);
    expect(page.headers.get('content-security-policy')).to.include(`form-action 'self' ${application};`);
  });

  it('[B02] [B04] open at no step but the one that is due', async () => {
    const { client, signIn, code } = await somebody({ totp: true });
    await signIn();
    const closed = ['/account', '/account/authenticator', '/account/backup-codes', '/account/turn-off', '/step-up'];
    for (const path of closed) expect((await client.get(path)).to, path).to.match(/^\/sign-in\/code/);
    for (const path of [...closed.slice(1), '/account/authenticator/confirm', '/account/sessions/end']) {
      const told = await client.post(path, { code: '123456', password, id: 'x' });
      expect(told.to, path).to.match(/^\/sign-in\/code/);
      expect(client.cookies.names).not.to.include('portcullis');
    }
    // Registering, asking to step up or signing in anew on the way is no step of it.
    await client.post('/sign-up', { email: 'somebody.else@example.org', password });
    await signIn();
    expect((await client.get('/account')).to).to.match(/^\/sign-in\/code/);
    expect((await client.post('/sign-in/code', { code: code(), use: 'totp' })).to).to.equal('/account');
  });

  it('[A07] count wrong codes with every other door', async () => {
    const { client, signIn, email, code } = await somebody({ totp: true });
    const rest = new RestClient(world.url);
    for (let wrong = 0; wrong < 5; wrong += 1) {
      if (wrong % 2 === 0) {
        await signIn();
        expect((await client.post('/sign-in/code', { code: '000000', use: 'totp' })).status).to.equal(401);
        continue;
      }
      const said = await rest.post('/auth/login', { email, password });
      const { token } = said.body['challenge'] as { readonly token: string };
      await rest.post('/auth/mfa/verify', { challengeToken: token, factor: 'totp', code: '000000' });
    }
    await signIn();
    const now = world.phoneOf(email.slice(0, email.indexOf('@'))).code(world.clock.now());
    const told = await client.post('/sign-in/code', { code: now, use: 'totp' });
    expect(told.status).to.equal(429);
    expect(told.headers.get('retry-after')).to.match(/^\d+$/);
    expect(told.text).to.include('You can try again in');
    expect((await client.post('/sign-in/code', { code: code(), use: 'totp' })).to, 'after the wait').to.equal(
      '/account',
    );
  });

  it('[M01] change nothing without a fresh proof, and come back after it', async () => {
    const { client, code } = await signedIn({ totp: true });
    world.clock.advance(minutes(6));
    const asked = await client.post('/account/turn-off');
    expect(asked.to).to.equal('/step-up?acr_values=aal2&max_age=300&returnTo=%2Faccount%2Fturn-off');
    const page = await client.get(asked.to ?? '');
    const returnTo = hidden(page, 'returnTo');
    const wrong = await client.post('/step-up', { code: '000000', use: 'totp', returnTo });
    expect(wrong.status).to.equal(401);
    const challenge = hidden(wrong, 'challenge');
    const right = await client.post('/sign-in/code', { code: code(), use: 'totp', returnTo, challenge });
    expect(right.to).to.equal('/account/turn-off');
    expect((await client.post('/account/turn-off')).to).to.equal('/account?notice=mfa-off');
    expect((await client.get('/account')).text).to.include('Set up an authenticator app');
  });

  it('take a form that is posted twice for one', async () => {
    const { client, signIn, code } = await somebody({ totp: true });
    await signIn();
    const fields = { code: code(), use: 'totp' };
    const twice = await Promise.all([client.post('/sign-in/code', fields), client.post('/sign-in/code', fields)]);
    expect(twice.map(({ status }) => status)).to.deep.equal([303, 303]);
    expect(twice.map(({ to }) => to)).to.include('/account');
    expect((await client.get('/account')).status).to.equal(200);
    expect((await client.post('/sign-in/code', fields)).to).to.equal('/sign-in');
  });

  it('say that it took too long, and lead to the beginning', async () => {
    const { client, signIn, code } = await somebody({ totp: true });
    await signIn({ returnTo: '/pay' });
    world.clock.advance(minutes(6));
    const told = await client.post('/sign-in/code', { code: code(), use: 'totp', returnTo: '/pay' });
    expect(told.to).to.equal('/sign-in?notice=expired&returnTo=%2Fpay');
    expect((await client.get(told.to ?? '')).text).to.include('That took too long');
    expect((await client.get('/sign-in?notice=<script>')).text).not.to.include('script>"');
  });

  it('say that cookies are off', async () => {
    const { email } = await somebody();
    const told = await new FormClient(world.url).post('/sign-in', { email, password });
    expect(told.status).to.equal(400);
    expect(told.text).to.include('Cookies are off');
  });

  it('list sessions, end one, and end them all', async () => {
    const { client, email, name } = await signedIn();
    const other = await new FormClient(world.url, { 'user-agent': 'Kiosk/1.0' }).arrived();
    await other.post('/sign-in', { email, password });
    const list = await client.get('/account');
    expect(list.text).to.include('Kiosk').and.include('This device');
    const told = await client.post('/account/sessions/end', { id: hidden(list, 'id') });
    expect(told.to).to.equal('/account?notice=session-closed');
    expect((await other.get('/account')).to).to.equal('/sign-in');
    expect((await client.post('/account/sessions/end', { id: 'somebody-elses' })).to).to.match(/session-gone$/);
    const stranger = await signedIn();
    await stranger.client.post('/account/sessions/end', { id: hidden(list, 'id') });
    expect((await client.get('/account')).status, name).to.equal(200);
    expect((await client.post('/sign-out', { everywhere: 'yes' })).to).to.match(/signed-out-everywhere$/);
    expect((await client.get('/account')).to).to.equal('/sign-in');
  });

  it('speak the language that a browser asks for, or the one that was chosen', async () => {
    const client = new FormClient(world.url, { 'accept-language': 'de-AT, en;q=0.5' });
    expect((await client.get('/sign-in')).text)
      .to.include('<html lang="de"')
      .and.include('E-Mail-Adresse');
    const told = await client.post('/language', { language: 'en', here: '/sign-up?returnTo=%2Fa' });
    expect(told).to.include({ status: 303, to: '/sign-up?returnTo=%2Fa' });
    expect((await client.get('/sign-up')).text).to.include('<html lang="en"');
    expect((await client.post('/language', { language: 'xx', here: '//evil.example' })).to).to.equal('/');
  });

  it('tell every refusal as a page with the number of the request, and programs in JSON', async () => {
    const client = await new FormClient(world.url).arrived();
    const big = 'x'.repeat(40_000);
    const refused: readonly (readonly [number, Promise<Told>])[] = [
      [404, client.get('/nowhere')],
      [404, client.get('/assets/pages-none.css')],
      [405, client.send('DELETE', '/account', { origin: client.url })],
      [405, client.post('/account')],
      [413, client.post('/sign-in', { email: big })],
      [414, client.get(`/sign-in?${'a'.repeat(3000)}`)],
    ];
    for (const [status, coming] of refused) {
      const told = await coming;
      expect(told.status).to.equal(status);
      expect(told.headers.get('content-type')).to.equal('text/html; charset=utf-8');
      expect(told.text).to.include(told.headers.get('x-request-id'));
      expect(told.headers.get('content-security-policy')).to.include("default-src 'none'").and.not.include('unsafe');
    }
    expect((await client.get('/account', { accept: '*/*' })).to).to.equal('/sign-in');
    const program = await client.get('/nowhere', { accept: 'application/json' });
    expect(program.headers.get('content-type')).to.include('application/problem+json');
  });

  it('serve what pages are made of under names that never change their contents', async () => {
    const client = new FormClient(world.url);
    const page = await client.get('/sign-in');
    const assets = page.text.match(/\/assets\/[\w.-]+/g) ?? [];
    expect(new Set(assets)).to.have.property('size', 3);
    for (const path of assets) {
      const told = await client.get(path);
      expect(told.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
      expect(told.text.length).to.be.above(100);
      expect(told.headers.getSetCookie()).to.deep.equal([]);
    }
    expect(page.headers.get('cache-control')).to.equal('no-store');
    expect((await client.send('HEAD', '/sign-in', {})).text).to.equal('');
  });

  it('refuse wrong codes of a new authenticator without taking the picture away', async () => {
    const { client } = await signedIn();
    const shown = await client.post('/account/authenticator');
    const uri = hidden(shown, 'uri');
    const wrong = await client.post('/account/authenticator/confirm', { code: '000000', label: 'مفتاح', uri });
    expect(wrong.status).to.equal(401);
    expect(hidden(wrong, 'uri')).to.equal(uri);
    expect(wrong.text).to.include('مفتاح');
    const code = Phone.scan(uri, world.clock).code(world.clock.now());
    const right = await client.post('/account/authenticator/confirm', { code, label: 'مفتاح', uri });
    expect(right.text.match(/<code>[0-9A-Z-]{19}<\/code>/g)).to.have.length(10);
    expect((await client.get('/account')).text).to.include('<bdi dir="auto">مفتاح</bdi>');
    const again = await client.post('/account/authenticator/confirm', { code, uri });
    expect(again.to).to.match(/set-up-again/);
  });
});

describe('Pages of a site that asks everybody for a second step', () => {
  it('set the authenticator up in the middle of the sign-in, and lead on to where the person was going', async () => {
    const world = await aWorld({ env: { MFA: 'required', REGISTRATION: 'closed', BRAND_NAME: 'Ada & Söhne' } });
    await world.settle('ada');
    const client = await new FormClient(world.url).arrived();
    const email = world.addressOf('ada');
    const asked = await client.post('/sign-in', { email, password, returnTo: '/orders' });
    expect(asked.to).to.equal('/account/authenticator?returnTo=%2Forders');
    expect((await client.get('/sign-in/code')).to).to.equal('/account/authenticator');
    expect((await client.get(asked.to ?? '')).text)
      .to.include('asks everybody')
      .and.include('Ada &amp; Söhne');
    const uri = hidden(await client.post('/account/authenticator', { returnTo: '/orders' }), 'uri');
    const code = Phone.scan(uri, world.clock).code(world.clock.now());
    const codes = await client.post('/account/authenticator/confirm', { code, uri, returnTo: '/orders' });
    expect(codes.text).to.include('Save your backup codes');
    const on = await client.post('/account/backup-codes/saved', { returnTo: hidden(codes, 'returnTo') });
    expect(on.to).to.equal('/orders');
    expect((await client.get('/sign-up')).status).to.equal(403);
    expect((await client.post('/sign-up', { email: 'new@example.org', password })).status).to.equal(403);
    await world.close();
  });

  it('are not there where they are switched off', async () => {
    const world = await aWorld({ env: { PAGES: 'off' } });
    const client = new FormClient(world.url);
    for (const path of ['/', '/sign-in', '/account', '/assets/pages.css'])
      expect((await client.get(path)).headers.get('content-type'), path).to.include('application/problem+json');
    await world.close();
  });
});
