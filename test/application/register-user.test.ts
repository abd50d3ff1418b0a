import { expect } from 'chai';
import { Addressing } from '../../src/application/addressing.js';
import { LinkDesk } from '../../src/application/link-desk.js';
import { RelayFacts } from '../../src/application/relay-facts.js';
import { hours, seconds } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import { anId, client } from '../../src/testing/builders.js';
import { password, Stage } from '../support/stage.js';

describe('Registering', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open();
  });
  after(() => stage.world.close());
  beforeEach(() => stage.busyUntil(undefined));

  const register = (email: string, secret = password) =>
    stage.useCases.register.execute({ email, password: secret, client });

  it('makes one account of one address, however many ask at once and however it is spelled', async () => {
    const local = anId();
    const spellings = [`${local}@example.org`, ` ${local.toUpperCase()}@EXAMPLE.org`, `${local}@ｅxample.org`];
    const facts = await stage.facts(() =>
      Promise.all(
        spellings.map(async (email) =>
          expect(await register(email)).to.deep.equal({ status: 'accepted', email: `${local}@example.org` }),
        ),
      ),
    );
    expect(facts.toSorted()).to.deep.equal(['registration.repeated', 'registration.repeated', 'user.registered']);
  });

  it('changes nothing about an account that is there, and tells only its owner', async () => {
    const name = anId();
    const email = stage.world.addressOf(name);
    await register(email);
    const before = (await stage.userOf(name)).snapshot();
    expect(await register(email, new Secret('the password of a stranger'))).to.deep.equal({
      status: 'accepted',
      email,
    });
    expect((await stage.userOf(name)).snapshot()).to.deep.equal(before);
    expect(await stage.logIn(name, new Secret('the password of a stranger'))).to.deep.equal({ status: 'denied' });
    expect(await stage.logIn(name)).to.include({ status: 'signed-in' });
    const mail = await stage.world.mail();
    expect(mail.filter(({ to }) => to === email)).to.have.length(1);
  });

  it('makes no account while hashing has no place', async () => {
    const retryAt = new Date(stage.now.getTime() + seconds(1));
    stage.busyUntil(retryAt);
    const facts = await stage.facts(async () => {
      expect(await register(`${anId()}@example.org`)).to.deep.equal({ status: 'too-many-attempts', retryAt });
    });
    expect(facts).to.deep.equal([]);
  });

  it('says what is wrong with an address or a password, and makes nothing of them', async () => {
    const email = 'ada.lovelace@example.org';
    const facts = await stage.facts(async () => {
      expect(await register('ada')).to.deep.equal({ status: 'email-rejected' });
      const problems = {
        'fourteen chars': 'too-short',
        [`${'x'.repeat(1025)}`]: 'too-long',
        'I am Ada.Lovelace herself': 'contains-address',
        'Password!Password!': 'common',
      };
      for (const [raw, problem] of Object.entries(problems))
        expect(await register(email, new Secret(raw))).to.deep.equal({ status: 'password-rejected', problem });
    });
    expect(facts).to.deep.equal([]);
  });
});

describe('Telling the owners of accounts', () => {
  it('happens again where it failed, and not again where it did not', async () => {
    const stage = await Stage.open();
    const name = anId();
    const email = stage.world.addressOf(name);
    for (let time = 0; time < 3; time += 1) {
      await stage.useCases.register.execute({ email, password, client });
      stage.world.clock.advance(hours(1));
    }
    const sent: string[] = [];
    let failing = true;
    const { its } = stage;
    const relay = new RelayFacts({
      outbox: its.outbox,
      addressing: new Addressing({ ...its, links: new LinkDesk({ ...its, linkUrl: 'https://auth.example.com/link' }) }),
      policy: its.policy,
      noticeTurns: its.noticeTurns,
      notifier: {
        send: async ({ about }) => {
          if (failing && sent.length === 1) throw new Error('no route to the mail server');
          sent.push(about);
        },
      },
    });
    await relay.execute(100);
    expect(sent).to.have.length(1);
    failing = false;
    stage.world.clock.advance(hours(1));
    while ((await relay.execute(100)).delivered > 0);
    expect(new Set(sent)).to.have.property('size', 2);
    expect(sent).to.have.length(2);
    await stage.world.close();
  });

  it('[B13] of what strangers can cause is done once an hour, however often they do it', async () => {
    const stage = await Stage.open({ now: new Date('2026-03-01T12:00:00Z') });
    const [ada, grace] = [await stage.person(), await stage.person()];
    const register = async (name: string, times: number): Promise<void> => {
      const email = stage.world.addressOf(name);
      for (let time = 0; time < times; time += 1) await stage.useCases.register.execute({ email, password, client });
    };
    const mailed = async (name: string): Promise<number> =>
      (await stage.world.mail()).filter(({ to }) => to === stage.world.addressOf(name)).length;
    await register(ada, 20);
    await register(grace, 1);
    expect([await mailed(ada), await mailed(grace)]).to.deep.equal([1, 1]);
    await register(ada, 20);
    expect(await mailed(ada)).to.equal(1);
    stage.world.clock.advance(hours(1));
    await register(ada, 20);
    expect([await mailed(ada), await mailed(grace)]).to.deep.equal([2, 1]);
    await stage.world.close();
  });
});
