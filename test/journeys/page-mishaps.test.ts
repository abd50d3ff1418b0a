import { expect } from 'chai';
import { minutes } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import { FormClient, hidden } from '../support/form-client.js';
import { mailedTo } from '../support/mailed.js';
import { PageStage, password } from '../support/page-stage.js';

const better = 'seven green elephants walk';

describe('Forms of the pages', () => {
  let stage: PageStage;
  before(async () => {
    stage = await PageStage.open();
  });
  after(() => stage.close());

  it('say that cookies are off, each of them, and do nothing', async () => {
    const { email } = await stage.somebody();
    const before = (await stage.world.mail()).length;
    for (const [path, back] of [
      ['/sign-in', '/sign-in?returnTo=%2Fpay'],
      ['/sign-in/code', '/sign-in/code?returnTo=%2Fpay'],
      ['/sign-up', '/sign-up?returnTo=%2Fpay'],
      ['/sign-out', '/sign-out?returnTo=%2Fpay'],
      ['/forgotten', '/forgotten?returnTo=%2Fpay'],
      ['/step-up', '/step-up?returnTo=%2Fpay'],
      ['/account/authenticator', '/account/authenticator?returnTo=%2Fpay'],
      ['/account/authenticator/rename', '/account/authenticator/rename?returnTo=%2Fpay'],
      ['/account/password', '/account/password?returnTo=%2Fpay'],
      ['/link/reset-password', '/link/reset-password?returnTo=%2Fpay'],
      ['/account/sessions/end', '/'],
      ['/language', '/'],
    ] as const) {
      const told = await new FormClient(stage.world.url).post(path, { email, password, returnTo: '/pay' });
      expect(told.status, path).to.equal(400);
      expect(told.text, path).to.include('Cookies are off').and.include(`href="${back}"`);
    }
    expect(await stage.world.mail()).to.have.length(before);
    // A session that another door opened is a cookie as well.
    const { client } = await stage.signedIn();
    client.cookies.forget('portcullis-cookies');
    expect((await client.post('/sign-out')).to).to.equal('/sign-in?notice=signed-out');
  });

  it('are taken from our own pages alone, and nothing comes of the others', async () => {
    const { client } = await stage.signedIn();
    for (const [path, fields] of [
      ['/sign-out', { everywhere: 'yes' }],
      ['/sign-in', { email: 'mallory@example.org', password }],
      ['/account/authenticator', {}],
      ['/language', { language: 'de', here: '/' }],
    ] as const) {
      for (const headers of [
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        { origin: 'https://evil.example' },
        { origin: 'null', 'sec-fetch-site': 'cross-site' },
        { origin: 'http://sub.localhost', 'sec-fetch-site': 'same-site' },
      ]) {
        const told = await client.post(path, fields, headers);
        expect(told.status, `${path} ${JSON.stringify(headers)}`).to.equal(403);
        expect(told.text).to.include('This came from another site').and.include(`href="${client.url}/"`);
        expect(told.headers.getSetCookie()).to.deep.equal([]);
      }
    }
    expect((await client.get('/account')).text).to.include('<html lang="en"');
  });

  it('sign in once where the sign-in is posted again', async () => {
    const { client, signIn } = await stage.somebody();
    expect((await signIn({ returnTo: '/pay' })).to).to.equal('/pay');
    expect((await signIn({ returnTo: '/pay' })).to).to.equal('/pay');
    const { text } = await client.get('/account');
    expect(text.match(/This device/g), 'one session, one device').to.have.length(2);
    expect(text).not.to.include('action="/account/sessions/end"');
    expect((await client.get('/sign-in')).text, 'the way back').to.include('You are signed in as');
  });

  it('set an authenticator up once where its first code is posted again', async () => {
    const { client } = await stage.signedIn();
    const uri = hidden(await client.post('/account/authenticator'), 'uri');
    const code = Phone.scan(uri, stage.world.clock).code(stage.world.clock.now());
    const twin = client.twin();
    const first = await client.post('/account/authenticator/confirm', { code, uri });
    expect(first.text).to.include('Save your backup codes');
    const again = await client.post('/account/authenticator/confirm', { code, uri });
    expect(again.to).to.equal('/account?notice=authenticator-there');
    const account = await client.get(again.to ?? '');
    expect(account.text).to.include('is set up already').and.include('10 of 10 left');
    expect(account.text.match(/Remove authenticator:/g)).to.have.length(1);
    // Sent before the first answer was there: the cookie it brings is the former one.
    expect((await twin.post('/account/authenticator/confirm', { code, uri })).to).to.equal('/sign-in');
    stage.world.clock.advance(minutes(11));
    const late = await client.post('/account/authenticator/confirm', { code, uri });
    expect(late.to).to.equal('/account/authenticator?notice=set-up-again');
  });

  it('lead on where a mailed link is posted again, and set one password', async () => {
    const { client, email, signIn } = await stage.somebody();
    await client.post('/forgotten', { email });
    const { pathname, search } = await mailedTo(stage.world, email);
    await client.get(pathname + search);
    const twin = client.twin();
    expect((await client.post(pathname, { password: better })).to).to.equal('/sign-in?notice=password-set');
    const again = await client.post(pathname, { password: 'another one that is long' });
    expect(again.to).to.equal('/sign-in?notice=password-set');
    const told = await twin.post(pathname, { password: 'another one that is long' });
    expect(told.status).to.equal(410);
    expect(told.text).to.include('If you have just used it, it has done its work');
    expect((await client.get(pathname)).status, 'nothing is left to choose').to.equal(410);
    expect((await signIn({ password: better })).to).to.equal('/account');
  });

  it('say how many attempts are left, and mark the field that is meant', async () => {
    const { client, signIn } = await stage.somebody({ totp: true });
    await signIn();
    for (const left of ['4 attempts left', '3 attempts left', '2 attempts left', 'One attempt left']) {
      const told = await client.post('/sign-in/code', { code: '000000', use: 'totp' });
      expect(told.text)
        .to.include(left)
        .and.match(/<input id="code"[^>]*aria-describedby="problem"/);
    }
    expect((await client.post('/sign-in/code', { code: '000000', use: 'totp' })).to).to.match(/notice=expired$/);

    const short = await client.post('/sign-up', { email: 'new@example.org', password: 'short' });
    expect(short.text).to.match(/<input id="password"[^>]*aria-describedby="problem password-hint"/);
    expect(short.text).not.to.match(/<input id="email"[^>]*aria-invalid/);
  });

  it('call an authenticator something else', async () => {
    const { client, name } = await stage.signedIn({ totp: true });
    const account = await client.get('/account');
    const path = /\/account\/authenticator\/rename\?id=[\w-]+/.exec(account.text)?.[0] ?? '';
    stage.world.clock.advance(minutes(6));
    const page = await client.get(path);
    expect(page.text, name).to.include('Rename this authenticator');
    const id = hidden(page, 'id');
    const label = 'מפתח <b>';
    expect((await client.post('/account/authenticator/rename', { id, label })).to).to.match(/authenticator-renamed$/);
    const told = await client.get('/account?notice=authenticator-renamed');
    expect(told.text).to.include('has its new name').and.include('<bdi dir="auto">מפתח &lt;b></bdi>');
    expect(told.text).to.include('Authenticator renamed');
    const stranger = await stage.signedIn();
    const foreign = await stranger.client.post('/account/authenticator/rename', { id, label: 'mine' });
    expect(foreign.to).to.equal('/account?notice=authenticator-gone');
    expect((await stranger.client.get(path)).to).to.equal('/account?notice=authenticator-gone');
    expect((await new FormClient(client.url).get(path)).to).to.equal('/sign-in');
  });
});
