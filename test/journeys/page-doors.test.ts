import { expect } from 'chai';
import { minutes } from '../../src/domain/duration.js';
import { Unavailable } from '../../src/domain/ports/unit-of-work.js';
import { Phone } from '../../src/testing/phone.js';
import { aWorld } from '../../src/testing/world.js';
import { FormClient, hidden, type Told } from '../support/form-client.js';
import { PageStage, password } from '../support/page-stage.js';

describe('The doors behind the pages', () => {
  let stage: PageStage;
  before(async () => {
    stage = await PageStage.open();
  });
  after(() => stage.close());

  it('take a form that is posted twice for one', async () => {
    const { client, signIn, code } = await stage.somebody({ totp: true });
    await signIn();
    const fields = { code: code(), use: 'totp' };
    const twice = await Promise.all([client.post('/sign-in/code', fields), client.post('/sign-in/code', fields)]);
    expect(twice.map(({ status }) => status)).to.deep.equal([303, 303]);
    expect(twice.map(({ to }) => to)).to.include('/account');
    expect((await client.get('/account')).status).to.equal(200);
    expect((await client.post('/sign-in/code', fields)).to).to.equal('/sign-in');
  });

  it('say that it took too long, and lead to the beginning', async () => {
    const { client, signIn, code } = await stage.somebody({ totp: true });
    await signIn({ returnTo: '/pay' });
    stage.world.clock.advance(minutes(6));
    const told = await client.post('/sign-in/code', { code: code(), use: 'totp', returnTo: '/pay' });
    expect(told.to).to.equal('/sign-in?notice=expired&returnTo=%2Fpay');
    expect((await client.get(told.to ?? '')).text).to.include('That took too long');
    expect((await client.get('/sign-in?notice=<script>')).text).not.to.include('script>"');
  });

  it('let a device that is trusted skip the code, where that was asked for', async () => {
    const { client, signIn, code } = await stage.somebody({ totp: true });
    await signIn();
    expect((await client.get('/sign-in/code')).text).to.include('for 30 days');
    await client.post('/sign-in/code', { code: code(), use: 'totp', 'trust-device': 'on' });
    await client.post('/sign-out');
    expect((await signIn()).to).to.equal('/account');
    const account = await client.get('/account');
    expect(account.text).to.include('trusted for 30 days');
    const late = await client.post('/account/turn-off');
    expect(late.to, 'trust proves nothing').to.match(/^\/step-up\?acr_values=aal2/);
  });

  it('forget a device, and with it what rests on its trust alone', async () => {
    const { client, signIn, code } = await stage.somebody({ totp: true });
    await signIn();
    await client.post('/sign-in/code', { code: code(), use: 'totp', 'trust-device': 'on' });
    const page = await client.get('/account');
    const id = /action="\/account\/devices\/forget"><input type="hidden" name="id" value="([^"]+)"/.exec(
      page.text,
    )?.[1];
    const stranger = await stage.signedIn();
    await stranger.client.post('/account/devices/forget', { id: id ?? '' });
    expect((await client.get('/account')).text, 'nobody else can').to.include('trusted for 30 days');
    const told = await client.post('/account/devices/forget', { id: id ?? '' });
    expect(told.to).to.equal('/account?notice=device-forgotten');
    await client.post('/sign-out');
    expect((await signIn()).to, 'the code is asked for again').to.equal('/sign-in/code');
  });

  it('are where a check in front of an application leads, and lead back to it', async () => {
    const { client, signIn, code } = await stage.somebody({ totp: true });
    const check = () => client.get('/auth/check?mfa&maxAge=120', { 'x-forwarded-uri': '/vault?door=2' });
    const first = (await check()).headers.get('x-auth-location') ?? '';
    expect(first).to.equal('/sign-in?returnTo=%2Fvault%3Fdoor%3D2');
    const returnTo = hidden(await client.get(first), 'returnTo');
    expect((await signIn({ returnTo })).to).to.include('returnTo=%2Fvault%3Fdoor%3D2');
    const second = (await check()).headers.get('x-auth-location') ?? '';
    expect((await client.get(second)).to).to.match(/^\/sign-in\/code\?returnTo=/);
    const done = await client.post('/sign-in/code', { code: code(), use: 'totp', returnTo });
    expect(done.to).to.equal('/vault?door=2');
    expect((await check()).status).to.equal(200);

    stage.world.clock.advance(minutes(3));
    const third = (await check()).headers.get('x-auth-location') ?? '';
    expect(third).to.match(/^\/step-up\?acr_values=aal2&max_age=120&/);
    expect((await client.get(third)).text).to.include('Confirm that it is you');
    expect((await client.post('/step-up', { code: code(), use: 'totp', returnTo })).to).to.equal('/vault?door=2');
    expect((await check()).status).to.equal(200);
    expect((await client.get(third)).text, 'whoever comes again is not sent around').to.include('You can go on');
  });

  it('list sessions, end one, and end them all', async () => {
    const { client, email, name } = await stage.signedIn();
    const other = await new FormClient(stage.world.url, { 'user-agent': 'Kiosk/1.0' }).arrived();
    await other.post('/sign-in', { email, password });
    const list = await client.get('/account');
    expect(list.text).to.include('Kiosk').and.include('This device');
    const told = await client.post('/account/sessions/end', { id: hidden(list, 'id') });
    expect(told.to).to.equal('/account?notice=session-closed');
    expect((await other.get('/account')).to).to.equal('/sign-in');
    expect((await client.post('/account/sessions/end', { id: 'somebody-elses' })).to).to.match(/session-gone$/);
    const stranger = await stage.signedIn();
    await stranger.client.post('/account/sessions/end', { id: hidden(list, 'id') });
    expect((await client.get('/account')).status, name).to.equal(200);
    expect((await client.post('/sign-out', { everywhere: 'yes' })).to).to.match(/signed-out-everywhere$/);
    expect((await client.get('/account')).to).to.equal('/sign-in');
  });

  it('speak the language that a browser asks for, or the one that was chosen', async () => {
    const client = new FormClient(stage.world.url, { 'accept-language': 'de-AT, en;q=0.5' });
    expect((await client.get('/sign-in')).text)
      .to.include('<html lang="de"')
      .and.include('E-Mail-Adresse');
    const told = await client.post('/language', { language: 'en', here: '/sign-up?returnTo=%2Fa' });
    expect(told).to.include({ status: 303, to: '/sign-up?returnTo=%2Fa' });
    expect((await client.get('/sign-up')).text).to.include('<html lang="en"');
    const { client: ada, email } = await stage.signedIn();
    await ada.post('/language', { language: 'de', here: '/account' });
    await ada.post('/forgotten', { email });
    expect((await stage.world.mail()).findLast(({ to }) => to === email)?.language, 'mails speak it too').to.equal(
      'de',
    );
    expect((await client.post('/language', { language: 'xx', here: '//evil.example' })).to).to.equal('/');
  });

  it('tell every refusal as a page with the number of the request, and programs in JSON', async () => {
    const client = await new FormClient(stage.world.url).arrived();
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
    const client = new FormClient(stage.world.url);
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
    const { client } = await stage.signedIn();
    const shown = await client.post('/account/authenticator');
    const uri = hidden(shown, 'uri');
    const wrong = await client.post('/account/authenticator/confirm', { code: '000000', label: 'مفتاح', uri });
    expect(wrong.status).to.equal(401);
    expect(hidden(wrong, 'uri')).to.equal(uri);
    expect(wrong.text).to.include('مفتاح');
    const code = Phone.scan(uri, stage.world.clock).code(stage.world.clock.now());
    const right = await client.post('/account/authenticator/confirm', { code, label: 'مفتاح', uri });
    expect(right.text.match(/<code>[0-9A-Z-]{19}<\/code>/g)).to.have.length(10);
    expect((await client.get('/account')).text).to.include('<bdi dir="auto">مفتاح</bdi>');
    const again = await client.post('/account/authenticator/confirm', { code, uri });
    expect(again.to).to.match(/authenticator-there$/);
  });
});

describe('Pages while the database is gone', () => {
  it('say that they will be back, and when to come again', async () => {
    let gone = false;
    const world = await aWorld({
      instead: ({ work }) => ({
        work: {
          run: (...given: Parameters<typeof work.run>) =>
            gone ? Promise.reject(new Unavailable('the database is gone')) : work.run(...given),
        } as typeof work,
      }),
    });
    await world.settle('ada');
    const client = await new FormClient(world.url).arrived();
    gone = true;
    const told = await client.post('/sign-in', { email: world.addressOf('ada'), password });
    expect(told.status).to.equal(503);
    expect(told.headers.get('retry-after')).to.equal('1');
    expect(told.text).to.include('We will be right back').and.include(told.headers.get('x-request-id'));
    gone = false;
    expect((await client.post('/sign-in', { email: world.addressOf('ada'), password })).to).to.equal('/account');
    await world.close();
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
