import { expect } from 'chai';
import { ReadPolicies } from '../../src/application/read-policies.js';
import { days, hours } from '../../src/domain/duration.js';
import type { Caller } from '../../src/testing/caller.js';
import { aWorld, type World } from '../../src/testing/world.js';
import * as say from '../support/operations.js';

const rules = '{ mfa mfaDueBy factors mfaAge trustedDevices }';
const set = `mutation ($target: PolicyTarget, $rules: PolicyRulesInput!) { setPolicy(target: $target, rules: $rules) {
  __typename ... on PolicyChanged { changed } ... on PolicyRejected { problem } } }`;
const remove = `mutation ($target: PolicyTarget) { removePolicy(target: $target) { __typename ... on PolicyChanged { changed } } }`;
const source = '{ scope roles }';
const explain = `query ($user: ID!) { explainPolicy(user: $user) { __typename ... on PolicyExplanation {
  id rules ${rules} mfaBy ${source} factorsBy ${source} mfaAgeBy ${source} trustedDevicesBy ${source}
  askedFor mustEnrol mustEnrolFrom } } }`;
const dryRun = `query ($target: PolicyTarget, $rules: PolicyRulesInput) { dryRunPolicy(target: $target, rules: $rules) {
  __typename ... on PolicyReach { users concerned toEnrolNow toEnrolLater released byRole { role users toEnrol } locksOut }
  ... on PolicyRejected { problem } } }`;
const overview = `{ policies { __typename ... on PolicyOverview {
  deployment ${rules} everybody ${rules} byRole { role rules ${rules} } } } }`;
const required = { mfa: 'REQUIRED' };

