import { expect } from 'chai';
import { getNamedType, isUnionType, type GraphQLSchema } from 'graphql';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { Role } from '../../src/domain/user/roles.js';
import type { Caller } from '../../src/testing/caller.js';
import { aWorld, type World } from '../../src/testing/world.js';

const nobody = '0190a000-0000-7000-8000-000000000001';

/** What a role is demanded for, in a request that is good but for whoever makes it. Later operations add a row. */
const operations: Readonly<Record<string, { readonly query: string; readonly roles: readonly Role[] }>> = {
  auditLog: { query: '{ auditLog(first: 1) { __typename } }', roles: ['admin', 'auditor'] },
  mfaUsage: {
    query: '{ mfaUsage(from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z") { __typename } }',
    roles: ['admin', 'auditor'],
  },
  ...Object.fromEntries(
    ['accounts', 'deadLetters', 'policies'].map((name) => [
      name,
      { query: `{ ${name} { __typename } }`, roles: ['admin', 'auditor'] as const },
    ]),
  ),
  account: { query: `{ account(id: "${nobody}") { __typename } }`, roles: ['admin', 'auditor'] },
  explainPolicy: { query: `{ explainPolicy(user: "${nobody}") { __typename } }`, roles: ['admin', 'auditor'] },
  dryRunPolicy: {
    query: `{ dryRunPolicy(target: { user: "${nobody}" }, rules: { mfa: REQUIRED }) { __typename } }`,
    roles: ['admin', 'auditor'],
  },
  setPolicy: {
    query: `mutation { setPolicy(target: { user: "${nobody}" }, rules: { mfa: REQUIRED }) { __typename } }`,
    roles: ['admin'],
  },
  removePolicy: {
    query: `mutation { removePolicy(target: { user: "${nobody}" }) { __typename } }`,
    roles: ['admin'],
  },
  ...Object.fromEntries(
    ['disableUser', 'enableUser', 'unlockUser', 'endUserSessions', 'resetUserMfa'].map((name) => [
      name,
      { query: `mutation { ${name}(input: { id: "${nobody}" }) { __typename } }`, roles: ['admin'] as const },
    ]),
  ),
  replayDeadLetter: {
    query: `mutation { replayDeadLetter(input: { fact: "${nobody}", subscriber: "mail" }) { __typename } }`,
    roles: ['admin'],
  },
  grantRole: {
    query:
      'mutation { grantRole(input: { id: "0190a000-0000-7000-8000-000000000001", role: AUDITOR }) { __typename } }',
    roles: ['admin'],
  },
  withdrawRole: {
    query:
      'mutation { withdrawRole(input: { id: "0190a000-0000-7000-8000-000000000001", role: AUDITOR }) { __typename } }',
    roles: ['admin'],
  },
  webhooks: { query: '{ webhooks { __typename } }', roles: ['admin'] },
  createWebhook: { query: 'mutation { createWebhook(input: { url: "ftp://x" }) { __typename } }', roles: ['admin'] },
  ...Object.fromEntries(
    ['rotateWebhookSecret', 'pauseWebhook', 'resumeWebhook', 'removeWebhook', 'replayWebhook'].map((operation) => {
      const query = `mutation { ${operation}(input: { id: "0190a000-0000-7000-8000-000000000001" }) { __typename } }`;
      return [operation, { query, roles: ['admin'] as const }];
    }),
  ),
};
/** Answers that only whoever is let in gets. */
const letIn = [
  'AuditConnection',
  'MfaUsage',
  'UserNotFound',
  'AccountConnection',
  'DeadLetters',
  'DeadLetterNotFound',
  'PolicyOverview',
  'Webhooks',
  'WebhookRejected',
  'WebhookNotFound',
];

/** Every operation of the schema that may answer `RoleRequired`. */
const guarded = (schema: GraphQLSchema): readonly string[] =>
  [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {}).flatMap(({ name, type }) => {
      const answer = getNamedType(type);
      return isUnionType(answer) && answer.getTypes().some((each) => each.name === 'RoleRequired') ? [name] : [];
    }),
  );

