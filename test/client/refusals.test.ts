import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { gql } from '@apollo/client';
import {
  MfaCancelledError,
  MfaRefusedError,
  NoAnswerError,
  RegenerateBackupCodesDocument,
  SessionEndedError,
  type Question,
} from '../../src/client/client.js';
import { hours, minutes } from '../../src/domain/duration.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { Tab } from '../support/client-people.js';

const html = () =>
  new Response('<!doctype html><h1>502 Bad Gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } });

/** What a promise was rejected with. */
const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('nothing was wrong'),
    (error: unknown) => error,
  );

describe('Operations that wait', () => {
  let world: World;
  beforeEach(async () => (world = await aWorld().withUser('ada', { totp: true })));
  afterEach(() => world.close());

  const ask = (tab: Tab, name: string): Promise<unknown> =>
    tab.apollo.query({ query: gql(`query ${name} { me { email } }`), fetchPolicy: 'no-cache' });
  /** Lets `refreshSession` be answered when all of them have found out that they need it. */
  const whenAllWait = async (tab: Tab, step: string): Promise<boolean> => {
    if (step !== 'refreshSession') return false;
    while (tab.network.sent.filter((each) => each.step === 'me').length < 5) await sleep(5);
    return true;
  };
  const five = (tab: Tab): Promise<unknown[]> =>
    Promise.all(['A', 'B', 'C', 'D', 'E'].map((name) => refusal(ask(tab, name))));

  it('all get one SessionEndedError when the session has ended, and the tokens are forgotten', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(hours(2));
    tab.network.instead = (step) => whenAllWait(tab, step).then(() => undefined);
    const errors = await five(tab);
    expect(errors[0]).to.be.instanceOf(SessionEndedError);
    expect(new Set(errors)).to.have.length(1);
    expect(tab.network.steps().filter((step) => step === 'refreshSession')).to.have.length(1);
    expect(await tab.portcullis.held()).to.equal(undefined);
    // Nobody is kept from signing in again.
    expect((await tab.logIn()).__typename).to.equal('MfaRequired');
  });

  it('all get one NoAnswerError when HTML answers the refresh, and the session is kept', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(minutes(6));
    tab.network.instead = (step) => whenAllWait(tab, step).then((waited) => (waited ? html() : undefined));
    const errors = await five(tab);
    expect(errors[0]).to.be.instanceOf(NoAnswerError).and.include({ status: 502 });
    expect(new Set(errors)).to.have.length(1);
    tab.network.instead = undefined;
    expect(await ask(tab, 'F')).to.have.nested.property('data.me.email', 'ada@example.org');
  });

  it('say that nothing could be reached', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(minutes(6));
    tab.network.instead = (step) => {
      if (step === 'refreshSession') throw new TypeError('fetch failed');
      return undefined;
    };
    const error = await refusal(ask(tab, 'A'));
    expect(error).to.be.instanceOf(NoAnswerError).and.include({ status: undefined });
    expect((error as Error).cause).to.be.instanceOf(TypeError);
  });

  it('are not fooled by JSON that is no GraphQL, nor by errors', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(minutes(6));
    for (const body of ['null', '{}', '{"data":null}', '{"data":{}}', '[]', '"ok"', '{"errors":[{}]}']) {
      tab.network.instead = (step) => (step === 'refreshSession' ? new Response(body) : undefined);
      expect(await refusal(ask(tab, 'A')), body).to.be.instanceOf(NoAnswerError);
    }
  });

  it('hand on whatever else answers them, as their client library says it', async () => {
    const tab = await new Tab(world).signIn();
    const strange = ['null', '[]', '{"errors":{}}', '{"errors":[null]}', '{"errors":[{"extensions":null}]}', '<html>'];
    for (const body of strange) {
      tab.network.instead = () => new Response(body, { status: 403 });
      expect(await refusal(ask(tab, 'A')), body).to.have.property('statusCode', 403);
    }
    tab.network.instead = () => new Response('<html>', { headers: { 'content-type': 'text/html' } });
    expect(await refusal(ask(tab, 'A'))).to.have.property('name', 'ServerParseError');
    expect(tab.network.steps()).to.not.include('refreshSession');
  });

  const stale = async (answer: (question: Question) => void | Promise<void>): Promise<Tab> => {
    const tab = await new Tab(world, { ask: answer }).signIn();
    world.clock.advance(minutes(6));
    return tab;
  };
  const regenerate = (tab: Tab): Promise<unknown> => tab.apollo.mutate({ mutation: RegenerateBackupCodesDocument });

  it('get an MfaCancelledError from a person who cancels, in whichever way', async () => {
    const reason = new Error('the dialogue crashed');
    const ways: readonly ((question: Question) => void | Promise<void>)[] = [
      (question) => question.cancel(),
      (question) => void setTimeout(() => question.cancel(), 5),
      async () => undefined,
      async () => Promise.reject(reason),
      () => {
        throw reason;
      },
    ];
    for (const way of ways) {
      const tab = await stale(way);
      const error = await refusal(regenerate(tab));
      expect(error).to.be.instanceOf(MfaCancelledError);
      expect((error as Error).cause).to.be.oneOf([undefined, reason]);
      await tab.questions[0]?.over;
      // The session is what it was.
      expect(await ask(tab, 'A')).to.have.nested.property('data.me.email', 'ada@example.org');
    }
  });

  it('go on after wrong codes, and after a challenge that is over is put anew', async () => {
    const verdicts: string[] = [];
    const tab = await stale(async (question) => {
      if (question.kind !== 'factor') return expect.fail('a password was asked for');
      const guess = async (): Promise<number> =>
        verdicts.push((await question.answer({ factor: 'TOTP', code: '000000' })).__typename);
      await guess();
      if (tab.questions.length === 2) return tab.answering(question);
      await guess();
      world.clock.advance(minutes(6));
      await guess();
    });
    expect(await regenerate(tab)).to.have.nested.property('data.regenerateBackupCodes.__typename', 'BackupCodes');
    expect(verdicts).to.deep.equal(['InvalidCode', 'InvalidCode', 'ChallengeClosed', 'InvalidCode']);
    expect(tab.questions).to.have.length(2);
  });

  it('get a SessionEndedError after five wrong codes, which end the session, and nothing more is asked', async () => {
    const verdicts: string[] = [];
    const tab = await stale(async (question) => {
      if (question.kind !== 'factor') return expect.fail('a password was asked for');
      for (let guesses = 0; guesses < 6; guesses += 1)
        verdicts.push((await question.answer({ factor: 'TOTP', code: '000000' })).__typename);
    });
    expect(await refusal(regenerate(tab))).to.be.instanceOf(SessionEndedError);
    expect(verdicts).to.deep.equal([...Array.from({ length: 5 }, () => 'InvalidCode'), 'ChallengeClosed']);
    expect(tab.questions).to.have.length(1);
    expect(await tab.portcullis.held()).to.equal(undefined);
    // That session only: the owner signs in again at once.
    await tab.signIn();
    expect(await ask(tab, 'A')).to.have.nested.property('data.me.email', 'ada@example.org');
  });

  it('are asked about once, however many of them demand it', async () => {
    const tab = await stale(async (question) => tab.answering(question));
    const answers = await Promise.all([1, 2, 3].map(() => regenerate(tab)));
    for (const answer of answers) expect(answer).to.have.nested.property('data.regenerateBackupCodes.codes');
    expect(tab.questions).to.have.length(1);
  });

  it('get an MfaRefusedError where nothing can be proven', async () => {
    await world.settle('bob');
    const tab = await new Tab(world).signIn('bob');
    const error = await refusal(tab.portcullis.raise({ requiredAssurance: 'AAL2', maxAge: undefined }));
    expect(error).to.be.instanceOf(MfaRefusedError).and.have.nested.property('result.reason', 'NO_FACTOR');
  });

  it('find out that somebody signed out meanwhile', async () => {
    const tab = await stale((question) => void setTimeout(() => question.cancel(), 10));
    await tab.portcullis.signOut();
    expect(await ask(tab, 'A')).to.have.nested.property('data.me', null);
    expect(await tab.portcullis.authorization()).to.equal(undefined);
  });

  it('end a session for good on logout, even where the access token was too old to say so', async () => {
    const tab = await new Tab(world).signIn();
    const held = (await tab.portcullis.held()) ?? expect.fail('nobody is signed in');
    world.clock.advance(minutes(6));
    await tab.apollo.mutate({
      mutation: gql`
        mutation {
          logout {
            sessionsEnded
          }
        }
      `,
    });
    expect(await tab.portcullis.held()).to.equal(undefined);
    const thief = new Tab(world);
    await thief.portcullis.signedIn({ tokens: held });
    expect(await refusal(thief.portcullis.renew(held))).to.be.instanceOf(SessionEndedError);
  });
});
