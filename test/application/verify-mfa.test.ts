import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { ChallengeId } from '../../src/domain/ids.js';
import { Secret } from '../../src/domain/secret.js';
import type { PresentedChallenge } from '../../src/domain/session/credentials.js';
import { anId, client } from '../../src/testing/builders.js';
import { Stage } from '../support/stage.js';

describe('Answering a challenge', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open();
  });
  after(() => stage.world.close());
  beforeEach(() => stage.busyUntil(undefined));

  async function due() {
    const ada = await stage.person({ totp: true });
    const challenge = await stage.challenged(ada);
    const code = () => stage.world.phoneOf(ada).code();
    const backupCode = stage.world.backupCodesOf(ada)[0] ?? '';
    return { ada, challenge, code, backupCode, id: (await stage.userOf(ada)).id };
  }
  const raise = async (ada: string) => {
    const viewer = await stage.signIn(ada);
    const outcome = await stage.useCases.stepUp.execute({
      viewer,
      assurance: 'aal2',
      password: undefined,
      browser: undefined,
      client,
    });
    if (outcome.status !== 'mfa-required') return expect.fail(outcome.status);
    return { viewer, challenge: await stage.presented(outcome.pending) };
  };

  it('counts nothing that was not judged: no place for hashing, no code at all, no verifier of its kind', async () => {
    const { challenge, code, backupCode } = await due();
    const retryAt = new Date(stage.now.getTime() + seconds(2));
    stage.busyUntil(retryAt);
    const facts = await stage.facts(async () => {
      expect(await stage.verify(challenge, backupCode, 'backup-code')).to.deep.equal({
        status: 'too-many-attempts',
        retryAt,
      });
      for (const nonsense of ['', 'code', '12345', '1'.repeat(9), '１２３４５６', ' '.repeat(65)])
        expect(await stage.verify(challenge, nonsense)).to.include({ status: 'refused', attemptsLeft: 5 });
      const passkey = await stage.useCases.verify.execute({
        challenge,
        kind: undefined,
        code: code(),
        trustDevice: false,
        client,
      });
      expect(passkey).to.deep.equal({ status: 'refused', attemptsLeft: 5, nextCodeAt: undefined });
    });
    expect(facts).to.deep.equal([]);
    stage.busyUntil(undefined);
    expect(await stage.verify(challenge, backupCode, 'backup-code')).to.include({ status: 'signed-in' });
  });

  it('is nothing without the challenge, its secret and its browser', async () => {
    const { ada, challenge, code } = await due();
    const browser = await stage.challenged(ada, 'cookie');
    const strange = new Secret('a secret that nobody was given');
    const nowhere: readonly (PresentedChallenge | undefined)[] = [
      undefined,
      { ...challenge, id: anId<ChallengeId>() },
      { ...challenge, secret: strange },
      { ...challenge, binding: strange },
      { ...browser, binding: undefined },
      { ...browser, binding: strange },
      { ...browser, secret: challenge.secret },
    ];
    for (const each of nowhere) expect(await stage.verify(each, code())).to.deep.equal({ status: 'closed' });
    expect(await stage.verify(browser, code())).to.include({ status: 'signed-in' });
  });

  it('refuses the code of somebody else', async () => {
    const [ada, grace] = [await due(), await due()];
    expect(await stage.verify(ada.challenge, grace.code())).to.include({ status: 'refused', attemptsLeft: 4 });
    expect(await stage.verify(ada.challenge, grace.backupCode, 'backup-code')).to.include({ attemptsLeft: 3 });
    expect(await stage.verify(grace.challenge, grace.code())).to.include({ status: 'signed-in' });
  });

  it('lets one of two rivals in who answer with the same code', async () => {
    const { ada, challenge, code } = await due();
    const other = await stage.challenged(ada);
    const outcomes = await Promise.all(
      [challenge, other, challenge, other].map((each) => stage.verify(each, code()).then(({ status }) => status)),
    );
    expect(outcomes.filter((status) => status === 'signed-in')).to.have.length(1);
    expect(outcomes.filter((status) => ['refused', 'closed'].includes(status))).to.have.length(3);
  });

  it('opens nothing where the challenge ended while the code was being judged', async () => {
    const endings: readonly ((its: Awaited<ReturnType<typeof due>>) => unknown)[] = [
      ({ id }) => stage.change(id, (user) => user.disable()),
      ({ id }) => stage.change(id, (user) => user.signOutEverywhere()),
      ({ challenge }) =>
        stage.useCases.logOut.execute({
          viewer: undefined,
          refreshToken: undefined,
          pending: [challenge],
          everywhere: false,
          client,
        }),
      ({ challenge, backupCode }) => stage.verify(challenge, backupCode, 'backup-code'),
      () => stage.world.clock.advance(minutes(5)),
    ];
    for (const end of endings) {
      const its = await due();
      stage.meanwhile(() => end(its));
      expect(await stage.verify(its.challenge, its.code())).to.deep.equal({ status: 'closed' });
    }
  });

  it('spends no code where the challenge ended meanwhile', async () => {
    const { ada, challenge, code, id } = await due();
    stage.meanwhile(() => stage.change(id, (user) => user.signOutEverywhere()));
    await stage.verify(challenge, code());
    expect(await stage.verify(await stage.challenged(ada), code())).to.include({ status: 'signed-in' });
  });

  it('refuses, once more, a code whose authenticator was used while it was being judged', async () => {
    const { ada, challenge, code } = await due();
    const other = await stage.challenged(ada);
    stage.meanwhile(() => stage.verify(other, code()));
    const facts = await stage.facts(async () => {
      expect(await stage.verify(challenge, code())).to.include({ status: 'refused', attemptsLeft: 4 });
    });
    expect(facts).to.deep.equal(['mfa.passed', 'device.known', 'session.opened', 'mfa.refused: already-used']);
  });

  it('raises no session that ended in between: before the answer, or while it is being judged', async () => {
    const ada = await stage.person({ totp: true });
    const code = () => stage.world.phoneOf(ada).code();
    const early = await raise(ada);
    await stage.useCases.revoke.execute({ viewer: early.viewer, id: early.viewer.session.id, client });
    expect(await stage.verify(early.challenge, code())).to.deep.equal({ status: 'closed' });

    const late = await raise(ada);
    stage.meanwhile(() => stage.useCases.revoke.execute({ viewer: late.viewer, id: late.viewer.session.id, client }));
    expect(await stage.verify(late.challenge, code())).to.deep.equal({ status: 'closed' });
    expect(await stage.useCases.list.execute({ viewer: late.viewer, client })).to.deep.equal([]);
    expect(await stage.verify(await stage.challenged(ada), code()), 'the code is whole').to.include({
      status: 'signed-in',
    });
  });

  it('judges nothing for a user who must wait, and tells a right code from no other', async () => {
    const { ada, challenge, code } = await due();
    const next = await stage.challenged(ada);
    for (let guess = 0; guess < 5; guess += 1) await stage.verify(challenge, '000000');
    expect(await stage.verify(challenge, code())).to.deep.equal({ status: 'closed' });
    const retryAt = new Date(stage.now.getTime() + seconds(1));
    for (const answer of [code(), '000000'])
      expect(await stage.verify(next, answer)).to.deep.equal({ status: 'too-many-attempts', retryAt });

    // The waiting ends while it is being looked at: not judged is not judged, and it may be sent again at once.
    stage.meanwhile(() => stage.world.clock.advance(seconds(1)));
    expect(await stage.verify(next, code())).to.deep.equal({ status: 'too-many-attempts', retryAt: stage.now });
    expect(await stage.verify(next, code())).to.include({ status: 'signed-in' });
  });

  it('takes no backup code where none is left, whatever it looks like', async () => {
    const ada = await stage.person({ totp: true });
    for (const each of stage.world.backupCodesOf(ada))
      expect(await stage.verify(await stage.challenged(ada), each, 'backup-code')).to.include({ status: 'signed-in' });
    const [used = ''] = stage.world.backupCodesOf(ada);
    const outcome = await stage.logIn(ada);
    if (!('pending' in outcome)) return expect.fail(outcome.status);
    expect(outcome.pending.challenge.offer).to.deep.equal(['totp']);
    const challenge = await stage.presented(outcome.pending);
    expect(await stage.verify(challenge, used, 'backup-code')).to.include({ status: 'refused' });
    expect(await stage.verify(challenge, stage.world.phoneOf(ada).code())).to.include({ status: 'signed-in' });
  });
});
