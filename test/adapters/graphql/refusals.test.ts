import { expect } from 'chai';
import { Phone } from '../../../src/testing/phone.js';
import type { Result } from '../../../src/testing/caller.js';
import type { World } from '../../../src/testing/world.js';
import { graphqlWorld } from '../../support/graphql-world.js';
import { ada, enrolled, grace, registered, signedIn, text, tokensOf } from '../../support/graphql-people.js';
import * as say from '../../support/operations.js';

describe('GraphQL refusals', () => {
  let house: World;
  before(async () => {
    house = await graphqlWorld();
    await registered(house, ada, grace);
  });
  after(() => house.close());

  it('[H11] find nobody else’s sessions and factors by their ids', async () => {
    const owner = await signedIn(house, ada);
    const { confirmed } = await enrolled(house, owner);
    const { id: factorId } = confirmed['factor'] as { id: string };
    const { id: sessionId } = (await owner.one(say.me))['session'] as { id: string };
    const stranger = await signedIn(house, grace);
    for (const id of [sessionId, 'nobody', '', '\0', '019a0000-0000-7000-8000-000000000000']) {
      expect((await stranger.one(say.revokeSession, { input: { id } })).__typename).to.equal('SessionNotFound');
    }
    for (const id of [factorId, 'nobody', '', '\0']) {
      expect((await stranger.one(say.removeFactor, { input: { id } })).__typename).to.equal('FactorNotFound');
      const mine = { id, label: 'Mine' };
      expect((await stranger.one(say.renameFactor, { input: mine })).__typename).to.equal('FactorNotFound');
    }
    expect(await owner.one(say.me)).to.include({ mfaEnabled: true });
    expect(await owner.one(say.revokeSession, { input: { id: sessionId } })).to.include({ id: sessionId });
    expect((await owner.ask(say.me)).data).to.deep.equal({ me: null });
  });

  it('[H13] use no session that a former mutation of the same document has ended', async () => {
    for (const credential of ['TOKEN', 'COOKIE']) {
      const caller = await signedIn(house, grace, credential);
      const { data } = await caller.ask(
        'mutation { logout { __typename sessionsEnded } enrolTotp { __typename } disableMfa { __typename } again: logout { __typename sessionsEnded } }',
      );
      expect(data?.['logout']).to.include({ sessionsEnded: 1 });
      expect(data?.['enrolTotp']).to.include({ __typename: 'SessionEnded' });
      expect(data?.['disableMfa']).to.include({ __typename: 'SessionEnded' });
      expect(data?.['again']).to.include({ sessionsEnded: 0 });
    }
  });

  it('answer nobody with a typed refusal, never with an error', async () => {
    const nobody = house.caller();
    expect((await nobody.ask(say.me)).data).to.deep.equal({ me: null });
    const asked: Record<string, object | undefined> = {
      [say.stepUp]: { input: {} },
      [say.enrolTotp]: undefined,
      [say.confirmTotp]: { input: { code: '123456' } },
      [say.regenerateBackupCodes]: undefined,
      [say.removeFactor]: { input: { id: 'x' } },
      [say.renameFactor]: { input: { id: 'x', label: 'x' } },
      [say.disableMfa]: undefined,
      [say.revokeSession]: { input: { id: 'x' } },
      [say.setLanguage]: { input: { language: 'DE' } },
      [say.refreshSession]: { input: { refreshToken: 'x' } },
    };
    for (const [query, variables] of Object.entries(asked)) {
      expect((await nobody.one(query, variables)).__typename, query).to.equal('SessionEnded');
    }
    expect(await nobody.one(say.logout)).to.include({ sessionsEnded: 0 });
    expect(await nobody.one(say.confirmAddress, { input: { code: '123456' } })).to.include({ attemptsLeft: 0 });
    expect((await nobody.one(say.verifyMfa, { input: { factor: 'TOTP', code: '1' } })).__typename).to.equal(
      'ChallengeClosed',
    );
  });
});

describe('GraphQL operations under other policies', () => {
  const opened: World[] = [];
  const open = async (options: Parameters<typeof graphqlWorld>[0]): Promise<World> => {
    const house = await graphqlWorld(options);
    opened.push(house);
    return house;
  };
  after(() => Promise.all(opened.map((house) => house.close())));

  it('let somebody without a factor do nothing but enrol one, where MFA is required', async () => {
    const house = await open({ policy: { mfa: 'required' } });
    for (const credential of ['TOKEN', 'COOKIE']) {
      const who = { email: `${credential.toLowerCase()}@example.org`, password: 'long enough for two factors' };
      const caller = house.caller();
      await caller.one(say.register, { input: who });
      const due = await caller.ask(say.login, { input: { ...who, credential } });
      expect(due.status).to.equal(202);
      expect(due.data?.['login']).to.include({ __typename: 'MfaEnrolmentRequired' });
      const enrolmentToken = due.data?.['login']?.['enrolmentToken'];
      expect((await caller.ask(say.me)).data).to.deep.equal({ me: null });
      const asAnswer = { challengeToken: enrolmentToken, factor: 'TOTP', code: '123456' };
      expect((await caller.one(say.verifyMfa, { input: asAnswer })).__typename).to.equal('ChallengeClosed');

      const shown = await caller.one(say.enrolTotp, { input: { enrolmentToken } });
      const code = Phone.scan(text(shown['uri'])).code(house.clock.now());
      const confirmed = await caller.one(say.confirmTotp, { input: { code, enrolmentToken } });
      expect(confirmed['authenticated']).to.include({ __typename: 'Authenticated' });
      expect(confirmed['backupCodes']).to.have.length(10);
    }
  });

  it('name the reason where something is not allowed', async () => {
    const closed = await open({ policy: { registration: 'closed' } });
    const refused = await closed.caller().one(say.register, { input: ada });
    expect(refused).to.include({ __typename: 'NotAllowed', reason: 'REGISTRATION_CLOSED' });

    const house = await open({ policy: { mfa: 'off' } });
    const caller = house.caller();
    await caller.one(say.register, { input: ada });
    caller.bearer = tokensOf(await caller.one(say.login, { input: ada })).accessToken;
    expect(await caller.one(say.enrolTotp)).to.include({ __typename: 'NotAllowed', reason: 'FORBIDDEN_BY_POLICY' });
  });

  it('say what is wrong with an address or a password', async () => {
    const house = await open({});
    const problem = async (email: string, password: string): Promise<Result> =>
      house.caller().one(say.register, { input: { email, password } });
    expect((await problem('no address', ada.password)).__typename).to.equal('EmailRejected');
    expect(await problem(ada.email, 'short')).to.include({ __typename: 'PasswordRejected', problem: 'TOO_SHORT' });
    expect(await problem(ada.email, 'x'.repeat(1025))).to.include({ problem: 'TOO_LONG' });
    expect(await problem(ada.email, `${ada.email} and more`)).to.include({ problem: 'CONTAINS_ADDRESS' });
  });
});
