import { setTimeout as sleep } from 'node:timers/promises';
import { gql } from '@apollo/client';
import { expect } from 'chai';
import { MeDocument, NoAnswerError, RegenerateBackupCodesDocument } from '../../src/client/client.js';
import { minutes, seconds } from '../../src/domain/duration.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { Tab } from '../support/client-people.js';

const html = () => new Response('<h1>Bad Gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } });

describe('A question', () => {
  let world: World;
  beforeEach(async () => (world = await aWorld().withUser('ada', { totp: true }).withUser('eve', { totp: true })));
  afterEach(() => world.close());

  /** The question that is shown, when it is. */
  const shown = async (tab: Tab, nth = 0) => {
    while (!tab.questions[nth]) await sleep(2);
    const question = tab.questions[nth];
    return question?.kind === 'factor' ? question : expect.fail('a password was asked for');
  };
  const regenerate = (tab: Tab) => tab.apollo.mutate({ mutation: RegenerateBackupCodesDocument });

  it('stays open where HTML answers it, and after a wrong code', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(minutes(6));
    const held = regenerate(tab);
    const question = await shown(tab);
    tab.network.instead = (step) => (step === 'verifyMfa' ? html() : undefined);
    const failed = await question.answer({ factor: 'TOTP', code: '000000' }).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(NoAnswerError).and.include({ status: 502 });
    tab.network.instead = undefined;
    expect(await question.answer({ factor: 'TOTP', code: '000000' })).to.include({
      __typename: 'InvalidCode',
      attemptsLeft: 4,
    });
    await tab.answering(question);
    await question.over;
    expect((await held).data?.regenerateBackupCodes.__typename).to.equal('BackupCodes');
  });

  it('takes a backup code', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(minutes(6));
    const held = regenerate(tab);
    const [code = ''] = world.backupCodesOf('ada');
    const verdict = await (await shown(tab)).answer({ factor: 'BACKUP_CODE', code });
    expect(verdict).to.deep.equal({ __typename: 'Authenticated' });
    expect((await held).data?.regenerateBackupCodes.__typename).to.equal('BackupCodes');
  });

  it('waits for its turn, and a login is not settled by somebody else’s answer', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(minutes(6));
    const held = regenerate(tab);
    const first = await shown(tab);
    const due = await tab.logIn('eve');
    if (due.__typename !== 'MfaRequired') return expect.fail('no second factor was asked for');
    const signingIn = tab.portcullis.secondFactor(due);
    await sleep(10);
    expect(tab.questions).to.have.length(1);
    await tab.answering(first);
    const second = await shown(tab, 1);
    expect(second.why).to.equal('sign-in');
    await second.answer({ factor: 'TOTP', code: tab.nextCode('eve') });
    await Promise.all([held, signingIn]);
    const { data } = await tab.apollo.query({ query: MeDocument, fetchPolicy: 'network-only' });
    expect(data?.me?.email).to.equal('eve@example.org');
  });
});

describe('An access token', () => {
  it('is renewed before it is refused, by a clock that nobody sets', async () => {
    const life = 1000; // ms
    await using world = await aWorld({ policy: { accessTokenLife: seconds(1) } }).withUser('ada', { totp: true });
    const tab = await new Tab(world).signIn();
    const me = (name: string) =>
      tab.apollo.query({ query: gql(`query ${name} { me { email } }`), fetchPolicy: 'no-cache' });
    await me('A');
    expect(tab.network.steps()).to.deep.equal(['me']);
    await sleep(life * 0.85);
    const answers = await Promise.all(['B', 'C', 'D'].map(me));
    for (const { data } of answers) expect(data).to.have.nested.property('me.email', 'ada@example.org');
    expect(tab.network.steps()).to.deep.equal(['refreshSession', 'me', 'me', 'me']);

    // One that cannot be renewed yet is used as long as it lasts.
    await sleep(life * 0.85);
    tab.network.instead = (step) => (step === 'refreshSession' ? html() : undefined);
    expect((await me('E')).data).to.have.nested.property('me.email', 'ada@example.org');
  });
});
