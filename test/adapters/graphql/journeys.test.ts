import { expect } from 'chai';
import { hours, minutes } from '../../../src/domain/duration.js';
import type { World } from '../../../src/testing/world.js';
import { graphqlWorld } from '../../support/graphql-world.js';
import { ada, enrolled, grace, registered, signedIn, text, tokensOf } from '../../support/graphql-people.js';
import * as say from '../../support/operations.js';

describe('GraphQL operations', () => {
  let house: World;
  beforeEach(async () => {
    house = await graphqlWorld();
    await registered(house, ada, grace);
  });
  afterEach(() => house.close());

  it('tell the whole story of a token: register, enrol, log in twice over, refresh, log out', async () => {
    const first = await signedIn(house, ada);
    const { phone, confirmed } = await enrolled(house, first);
    expect(confirmed['backupCodes']).to.have.length(10);
    expect(confirmed['factor']).to.include({ kind: 'TOTP', label: 'My phone' });

    const caller = house.caller();
    const due = await caller.ask(say.login, { input: ada });
    expect(due.status).to.equal(202);
    expect(due.data?.['login']).to.include({ __typename: 'MfaRequired', attemptsLeft: 5 });
    expect(due.data?.['login']?.['factors']).to.deep.equal(['TOTP', 'BACKUP_CODE']);
    const challengeToken = due.data?.['login']?.['challengeToken'];
    caller.bearer = text(challengeToken);
    expect((await caller.ask(say.me)).data).to.deep.equal({ me: null });
    caller.bearer = undefined;

    const answer = { challengeToken, factor: 'TOTP', code: phone.code(house.clock.now()) };
    const verified = await caller.ask(say.verifyMfa, { input: answer });
    expect(verified.status).to.equal(200);
    expect(verified.data?.['verifyMfa']?.['session']).to.include({
      assurance: 'AAL2',
      mfaVerified: true,
      current: true,
    });
    expect(verified.data?.['verifyMfa']?.['session']).to.have.deep.property('amr', ['pwd', 'otp', 'mfa']);
    const { accessToken, refreshToken } = tokensOf(verified.data?.['verifyMfa']);
    expect((await caller.one(say.verifyMfa, { input: answer })).__typename).to.equal('ChallengeClosed');

    caller.bearer = accessToken;
    const seen = await caller.one(say.me);
    expect(seen).to.include({ email: ada.email, mfaEnabled: true, backupCodesLeft: 10 });
    expect((await caller.one(say.sessions))['sessions']).to.have.length(2);

    const refreshed = await caller.one(say.refreshSession, { input: { refreshToken } });
    caller.bearer = tokensOf(refreshed).accessToken;
    expect(await caller.one(say.logout)).to.include({ sessionsEnded: 1 });
    expect((await caller.ask(say.me)).data).to.deep.equal({ me: null });
    expect((await caller.one(say.refreshSession, { input: { refreshToken } })).__typename).to.equal('SessionEnded');
  });

  it('tell the same of a cookie, which the body never shows', async () => {
    const browser = await signedIn(house, ada, 'COOKIE');
    const { phone } = await enrolled(house, browser);
    expect((await browser.one(say.me))['session']).to.include({ credential: 'COOKIE', device: 'Firefox on Linux' });
    await browser.one(say.logout);
    expect([...browser.cookies.keys()].filter((name) => !name.includes('device'))).to.deep.equal([]);

    const due = await browser.one(say.login, { input: { ...ada, credential: 'COOKIE' } });
    expect(due.__typename).to.equal('MfaRequired');
    expect([...browser.cookies.keys()].some((name) => /pending/.test(name))).to.equal(true);
    expect((await browser.ask(say.me)).data).to.deep.equal({ me: null });

    const code = phone.code(house.clock.now());
    const stolen = { challengeToken: due['challengeToken'], factor: 'TOTP', code };
    expect((await house.caller().one(say.verifyMfa, { input: stolen })).__typename).to.equal('ChallengeClosed');

    const verified = await browser.one(say.verifyMfa, { input: { factor: 'TOTP', code } });
    expect(verified).to.include({ __typename: 'Authenticated', tokens: null, deviceToken: null });
    expect([...browser.cookies.keys()].some((name) => /pending/.test(name))).to.equal(false);
    expect(await browser.one(say.me)).to.include({ email: ada.email });
  });

  it('answer a token login beside a pending cookie', async () => {
    const { phone } = await enrolled(house, await signedIn(house, ada));
    const browser = house.caller();
    await browser.one(say.login, { input: { ...ada, credential: 'COOKIE' } });
    const { challengeToken } = await browser.one(say.login, { input: ada });
    const input = { challengeToken, factor: 'TOTP', code: phone.code(house.clock.now()) };
    tokensOf(await browser.one(say.verifyMfa, { input }));
  });

  it('say how many answers are left, and when the next code comes', async () => {
    const { confirmed } = await enrolled(house, await signedIn(house, ada));
    const caller = house.caller();
    const { challengeToken } = await caller.one(say.login, { input: ada });
    const wrong = await caller.one(say.verifyMfa, { input: { challengeToken, factor: 'TOTP', code: '000000' } });
    expect(wrong).to.include({ __typename: 'InvalidCode', attemptsLeft: 4, nextCodeAt: '2026-03-01T12:01:00.000Z' });
    for (const input of [
      { factor: 'PASSKEY', code: '123456' },
      { factor: 'TOTP', code: 'not a code' },
      { factor: 'TOTP', code: null },
      { factor: 'TOTP' },
    ]) {
      const result = await caller.one(say.verifyMfa, { input: { challengeToken, trustDevice: true, ...input } });
      expect(result, JSON.stringify(input)).to.include({ __typename: 'InvalidCode', attemptsLeft: 4 });
    }
    const [code] = confirmed['backupCodes'] as readonly string[];
    const passed = await caller.one(say.verifyMfa, { input: { challengeToken, factor: 'BACKUP_CODE', code } });
    expect(passed['user']).to.include({ backupCodesLeft: 9 });
  });

  it('demand fresh proof, take a step-up for it, and issue the session again', async () => {
    const caller = await signedIn(house, ada, 'COOKIE');
    house.clock.advance(minutes(6));
    const stale = { __typename: 'StepUpRequired', requiredAssurance: 'AAL1', maxAge: 300 };
    expect(await caller.one(say.enrolTotp)).to.include(stale);
    expect(await caller.one(say.stepUp, { input: {} })).to.include({ __typename: 'NotAllowed', reason: 'NO_FACTOR' });
    const byPassword = { assurance: 'AAL1', password: 'wrong' };
    expect((await caller.one(say.stepUp, { input: byPassword })).__typename).to.equal('InvalidCredentials');
    const former = new Map(caller.cookies);
    const raised = await caller.one(say.stepUp, { input: { ...byPassword, password: ada.password } });
    expect(raised).to.include({ __typename: 'Authenticated', tokens: null });
    const left = house.caller();
    for (const [name, value] of former) left.cookies.set(name, value);
    expect((await left.ask(say.me)).data).to.deep.equal({ me: null });

    const { phone, confirmed } = await enrolled(house, caller);
    house.clock.advance(minutes(6));
    expect(await caller.one(say.regenerateBackupCodes)).to.include({ ...stale, requiredAssurance: 'AAL2' });
    expect((await caller.one(say.stepUp, { input: {} })).__typename).to.equal('MfaRequired');
    const answer = { factor: 'TOTP', code: phone.code(house.clock.now()) };
    expect((await caller.one(say.verifyMfa, { input: answer })).__typename).to.equal('Authenticated');
    expect((await caller.one(say.regenerateBackupCodes))['codes']).to.have.length(10);

    const { id } = confirmed['factor'] as { id: string };
    const removed = await caller.one(say.removeFactor, { input: { id } });
    expect(removed).to.include({ __typename: 'FactorRemoved', id, mfaEnabled: false });
    expect(await caller.one(say.disableMfa)).to.include({ __typename: 'NotAllowed', reason: 'NO_FACTOR' });
    expect(await caller.one(say.me)).to.include({ mfaEnabled: false, backupCodesLeft: 0 });
  });

  it('turn MFA off, and count what went', async () => {
    const caller = await signedIn(house, ada);
    await enrolled(house, caller);
    const off = await caller.one(say.disableMfa);
    expect(off).to.include({ __typename: 'MfaDisabled', factorsRemoved: 1 });
    caller.bearer = tokensOf(off['authenticated']).accessToken;
    expect((await caller.one(say.me))['session']).to.include({ assurance: 'AAL1', mfaVerified: false });
  });

  it('ask for the second factor again when its proof is old', async () => {
    const caller = await signedIn(house, ada);
    const { confirmed } = await enrolled(house, caller);
    let { tokens } = confirmed['authenticated'] as { tokens: { refreshToken: string; accessToken: string } };
    for (let waited = 0; waited < 13; waited += 1) {
      house.clock.advance(minutes(55));
      const next = await caller.one(say.refreshSession, { input: { refreshToken: tokens.refreshToken } });
      if (next.__typename === 'Authenticated') tokens = next['tokens'] as typeof tokens;
    }
    house.clock.advance(minutes(10));
    const due = await caller.one(say.refreshSession, { input: { refreshToken: tokens.refreshToken } });
    expect(due).to.include({ __typename: 'MfaRequired' });
  });

  it('show the account of who has just signed in, not of who asked', async () => {
    const caller = await signedIn(house, grace);
    const query =
      'mutation ($input: LoginInput!) { login(input: $input) { __typename ... on Authenticated { user { email sessions { current } } } } }';
    const { user } = (await caller.one(query, { input: ada })) as unknown as {
      user: { email: string; sessions: { current: boolean }[] };
    };
    expect(user).to.deep.equal({ email: ada.email, sessions: [{ current: true }] });
  });

  it('keep a session for as long as it is used, and no longer', async () => {
    const caller = await signedIn(house, ada);
    house.clock.advance(hours(2));
    expect((await caller.ask(say.me)).data).to.deep.equal({ me: null });
  });
});
