import { expect } from 'chai';
import { minutes } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import { hidden } from '../support/form-client.js';
import { PageStage, password } from '../support/page-stage.js';
import { RestClient } from '../support/rest-client.js';

const application = 'https://app.example.com';

describe('The pages, attacked', () => {
  let stage: PageStage;
  before(async () => {
    stage = await PageStage.open({ env: { ALLOWED_ORIGINS: application } });
  });
  after(() => stage.close());

  it('[E08] carry nothing out for another site, whatever it makes a browser send', async () => {
    const { client } = await stage.signedIn({ totp: true });
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
    const { client, email } = await stage.somebody();
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
      const { client, signIn, code } = await stage.somebody({ totp: true });
      const asked = await signIn({ returnTo });
      expect(asked.to, returnTo).to.equal('/sign-in/code');
      const page = await client.get(`/sign-in/code?${new URLSearchParams({ returnTo })}`);
      expect(page.text).not.to.include('evil.example');
      const told = await client.post('/sign-in/code', { code: code(), use: 'totp', returnTo });
      expect(told.to).to.equal('/account');
    }
  });

  it('[E11] [E14] lead on with 303, and no address ever holds a secret', async () => {
    const { client, signIn, code, email } = await stage.somebody({ totp: true });
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
    expect(stage.world.logged.join('\n')).not.to.include(password).and.not.to.include(email);
    // The way back is the one address besides ours that a form may lead to.
    const page = await client.get(`/sign-in?${new URLSearchParams({ returnTo })}`);
    expect(page.headers.get('content-security-policy')).to.include(`form-action 'self' ${application};`);
  });

  it('[B02] [B04] open at no step but the one that is due', async () => {
    const { client, signIn, code } = await stage.somebody({ totp: true });
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
    const { client, signIn, email, code } = await stage.somebody({ totp: true });
    const rest = new RestClient(stage.world.url);
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
    const now = stage.world.phoneOf(email.slice(0, email.indexOf('@'))).code(stage.world.clock.now());
    const told = await client.post('/sign-in/code', { code: now, use: 'totp' });
    expect(told.status).to.equal(429);
    expect(told.headers.get('retry-after')).to.match(/^\d+$/);
    expect(told.text).to.include('You can try again in');
    expect((await client.post('/sign-in/code', { code: code(), use: 'totp' })).to, 'after the wait').to.equal(
      '/account',
    );
  });

  it('[M01] change nothing without a fresh proof, and come back after it', async () => {
    const { client, code } = await stage.signedIn({ totp: true });
    stage.world.clock.advance(minutes(6));
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

  it('say each secret on the one page that shows it, and nowhere else', async () => {
    const { client } = await stage.signedIn();
    const shown = await client.post('/account/authenticator');
    const uri = hidden(shown, 'uri');
    const seed = new URL(uri).searchParams.get('secret') ?? '';
    const code = Phone.scan(uri, stage.world.clock).code(stage.world.clock.now());
    const sheet = await client.post('/account/authenticator/confirm', { code, uri });
    const codes = sheet.text.match(/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/g) ?? [];
    expect(codes.length).to.be.at.least(10);
    const session = /portcullis=([^;]+)/.exec(client.cookies.header)?.[1] ?? '';
    expect([seed.length, session.length].every((length) => length > 20)).to.equal(true);
    for (const path of ['/account', '/sign-in', '/account/authenticator', '/account/backup-codes', '/nowhere'])
      await client.get(path);

    const kept = [...stage.world.logged, JSON.stringify(stage.world.facts())].join('\n');
    for (const secret of [seed, session, ...codes, password]) {
      expect(kept).not.to.include(secret);
      const carriers = client.answers.filter(({ text, to = '' }) => (text + to).includes(secret));
      // The download says each code once more, on the same page.
      expect(
        carriers.every((each) => each === shown || each === sheet),
        secret.slice(0, 4),
      ).to.equal(true);
      expect(carriers.every(({ headers }) => headers.get('cache-control') === 'no-store')).to.equal(true);
    }
  });
});
