import { expect } from 'chai';
import { minutes } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import { aWorld } from '../../src/testing/world.js';
import { FormClient, hidden } from '../support/form-client.js';
import { mailedTo } from '../support/mailed.js';
import { PageStage, password } from '../support/page-stage.js';

const better = 'seven green elephants walk';

describe('Recovery, through the pages', () => {
  let stage: PageStage;
  before(async () => {
    stage = await PageStage.open();
  });
  after(() => stage.close());

  it('sets a new password by a mailed link, once, and signs nobody in', async () => {
    const { client, email, signIn } = await stage.somebody();
    expect((await client.post('/forgotten', { email })).to).to.equal('/sign-in?notice=link-mailed');
    const unknown = await client.post('/forgotten', { email: 'nobody@example.org' });
    expect(unknown.to, 'the same for nobody').to.equal('/sign-in?notice=link-mailed');
    const { pathname, search } = await mailedTo(stage.world, email);
    // Whoever follows it changes nothing, however often.
    for (let times = 0; times < 3; times += 1) {
      const led = await client.get(pathname + search);
      expect(led).to.include({ status: 303, to: pathname });
    }
    expect((await client.get(pathname)).text).to.include('Choose a new password');
    expect((await client.post(pathname, { password: 'short' })).status).to.equal(400);
    expect((await client.post(pathname, { password: better })).to).to.equal('/sign-in?notice=password-set');
    expect(client.cookies.names).not.to.include('portcullis');

    expect((await signIn()).status, 'the former password').to.equal(401);
    expect((await signIn({ password: better })).to).to.equal('/account');
    const again = await new FormClient(client.url).arrived();
    await again.get(pathname + search);
    expect((await again.post(pathname, { password: `${better} again` })).status).to.equal(410);
    const secret = search.slice('?code='.length);
    expect(stage.world.logged.join('\n')).not.to.include(secret);
    for (const { to = '', text } of [...client.answers, ...again.answers]) expect(to + text).not.to.include(secret);
  });

  it('says that a link is over, whatever is wrong with it', async () => {
    const { client, email } = await stage.somebody();
    await client.post('/forgotten', { email });
    const { pathname, search } = await mailedTo(stage.world, email);
    stage.world.clock.advance(minutes(31));
    await client.get(pathname + search);
    expect((await client.post(pathname, { password: better })).status).to.equal(410);
    const stranger = await new FormClient(client.url).arrived();
    expect((await stranger.get('/link/reset-password')).text).to.include('does not work any more');
    expect((await stranger.get('/link/reset-password?code=%0d%0aSet-Cookie:a=b')).to).to.equal('/link/reset-password');
    expect((await stranger.post('/link/not-me')).status).to.equal(410);
    expect((await stranger.get('/link/nothing?code=abc')).status).to.equal(404);
  });

  it('changes a password and an address, behind a fresh proof, and tells where the person is', async () => {
    const { client, email, name } = await stage.signedIn();
    stage.world.clock.advance(minutes(6));
    for (const path of ['/account/password', '/account/address'])
      expect((await client.get(path)).to, path).to.match(/^\/step-up\?acr_values=aal1/);
    await client.post('/step-up', { password, acr_values: 'aal1' });
    const wrong = await client.post('/account/password', { current: 'not this one at all', password: better });
    expect(wrong.status).to.equal(401);
    const changed = await client.post('/account/password', { current: password, password: better });
    expect(changed.to).to.equal('/account?notice=password-changed');
    const next = `${name}.moved@example.org`;
    expect((await client.post('/account/address', { email: next })).to).to.equal('/account?notice=address-mailed');
    const { pathname, search } = await mailedTo(stage.world, next);
    expect(pathname).to.equal('/link/change-address');
    await client.get(pathname + search);
    expect((await client.post(pathname)).to).to.equal('/sign-in?notice=address-confirmed');
    expect((await client.post('/sign-in', { email: next, password: better })).to).to.equal('/account');
    expect((await client.get('/account')).text)
      .to.include('Recent activity')
      .and.include(next)
      .and.not.include(`>${email}<`);
  });

  it('ends everything for whoever says that it was not them', async () => {
    const { client, email } = await stage.signedIn({ totp: true });
    await client.post('/account/turn-off');
    const { pathname, search } = await mailedTo(stage.world, email, 'notMe');
    expect(pathname).to.equal('/link/not-me');
    const owner = await new FormClient(client.url).arrived();
    await owner.get(pathname + search);
    expect((await client.get('/account')).status, 'nothing yet').to.equal(200);
    expect((await owner.post(pathname)).to).to.equal('/sign-in?notice=secured');
    expect((await client.get('/account')).to).to.equal('/sign-in');
    expect((await mailedTo(stage.world, email)).pathname).to.equal('/link/reset-password');
  });
});

describe('Registration where addresses are verified, through the pages', () => {
  it('[E16] makes the account when the link was followed, and a reset by mail leaves its second factor on', async () => {
    const world = await aWorld({ env: { VERIFY_ADDRESS: 'on' } });
    const client = await new FormClient(world.url).arrived();
    const email = 'new.person@example.org';
    expect((await client.post('/sign-up', { email, password })).to).to.equal('/sign-in?notice=confirm-mailed');
    expect((await client.post('/sign-in', { email, password })).status).to.equal(401);
    const { pathname, search } = await mailedTo(world, email);
    expect((await client.get(pathname + search)).to).to.equal('/link/confirm-address');
    expect((await client.post(pathname)).to).to.equal('/sign-in?notice=address-confirmed');
    expect((await client.post('/sign-in', { email, password })).to).to.equal('/account');

    const uri = hidden(await client.post('/account/authenticator'), 'uri');
    const phone = Phone.scan(uri, world.clock);
    await client.post('/account/authenticator/confirm', { code: phone.code(world.clock.now()), uri });
    const lost = await new FormClient(world.url).arrived();
    await lost.post('/forgotten', { email });
    const reset = await mailedTo(world, email);
    await lost.get(reset.pathname + reset.search);
    expect((await lost.post(reset.pathname, { password: better })).to).to.equal('/sign-in?notice=password-set');
    expect((await client.get('/account')).to, 'everything that was open has ended').to.equal('/sign-in');
    expect((await lost.post('/sign-in', { email, password: better })).to, 'MFA is on').to.equal('/sign-in/code');
    expect((await lost.get('/account')).to).to.equal('/sign-in/code');
    await world.close();
  });
});
