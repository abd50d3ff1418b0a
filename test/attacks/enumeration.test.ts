import { expect } from 'chai';
import { itself } from '../../src/domain/client.js';
import { minutes } from '../../src/domain/duration.js';
import { EmailAddress } from '../../src/domain/user/email-address.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { sendGraphql } from '../support/graphql-client.js';
import * as say from '../support/operations.js';

const wrong = 'not the password of anybody';

describe('Asking who is there', () => {
  let world: World;
  beforeEach(async () => {
    world = await aWorld().withUser('plain').withUser('second', { totp: true }).withUser('disabled');
    const address = EmailAddress.parse(world.addressOf('disabled'));
    await world
      .needs()
      .work.run(itself, async (tx) => (address ? (await tx.users.byEmail(address))?.disable() : undefined));
  });
  afterEach(() => world.close());

  const own = /^(?:date|x-request-id|ratelimit|connection|keep-alive)$/;
  const heads = (headers: Headers) => [...headers].filter(([name]) => !own.test(name));
  /** Everything of an answer but what is about the request itself, by both doors. */
  async function answers(name: string, password: string): Promise<string> {
    const email = world.addressOf(name);
    const graphql = await sendGraphql(world.url, say.login, { input: { email, password } });
    const rest = await fetch(`${world.url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password, credential: 'token' }),
    });
    const text = (await rest.text()).replace(/"requestId":"[^"]*"/, '');
    return JSON.stringify([
      graphql.status,
      heads(graphql.headers),
      graphql.text,
      rest.status,
      heads(rest.headers),
      text,
    ]);
  }
  const people = ['plain', 'second', 'disabled', 'nobody'];

  it('[I01] [I04] with a wrong password tells nobody apart: with and without a second factor, disabled, not there', async () => {
    const said = new Set<string>();
    for (const name of people) said.add(await answers(name, wrong));
    expect(said.size).to.equal(1);
    expect([...said][0])
      .to.include('InvalidCredentials')
      .and.not.match(/factor|totp|mfa/i);
    // A right password of a disabled account is no better.
    expect(await answers('disabled', 'correct horse battery staple')).to.equal([...said][0]);
  });

  it('[I01] however often it is asked: everybody waits, and is closed, after the same number of times', async () => {
    const stories = [];
    for (const name of ['plain', 'second', 'nobody']) {
      const story = [];
      for (let n = 0; n < 60; n += 1) {
        story.push((await world.logIn(name, wrong)).status);
        world.clock.advance(minutes(15));
      }
      stories.push(story.join());
    }
    expect(new Set(stories).size).to.equal(1);
    expect(stories[0]?.match(/denied/g)).to.have.length(50);
  });

  it('[I04] shows what a second factor is asked by only after the right password', async () => {
    const outcome = await world.logIn('second');
    expect('pending' in outcome && outcome.pending.challenge.offer).to.deep.equal(['totp', 'backup-code']);
    expect(await world.logIn('second', wrong)).to.deep.equal({ status: 'denied' });
  });
});
