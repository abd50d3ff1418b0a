import assert from 'node:assert/strict';
import { minutes, seconds } from 'portcullis/domain/duration';
import { aWorld, type World } from 'portcullis/testing';

const me = '{ me { email session { assurance } } }';

describe('Somebody with an authenticator', () => {
  let world: World;
  beforeEach(async () => {
    world = await aWorld().withUser('ada', { password: 'correct horse', totp: true });
  });
  afterEach(() => world.close());

  it('signs in with a code that is good for once', async () => {
    const phone = world.phoneOf('ada');
    assert.equal((await world.logIn('ada', 'wrong horse')).status, 'denied');
    assert.equal((await world.logIn('ada', 'correct horse')).status, 'mfa-required');
    assert.equal((await world.verify(phone.code())).status, 'signed-in');
    assert.equal((await world.replay(phone.code())).status, 'refused');
    world.clock.advance(seconds(30));
    assert.equal((await world.replay(phone.code())).status, 'signed-in');
    assert.equal(world.facts().filter(({ type }) => type === 'session.opened').length, 2);
  });

  it('is known by an access token, for five minutes', async () => {
    const ada = await world.signIn('ada');
    assert.deepEqual((await ada.ask(me)).data, { me: { email: 'ada@example.org', session: { assurance: 'AAL2' } } });
    world.clock.advance(minutes(5));
    assert.deepEqual((await ada.ask(me)).data, { me: null });
  });

  it('is known to whoever asks over HTTP, too', async () => {
    const { bearer } = await world.signIn('ada');
    const answer = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ query: me }),
    });
    const { data } = (await answer.json()) as { data: { me: { email: string } } };
    assert.equal(data.me.email, 'ada@example.org');
  });
});

describe('A company that demands a second factor', () => {
  it('lets nobody in without one', async () => {
    const world = await aWorld({ env: { MFA: 'required' } }).withUser('grace');
    assert.equal((await world.logIn('grace')).status, 'enrolment-required');
    await world.close();
  });
});
