import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import type { SignedIn } from '../../src/application/session-desk.js';
import { anId, client } from '../../src/testing/builders.js';
import { password, refreshTokenOf, Stage } from '../support/stage.js';

const wrong = new Secret('not the password of anybody');

describe('A session', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open();
  });
  after(() => stage.world.close());
  beforeEach(() => stage.busyUntil(undefined));

  const refresh = (refreshToken: Secret) => stage.useCases.refresh.execute({ refreshToken, client });
  const end = (viewer: SignedIn) => stage.useCases.revoke.execute({ viewer, id: viewer.session.id, client });
  const logOut = (given: Partial<Parameters<Stage['useCases']['logOut']['execute']>[0]>) =>
    stage.useCases.logOut.execute({
      viewer: undefined,
      refreshToken: undefined,
      pending: [],
      everywhere: false,
      client,
      ...given,
    });
  const who = ({ credential }: SignedIn) => {
    const presented =
      credential.kind === 'token'
        ? { kind: 'token' as const, accessToken: credential.accessToken }
        : { kind: 'cookie' as const, sessionId: credential.sessionId, secret: credential.secret };
    return stage.useCases.authenticate.execute({ presented, client });
  };

  describe('and its refresh token', () => {
    it('gives rivals the same successor', async () => {
      const token = refreshTokenOf(await stage.signIn(await stage.person()));
      const successors = await Promise.all(
        [1, 2, 3, 4].map(async () => {
          const outcome = await refresh(token);
          return outcome.status === 'refreshed' ? refreshTokenOf(outcome.signedIn).reveal() : outcome.status;
        }),
      );
      expect(new Set(successors)).to.have.property('size', 1);
      expect(successors[0]).not.to.equal(token.reveal());
    });

    it('is worth nothing to whoever knows the session and not the secret, and ends nothing then', async () => {
      const [ada, cookie] = [
        await stage.signIn(await stage.person()),
        await stage.signIn(await stage.person(), 'cookie'),
      ];
      const token = refreshTokenOf(ada).reveal();
      const [id = '', generation = '', secret = ''] = token.split('.');
      const forged = [
        '',
        id,
        `${id}.${generation}`,
        `${id}.${generation}.${secret.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
        `${id}.${Number(generation) + 1}.${secret}`,
        `${anId()}.${generation}.${secret}`,
        `${cookie.session.id}.${generation}.${secret}`,
      ];
      for (const each of forged) expect(await refresh(new Secret(each))).to.deep.equal({ status: 'ended' });
      for (const each of forged)
        expect(await logOut({ refreshToken: new Secret(each) })).to.include({ sessionsEnded: 0 });
      expect(await refresh(new Secret(token))).to.include({ status: 'refreshed' });
    });

    it('is worth nothing when the user was disabled while it was being used', async () => {
      const ada = await stage.person();
      const token = refreshTokenOf(await stage.signIn(ada));
      const { id } = await stage.userOf(ada);
      stage.meanwhile(() => stage.change(id, (user) => user.disable()));
      expect(await refresh(token)).to.deep.equal({ status: 'ended' });
    });
  });

  describe('and stepping up', () => {
    const stepUp = (viewer: SignedIn, given: { assurance?: 'aal1' | 'aal2'; password?: Secret } = {}) =>
      stage.useCases.stepUp.execute({
        viewer,
        assurance: given.assurance ?? 'aal1',
        password: given.password,
        browser: undefined,
        client,
      });

    it('takes the password again where there is nothing else', async () => {
      const viewer = await stage.signIn(await stage.person());
      const facts = await stage.facts(async () => {
        expect(await stepUp(viewer)).to.deep.equal({ status: 'denied' });
        expect(await stepUp(viewer, { password: new Secret('x'.repeat(2000)) })).to.deep.equal({ status: 'denied' });
      });
      expect(facts, 'no password is no guess').to.deep.equal([]);
      expect(await stepUp(viewer, { password })).to.include({ status: 'raised' });
      expect(await who(viewer), 'the former credential').to.equal(undefined);
    });

    it('waits for no stranger who guesses at the address: its device has a budget of its own', async () => {
      const ada = await stage.person();
      const viewer = await stage.signIn(ada);
      for (let guess = 0; guess < 5; guess += 1) await stage.logIn(ada, wrong);
      expect(await stage.logIn(ada)).to.include({ status: 'too-many-attempts' });
      expect(await stepUp(viewer, { password })).to.include({ status: 'raised' });
      expect(await stage.logIn(ada), 'and its success is not theirs').to.include({ status: 'too-many-attempts' });
    });

    it('is no second budget: a device that was wrong five times is a stranger, whom the address’s pool judges', async () => {
      const ada = await stage.person();
      const viewer = await stage.signIn(ada);
      const facts = await stage.facts(async () => {
        for (let guess = 0; guess < 5; guess += 1)
          expect(await stepUp(viewer, { password: wrong })).to.deep.equal({ status: 'denied' });
      });
      expect(facts).to.deep.equal([
        ...Array.from({ length: 5 }, () => 'sign-in.refused: wrong-password'),
        'device.revoked: failures',
      ]);
      for (let guess = 0; guess < 3; guess += 1)
        expect(await stepUp(viewer, { password: wrong })).to.deep.equal({ status: 'denied' });
      for (let guess = 0; guess < 2; guess += 1)
        expect(await stage.logIn(ada, wrong)).to.deep.equal({ status: 'denied' });
      const retryAt = new Date(stage.now.getTime() + seconds(1));
      expect(await stepUp(viewer, { password })).to.deep.equal({ status: 'too-many-attempts', retryAt });
      expect(await stage.logIn(ada)).to.deep.equal({ status: 'too-many-attempts', retryAt });
      stage.world.clock.advance(seconds(1));
      expect(await stepUp(viewer, { password })).to.include({ status: 'raised' });
    });

    it('judges nothing while hashing has no place', async () => {
      const viewer = await stage.signIn(await stage.person());
      const retryAt = new Date(stage.now.getTime() + seconds(1));
      stage.busyUntil(retryAt);
      expect(await stepUp(viewer, { password })).to.deep.equal({ status: 'too-many-attempts', retryAt });
    });

    it('has nowhere to go to without a factor, and takes no password where there is one', async () => {
      expect(await stepUp(await stage.signIn(await stage.person()), { assurance: 'aal2', password })).to.deep.equal({
        status: 'no-factor',
      });
      const viewer = await stage.signIn(await stage.person({ totp: true }));
      expect(await stepUp(viewer, { password })).to.include({ status: 'mfa-required' });
    });

    it('raises nothing that ended before, or meanwhile', async () => {
      const ada = await stage.person();
      const [early, late] = [await stage.signIn(ada), await stage.signIn(ada)];
      await end(early);
      expect(await stepUp(early, { password })).to.deep.equal({ status: 'ended' });
      stage.meanwhile(() => end(late));
      expect(await stepUp(late, { password })).to.deep.equal({ status: 'ended' });
    });
  });

  describe('and logging out', () => {
    it('ends what the request holds: its own session and that of the refresh token, whoever’s it is', async () => {
      const [ada, grace] = [await stage.signIn(await stage.person()), await stage.signIn(await stage.person())];
      expect(await logOut({ viewer: ada, refreshToken: refreshTokenOf(grace) })).to.include({ sessionsEnded: 2 });
      for (const each of [ada, grace]) expect(await who(each)).to.equal(undefined);
      expect(await logOut({ viewer: ada, refreshToken: refreshTokenOf(grace), everywhere: true })).to.include({
        sessionsEnded: 0,
      });
    });

    it('everywhere ends a session that is being opened at this moment', async () => {
      const ada = await stage.person({ totp: true });
      const viewer = await stage.signIn(ada);
      const challenge = await stage.challenged(ada);
      stage.meanwhile(() => logOut({ viewer, everywhere: true }));
      expect(await stage.verify(challenge, stage.world.phoneOf(ada).code())).to.deep.equal({ status: 'closed' });
      const statuses = stage.world
        .facts()
        .slice(-3)
        .map(({ type }) => type);
      expect(statuses).not.to.include('session.opened');
    });
  });

  describe('is nobody’s', () => {
    it('whose credential is of the other kind, or of another secret', async () => {
      const ada = await stage.person();
      const [token, cookie] = [await stage.signIn(ada), await stage.signIn(ada, 'cookie')];
      expect(await who(token)).to.deep.include({ user: token.user });
      expect(await who(cookie)).to.deep.include({ user: cookie.user });
      const { authenticate } = stage.useCases;
      if (cookie.credential.kind !== 'cookie') return expect.fail();
      for (const [sessionId, secret] of [
        [token.session.id, cookie.credential.secret],
        [cookie.session.id, wrong],
        [anId<typeof token.session.id>(), cookie.credential.secret],
      ] as const)
        expect(await authenticate.execute({ presented: { kind: 'cookie', sessionId, secret }, client })).to.equal(
          undefined,
        );
    });

    it('whose user was disabled, also after the user was enabled again', async () => {
      const ada = await stage.person();
      const session = await stage.signIn(ada);
      const { id } = await stage.userOf(ada);
      await stage.change(id, (user) => user.disable());
      expect(await who(session)).to.equal(undefined);
      await stage.change(id, (user) => user.enable());
      expect(await who(session)).to.equal(undefined);
    });

    it('who was idle for an hour, however often others looked', async () => {
      const ada = await stage.signIn(await stage.person(), 'cookie');
      stage.world.clock.advance(minutes(59));
      expect(await who(ada)).to.be.an('object');
      stage.world.clock.advance(minutes(59));
      expect(await who(ada), 'using it moves its end').to.be.an('object');
      stage.world.clock.advance(minutes(60));
      expect(await who(ada)).to.equal(undefined);
    });
  });

  it('of somebody else is not found, and its end is no news', async () => {
    const [ada, grace] = [await stage.signIn(await stage.person()), await stage.signIn(await stage.person())];
    for (const id of [grace.session.id, anId(), '', 'x'.repeat(100), "' or 1=1--"])
      expect(await stage.useCases.revoke.execute({ viewer: ada, id, client })).to.deep.equal({ status: 'unknown' });
    expect(await who(grace)).to.be.an('object');
    await end(ada);
    expect(await end(ada)).to.deep.equal({ status: 'ended' });
  });
});