describe('[M07] Operations that demand a role', () => {
  let world: World;
  /** Signed in, by their role and what they have proven. */
  const fresh = new Map<Role | 'nobody in particular', Caller>();
  const bare = new Map<Role | 'nobody in particular', Caller>();
  const people = ['admin', 'auditor', 'nobody in particular'] as const;
  const rolesOf = (person: (typeof people)[number]): readonly Role[] =>
    person === 'nobody in particular' ? [] : [person];

  before(async () => {
    // Shorter than an access token lives.
    world = await aWorld({ policy: { freshness: minutes(2) } });
    for (const person of people) {
      const name = person.replaceAll(' ', '-');
      await world.settle(`fresh-${name}`, { totp: true, roles: rolesOf(person) });
      await world.settle(`bare-${name}`, { roles: rolesOf(person) });
      fresh.set(person, await world.signIn(`fresh-${name}`));
      bare.set(person, await world.signIn(`bare-${name}`));
    }
  });
  after(() => world.close());

  const kind = async (caller: Caller | undefined, query: string) => (await caller?.one(query))?.__typename;

  for (const [operation, { query, roles }] of Object.entries(operations)) {
    for (const person of people) {
      const may = roles.some((role) => role === person);
      const expected = may ? 'lets in' : 'refuses';
      it(`${operation} ${expected} ${person} with a second factor proven just now`, async () => {
        const answer = await kind(fresh.get(person), query);
        if (may) expect(answer).to.be.oneOf(letIn);
        else expect(answer).to.equal('RoleRequired');
      });
      it(`${operation} asks ${person} without a second factor for ${may ? 'one' : 'the role'}`, async () => {
        expect(await kind(bare.get(person), query)).to.equal(may ? 'NotAllowed' : 'RoleRequired');
      });
    }
    it(`${operation} tells nobody in whom no session is live anything`, async () => {
      expect(await kind(world.caller(), query)).to.equal('SessionEnded');
    });
  }

  it('are all in this table', () => {
    expect(Object.keys(operations)).to.have.members(guarded(world.schema));
  });

  it('ask for a step-up where the second factor was proven too long ago, and for the role first', async () => {
    world.clock.advance(minutes(2));
    world.clock.advance(seconds(1));
    for (const { query, roles } of Object.values(operations))
      for (const person of people) {
        const may = roles.some((role) => role === person);
        expect(await kind(fresh.get(person), query), query).to.equal(may ? 'StepUpRequired' : 'RoleRequired');
      }
  });
});

describe('Roles', () => {
  let world: World;
  let ada: Caller;
  before(async () => {
    world = await aWorld()
      .withUser('ada', { totp: true, roles: ['admin'] })
      .withUser('grace', { totp: true });
    ada = await world.signIn('ada');
  });
  after(() => world.close());

  const change = (operation: 'grantRole' | 'withdrawRole', id: unknown, role: 'ADMIN' | 'AUDITOR') =>
    ada.one(
      `mutation ($input: ChangeRoleInput!) { ${operation}(input: $input) { __typename ... on RoleChanged { id roles } } }`,
      { input: { id, role } },
    );
  const idOf = async (caller: Caller): Promise<unknown> => (await caller.one('{ me { __typename id roles } }'))['id'];

  it('are given and taken by administrators, seen by whoever has them, and a fact with its actor each time', async () => {
    const grace = await world.signIn('grace');
    const [hers, adas] = [await idOf(grace), await idOf(ada)];
    expect(await change('grantRole', hers, 'AUDITOR')).to.deep.include({ roles: ['AUDITOR'] });
    expect(await change('grantRole', hers, 'AUDITOR')).to.deep.include({ roles: ['AUDITOR'] });
    expect(await grace.one('{ me { __typename roles } }')).to.deep.include({ roles: ['AUDITOR'] });
    expect((await grace.one('{ auditLog { __typename } }')).__typename).to.equal('AuditConnection');
    expect(await change('withdrawRole', hers, 'AUDITOR')).to.deep.include({ roles: [] });
    expect((await grace.one('{ auditLog { __typename } }')).__typename).to.equal('RoleRequired');
    const query = `{ auditLog(filter: { actor: "${String(adas)}", kind: ["role.granted", "role.withdrawn"] }) {
      __typename ... on AuditConnection { edges { node { kind user actor { kind user } details { name value } } } } } }`;
    const actor = { kind: 'USER', user: adas };
    const details = [{ name: 'role', value: 'auditor' }];
    expect((await ada.one(query))['edges']).to.deep.equal([
      { node: { kind: 'role.withdrawn', user: hers, actor, details } },
      { node: { kind: 'role.granted', user: hers, actor, details } },
    ]);
  });

  it('are not given to whom nobody knows', async () => {
    for (const id of ['nobody', '', '0190a000-0000-7000-8000-000000000001'])
      expect((await change('grantRole', id, 'ADMIN')).__typename).to.equal('UserNotFound');
  });

  it('leave one administrator at least: nobody takes their own', async () => {
    expect((await change('withdrawRole', await idOf(ada), 'ADMIN')).__typename).to.equal('OwnRole');
  });
});
