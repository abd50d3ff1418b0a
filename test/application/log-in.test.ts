import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import { anId, client } from '../../src/testing/builders.js';
import { Phone } from '../../src/testing/phone.js';
import { password, Stage } from '../support/stage.js';

const wrong = new Secret('not the password of anybody');

describe('Logging in', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open();
  });
  after(() => stage.world.close());
  afterEach(() => stage.busyUntil(undefined));

  it('judges nothing while hashing has no place, and says when it will', async () => {
    const ada = await stage.person();
    const retryAt = new Date(stage.now.getTime() + seconds(3));
    stage.busyUntil(retryAt);
    const facts = await stage.facts(async () => {
      for (const secret of [password, wrong])
        expect(await stage.logIn(ada, secret)).to.deep.equal({ status: 'too-many-attempts', retryAt });
    });
    expect(facts).to.deep.equal([]);
    stage.busyUntil(undefined);
    expect(await stage.logIn(ada)).to.include({ status: 'signed-in' });
  });

  it('counts nothing that nobody had the time to judge', async () => {
    const strict = await Stage.open({ env: { LIMIT_LOGIN_PER_CLIENT: '5' } });
    try {
      const ada = await strict.person();
      const retryAt = new Date(strict.now.getTime() + seconds(3));
      for (const isSeen of [true, false]) {
        strict.busyUntil(retryAt, isSeen);
        const facts = await strict.facts(async () => {
          for (let tries = 0; tries < 6; tries += 1)
            expect(await strict.logIn(ada, wrong)).to.deep.equal({ status: 'too-many-attempts', retryAt });
        });
        expect(facts).to.deep.equal([]);
      }
      strict.busyUntil(undefined);
      expect(await strict.logIn(ada)).to.include({ status: 'signed-in' });
    } finally {
      await strict.world.close();
    }
  });

  it('takes no guess where there is nothing to guess: no address, no password that could be anybody’s', async () => {
    const ada = await stage.person();
    const facts = await stage.facts(async () => {
      for (const email of ['', 'ada', '@', 'a@b@c', `${'a'.repeat(65)}@example.org`, 'ada@example.org\0'])
        expect(
          await stage.useCases.logIn.execute({
            email,
            password,
            credential: 'token',
            devices: [],
            browser: undefined,
            client,
          }),
        ).to.deep.equal({
          status: 'denied',
        });
      for (const raw of ['x'.repeat(1025), 'é'.repeat(600), '\ud800'.repeat(20)])
        expect(await stage.logIn(ada, new Secret(raw))).to.deep.equal({ status: 'denied' });
    });
    expect(facts).to.deep.equal([]);
  });

  it('tells an unknown address and a wrong password apart only in the facts', async () => {
    const ada = await stage.person();
    const facts = await stage.facts(async () => {
      expect(await stage.logIn(ada, wrong)).to.deep.equal(await stage.logIn(anId(), wrong));
    });
    expect(facts).to.have.members(['sign-in.refused: wrong-password', 'sign-in.refused: unknown-address']);
  });

  it('makes known and unknown addresses wait and close alike, whatever is guessed', async () => {
    const [ada, nobody] = [await stage.person(), anId()];
    const answers: Record<string, unknown[]> = { [ada]: [], [nobody]: [] };
    for (let guess = 1; guess <= 51; guess += 1) {
      for (const name of [ada, nobody]) {
        const refused = await stage.logIn(name, wrong);
        // Barred is barred: the right password is not even looked at.
        const barred = await stage.logIn(name, guess > 5 ? password : wrong);
        answers[name]?.push(guess > 4 ? [refused, barred] : refused);
      }
      stage.world.clock.advance(minutes(15));
    }
    expect(answers[ada]).to.deep.equal(answers[nobody]);
    expect(answers[ada]?.at(-1)).to.deep.equal([1, 2].map(() => ({ status: 'too-many-attempts', retryAt: undefined })));
    expect(await stage.logIn(ada)).to.include({ status: 'too-many-attempts' });
  });

  it('begins to count anew with a complete sign-in, and not with half of one', async () => {
    const [ada, grace] = [await stage.person(), await stage.person({ totp: true })];
    const threeWrong = async (name: string) => {
      for (let guess = 0; guess < 3; guess += 1) expect((await stage.logIn(name, wrong)).status).to.equal('denied');
    };
    await threeWrong(ada);
    await stage.signIn(ada);
    await threeWrong(ada);
    expect(await stage.logIn(ada)).to.include({ status: 'signed-in' });

    await threeWrong(grace);
    expect(await stage.logIn(grace)).to.include({ status: 'mfa-required' });
    expect((await stage.logIn(grace, wrong)).status).to.equal('denied');
    expect((await stage.logIn(grace, wrong)).status).to.equal('denied');
    expect(await stage.logIn(grace), 'five in a row').to.include({ status: 'too-many-attempts' });
    stage.world.clock.advance(seconds(1));
    await stage.signIn(grace);
    await threeWrong(grace);
    expect(await stage.logIn(grace)).to.include({ status: 'mfa-required' });
  });

  it('opens nothing for a user who was disabled while the password was being compared', async () => {
    const ada = await stage.person();
    const { id } = await stage.userOf(ada);
    stage.meanwhile(() => stage.change(id, (user) => user.disable()));
    const facts = await stage.facts(async () => expect(await stage.logIn(ada)).to.deep.equal({ status: 'denied' }));
    expect(facts).to.deep.equal(['user.disabled', 'sign-in.refused: disabled']);
    await stage.change(id, (user) => user.enable());
    expect(await stage.logIn(ada)).to.include({ status: 'signed-in' });
  });

  it('asks for the factor that was enrolled while the password was being compared', async () => {
    const ada = await stage.person();
    const first = await stage.signIn(ada);
    const by = { kind: 'session', viewer: first } as const;
    const begun = await stage.useCases.enrol.execute({ by, kind: 'totp', client });
    if (begun.status !== 'begun' || begun.reveal.kind !== 'totp') return expect.fail(begun.status);
    const code = Phone.scan(begun.reveal.uri.reveal()).code(stage.now);
    stage.meanwhile(() => stage.useCases.confirm.execute({ by, code, label: undefined, client }));
    expect(await stage.logIn(ada)).to.include({ status: 'mfa-required' });
  });

  it('knows nobody who registered only while nobody’s hash was being compared', async () => {
    const name = anId();
    stage.meanwhile(() => stage.world.settle(name));
    const facts = await stage.facts(async () => expect(await stage.logIn(name)).to.deep.equal({ status: 'denied' }));
    expect(facts).to.deep.equal(['sign-in.refused: unknown-address']);
    expect(await stage.logIn(name)).to.include({ status: 'signed-in' });
  });

  it('bars a right password whose pool was filled while it was being compared', async () => {
    const ada = await stage.person();
    stage.meanwhile(async () => {
      for (let guess = 0; guess < 5; guess += 1) await stage.logIn(ada, wrong);
    });
    expect(await stage.logIn(ada)).to.deep.equal({
      status: 'too-many-attempts',
      retryAt: new Date(stage.now.getTime() + seconds(1)),
    });
  });

  it('ends the session that the request carried when the new one opens, and no other', async () => {
    const ada = await stage.person();
    const [here, elsewhere] = [await stage.signIn(ada), await stage.signIn(ada)];
    const facts = await stage.facts(() => stage.logIn(ada, password, 'token', { ...client, session: here.session.id }));
    expect(facts).to.deep.equal(['device.known', 'session.opened', 'session.revoked: replaced']);
    expect(await stage.useCases.list.execute({ viewer: here, client })).to.deep.equal([]);
    expect(await stage.useCases.list.execute({ viewer: elsewhere, client })).to.have.length(2);
  });
});