describe('Setting what second factors are demanded of whom', () => {
  let world: World;
  let ada: Caller;
  beforeEach(async () => {
    world = await aWorld()
      .withUser('ada', { totp: true, roles: ['admin'] })
      .withUser('bob')
      .withUser('eve', { totp: true })
      .withUser('otto', { roles: ['auditor'] });
    ada = await world.signIn('ada');
  });
  afterEach(() => world.close());

  const idOf = async (name: string): Promise<string> => {
    const found = await world.needs().directory.find({
      text: world.addressOf(name),
      status: undefined,
      role: undefined,
      after: undefined,
      limit: 1,
    });
    return found[0]?.id ?? expect.fail();
  };
  const kind = async (query: string, variables?: object) => (await ada.one(query, variables)).__typename;
  const status = async (name: string) => (await world.logIn(name)).status;

  it('holds at once, for a role, for everybody and for one user, and is taken back as it was set', async () => {
    expect(await status('otto')).to.equal('signed-in');
    const auditors = { target: { role: 'AUDITOR' } };
    expect(await ada.one(set, { ...auditors, rules: required })).to.deep.include({ changed: true });
    expect([await status('otto'), await status('bob')]).to.deep.equal(['enrolment-required', 'signed-in']);
    expect(await kind(set, { rules: required })).to.equal('PolicyChanged');
    expect(await status('bob')).to.equal('enrolment-required');
    const bob = { target: { user: await idOf('bob') } };
    expect(await kind(set, { ...bob, rules: { mfa: 'OPTIONAL' } })).to.equal('PolicyChanged');
    expect(await status('bob')).to.equal('signed-in');
    for (const target of [bob, auditors, {}]) expect(await ada.one(remove, target)).to.deep.include({ changed: true });
    for (const target of [bob, auditors, {}]) expect(await ada.one(remove, target)).to.deep.include({ changed: false });
    expect([await status('otto'), await status('bob')]).to.deep.equal(['signed-in', 'signed-in']);
    const facts = world.facts().filter(({ type }) => type.startsWith('policy.'));
    expect(facts).to.deep.equal([
      { type: 'policy.set', scope: 'role', role: 'auditor', mfa: 'required' },
      { type: 'policy.set', scope: 'everybody', mfa: 'required' },
      { type: 'policy.set', scope: 'user', userId: bob.target.user, mfa: 'optional' },
      { type: 'policy.removed', scope: 'user', userId: bob.target.user },
      { type: 'policy.removed', scope: 'role', role: 'auditor' },
      { type: 'policy.removed', scope: 'everybody' },
    ]);
    const log = `{ auditLog(filter: { kind: ["policy.set"] }) { __typename ... on AuditConnection {
      edges { node { actor { kind user } details { name value } } } } } }`;
    const { edges } = (await ada.one(log)) as unknown as { edges: { node: { actor: object; details: object[] } }[] };
    expect(edges[0]?.node.actor).to.deep.equal({ kind: 'USER', user: await idOf('ada') });
    expect(edges[1]?.node.details).to.deep.include({ name: 'mfa', value: 'required' });
  });

  it('tells before a deadline when it is, and demands from then on', async () => {
    const mfaDueBy = new Date(world.clock.now().getTime() + days(2)).toISOString();
    expect(await kind(set, { rules: { mfa: 'REQUIRED', mfaDueBy } })).to.equal('PolicyChanged');
    const signedIn = await world.caller().one(say.login, {
      input: { email: 'bob@example.org', password: 'correct horse battery staple' },
    });
    expect(signedIn).to.include({ __typename: 'Authenticated', mfaDueBy });
    const owner = await world.caller().one(say.login, {
      input: { email: 'eve@example.org', password: 'correct horse battery staple' },
    });
    expect(owner.__typename).to.equal('MfaRequired');
    world.clock.advance(days(2));
    expect(await status('bob')).to.equal('enrolment-required');
  });

  it('says of one user what holds and which entry decided it', async () => {
    await ada.one(set, { target: { role: 'AUDITOR' }, rules: { ...required, mfaAge: 3600 } });
    await ada.one(set, { rules: { trustedDevices: false } });
    const user = await idOf('otto');
    await ada.one(set, { target: { user }, rules: { factors: ['TOTP'] } });
    const deployment = { scope: 'DEPLOYMENT', roles: [] };
    expect(await ada.one(explain, { user })).to.deep.equal({
      __typename: 'PolicyExplanation',
      id: user,
      rules: { mfa: 'REQUIRED', mfaDueBy: null, factors: ['TOTP'], mfaAge: 3600, trustedDevices: false },
      mfaBy: { scope: 'ROLE', roles: ['AUDITOR'] },
      mfaAgeBy: { scope: 'ROLE', roles: ['AUDITOR'] },
      trustedDevicesBy: { scope: 'EVERYBODY', roles: [] },
      factorsBy: { scope: 'USER', roles: [] },
      askedFor: [],
      mustEnrol: true,
      mustEnrolFrom: null,
    });
    const eve = await ada.one(explain, { user: await idOf('eve') });
    expect(eve).to.deep.include({ askedFor: ['TOTP', 'BACKUP_CODE'], mustEnrol: false, mfaBy: deployment });
    const { everybody, byRole, deployment: base } = await ada.one(overview);
    expect([base, everybody]).to.deep.equal([
      { mfa: 'OPTIONAL', mfaDueBy: null, factors: ['TOTP', 'BACKUP_CODE'], mfaAge: 43_200, trustedDevices: true },
      { mfa: null, mfaDueBy: null, factors: null, mfaAge: null, trustedDevices: false },
    ]);
    expect(byRole).to.have.length(1);
  });

  it('counts beforehand whom it would hit, and changes nothing by that', async () => {
    const counted = await ada.one(dryRun, { rules: required });
    expect(counted).to.deep.equal({
      __typename: 'PolicyReach',
      users: 4,
      concerned: 4,
      toEnrolNow: 2,
      toEnrolLater: 0,
      released: 0,
      byRole: [
        { role: 'ADMIN', users: 1, toEnrol: 0 },
        { role: 'AUDITOR', users: 1, toEnrol: 1 },
        { role: null, users: 2, toEnrol: 1 },
      ],
      locksOut: false,
    });
    const mfaDueBy = new Date(world.clock.now().getTime() + hours(1)).toISOString();
    expect(await ada.one(dryRun, { rules: { ...required, mfaDueBy } })).to.include({ toEnrolNow: 0, toEnrolLater: 2 });
    expect(await ada.one(dryRun, { rules: { mfa: 'OFF' } })).to.include({ released: 2, locksOut: true });
    const bob = { user: await idOf('bob') };
    expect(await ada.one(dryRun, { target: bob, rules: required })).to.include({ concerned: 1, toEnrolNow: 1 });
    expect(await ada.one(dryRun, { target: bob })).to.include({ concerned: 0, toEnrolNow: 0 });
    expect([await status('bob'), world.facts().some(({ type }) => type.startsWith('policy.'))]).to.deep.equal([
      'signed-in',
      false,
    ]);
  });

  it('[N07] is refused where it would lock the last administrator out', async () => {
    for (const target of [undefined, { role: 'ADMIN' }, { user: await idOf('ada') }])
      expect(await kind(set, { target, rules: { mfa: 'OFF' } }), JSON.stringify(target)).to.equal('PolicyLocksOut');
    expect(await kind(set, { target: { role: 'AUDITOR' }, rules: { mfa: 'OFF' } })).to.equal('PolicyChanged');
    await world.settle('grace', { totp: true, roles: ['admin'] });
    expect(await kind(set, { target: { user: await idOf('ada') }, rules: { mfa: 'OFF' } })).to.equal('PolicyChanged');
    // Now grace is the only one who gets anywhere.
    const grace = await world.signIn('grace');
    const last = { target: { user: await idOf('grace') }, rules: { mfa: 'OFF' } };
    expect((await grace.one(set, last)).__typename).to.equal('PolicyLocksOut');
    expect((await ada.one('{ policies { __typename } }')).__typename).to.equal('NotAllowed');
  });

  it('is refused with the reason where it cannot be kept', async () => {
    const user = await idOf('bob');
    const soon = world.clock.now().toISOString();
    const wrong: readonly (readonly [string, object])[] = [
      ['SAYS_NOTHING', { rules: {} }],
      ['SAYS_NOTHING', { rules: { mfa: null } }],
      ['BAD_TARGET', { target: { role: 'ADMIN', user }, rules: required }],
      ['NO_AUTHENTICATOR', { rules: { factors: ['BACKUP_CODE'] } }],
      ['NO_AUTHENTICATOR', { rules: { factors: [] } }],
      ['UNAVAILABLE_FACTOR', { rules: { factors: ['PASSKEY'] } }],
      ['DEADLINE_WITHOUT_DEMAND', { rules: { mfaDueBy: soon } }],
      ['DEADLINE_WITHOUT_DEMAND', { rules: { mfa: 'OPTIONAL', mfaDueBy: soon } }],
      ['BAD_AGE', { rules: { mfaAge: 0 } }],
      ['BAD_AGE', { rules: { mfaAge: -300 } }],
      ['BAD_AGE', { rules: { mfaAge: 2_592_001 } }],
    ];
    for (const [problem, wish] of wrong)
      for (const query of [set, dryRun])
        expect(await ada.one(query, wish), JSON.stringify(wish)).to.deep.equal({
          __typename: 'PolicyRejected',
          problem,
        });
    expect(world.facts().some(({ type }) => type.startsWith('policy.'))).to.equal(false);
  });

  it('reaches other replicas when they look the next time', async () => {
    const { policies, work, clock, policy } = world.needs();
    await policies.change({ address: undefined, device: undefined, correlationId: 'x' }, async (book) =>
      book.set({ kind: 'everybody' }, { mfa: { demand: 'required', dueBy: undefined } }),
    );
    expect(await status('bob'), 'it has not looked').to.equal('signed-in');
    const read = new ReadPolicies({ policies, work, clock, policy });
    const found = await read.execute({
      authority: { kind: 'operator' },
      client: { address: undefined, device: undefined, correlationId: 'x' },
    });
    expect(found).to.have.nested.property('entries.everybody.mfa.demand', 'required');
    await world.reloadPolicies();
    expect(await status('bob')).to.equal('enrolment-required');
  });
});
