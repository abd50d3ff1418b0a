import { expect } from 'chai';
import { hours, minutes, seconds } from '../../src/domain/duration.js';
import { Undeliverable } from '../../src/domain/ports/outbox.js';
import type { Caller } from '../../src/testing/caller.js';
import { aWorld, type World } from '../../src/testing/world.js';

const act = (name: string, more = '') => `mutation ($id: ID!) { ${name}(input: { id: $id }) { __typename ${more} } }`;
const accounts = `query ($first: Int, $after: String, $filter: AccountFilter) {
  accounts(first: $first, after: $after, filter: $filter) { __typename ... on AccountConnection {
    edges { cursor node { id email status roles hasPassword backupCodesLeft factors { kind } } } pageInfo { hasNextPage endCursor } } } }`;
const account = `query ($id: ID!) { account(id: $id) { __typename ... on AccountDetails {
  of { id email status mfaResetDueAt } open { id current assurance } policy { mustEnrol askedFor } } } }`;

interface Page {
  readonly edges: readonly { readonly node: { readonly id: string; readonly email: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

describe('[H11] Looking after people over GraphQL', () => {
  let world: World;
  let ada: Caller;
  beforeEach(async () => {
    world = await aWorld()
      .withUser('ada', { totp: true, roles: ['admin'] })
      .withUser('bob', { totp: true })
      .withUser('eve');
    ada = await world.signIn('ada');
  });
  afterEach(() => world.close());

  const page = async (variables: object) => (await ada.one(accounts, variables)) as unknown as Page;
  const idOf = async (name: string): Promise<string> =>
    (await page({ filter: { text: name } })).edges[0]?.node.id ?? expect.fail();
  const kind = async (query: string, id: string) => (await ada.one(query, { id })).__typename;

  it('finds them a page at a time, and nobody twice', async () => {
    const first = await page({ first: 2 });
    const rest = await page({ first: 2, after: first.pageInfo.endCursor });
    const emails = [...first.edges, ...rest.edges].map(({ node }) => node.email);
    expect(emails).to.have.members(['ada@example.org', 'bob@example.org', 'eve@example.org']);
    expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).to.deep.equal([true, false]);
    expect((await page({ filter: { role: 'ADMIN' } })).edges.map(({ node }) => node.email)).to.deep.equal([
      'ada@example.org',
    ]);
    expect((await page({ filter: { status: 'DISABLED' } })).edges).to.deep.equal([]);
    for (const wrong of [{ first: 0 }, { first: 101 }, { first: -1 }, { after: 'x' }, { after: '' }])
      expect((await ada.one(accounts, wrong)).__typename, JSON.stringify(wrong)).to.equal('PageRejected');
  });

  it('shows one account with what it has open, and nothing that proves anything', async () => {
    await world.signIn('bob');
    const shown = await ada.ask(account, { id: await idOf('bob') });
    const { open, policy, of } = (shown.data?.['account'] ?? expect.fail()) as unknown as Record<
      'open' | 'policy' | 'of',
      unknown
    >;
    expect(of).to.include({ email: 'bob@example.org', status: 'ACTIVE', mfaResetDueAt: null });
    expect(open).to.have.nested.property('[0].current', false);
    expect(policy).to.deep.equal({ mustEnrol: false, askedFor: ['TOTP', 'BACKUP_CODE'] });
    expect(shown.text).to.not.match(/argon2|seed|digest/);
  });

  it('disables and enables, and never the last administrator', async () => {
    const [bob, own] = [await idOf('bob'), await idOf('ada')];
    for (let twice = 0; twice < 2; twice += 1) expect(await kind(act('disableUser'), bob)).to.equal('UserDisabled');
    expect((await world.logIn('bob')).status).to.equal('denied');
    for (let twice = 0; twice < 2; twice += 1) expect(await kind(act('enableUser'), bob)).to.equal('UserEnabled');
    expect((await world.logIn('bob')).status).to.equal('mfa-required');
    expect(await kind(act('disableUser'), own)).to.equal('LastAdmin');
    expect(world.facts().filter(({ type }) => /^user\.(dis|en)abled$/.test(type))).to.have.length(2);
  });

  it('ends sessions, and lets try again whom wrong answers shut out', async () => {
    const bob = await world.signIn('bob');
    const id = await idOf('bob');
    expect(await kind(act('endUserSessions'), id)).to.equal('UserSessionsEnded');
    expect((await bob.ask('{ me { id } }')).data).to.deep.equal({ me: null });
    for (let wrong = 0; wrong < 6; wrong += 1) await world.logIn('bob', 'not the password');
    expect((await world.logIn('bob')).status).to.equal('too-many-attempts');
    expect(await kind(act('unlockUser'), id)).to.equal('UserUnlocked');
    expect((await world.logIn('bob')).status).to.equal('mfa-required');
  });

  it('takes lost factors after three days, never its own, and nothing where there is nothing', async () => {
    const [bob, own, eve] = [await idOf('bob'), await idOf('ada'), await idOf('eve')];
    const due = new Date(world.clock.now().getTime() + hours(72)).toISOString();
    const reset = act('resetUserMfa', '... on MfaResetAsked { id dueAt }');
    for (let twice = 0; twice < 2; twice += 1) {
      expect(await ada.one(reset, { id: bob })).to.deep.equal({ __typename: 'MfaResetAsked', id: bob, dueAt: due });
      world.clock.advance(seconds(30));
    }
    expect(await kind(reset, own)).to.equal('OwnAccount');
    expect(await kind(reset, eve)).to.equal('NothingToReset');
    expect((await world.logIn('bob')).status).to.equal('mfa-required');
  });

  it('lists what was given up, and has it tried again', async () => {
    const { outbox } = world.needs();
    const wants = () => true;
    const deliver = () => Promise.reject(new Undeliverable('no such mailbox'));
    await outbox.drain({ name: 'mail', wants, deliver }, 1);
    const list = '{ deadLetters { __typename ... on DeadLetters { letters { fact kind subscriber tries why } } } }';
    const { letters } = (await ada.one(list)) as unknown as { letters: { fact: string; why: string }[] };
    expect(letters).to.have.length(1);
    const replay =
      'mutation ($fact: ID!) { replayDeadLetter(input: { fact: $fact, subscriber: "mail" }) { __typename } }';
    const { fact } = letters[0] ?? expect.fail();
    expect((await ada.one(replay, { fact })).__typename).to.equal('DeadLetterReplayed');
    expect((await ada.one(replay, { fact })).__typename).to.equal('DeadLetterNotFound');
    expect(world.facts().at(-1)).to.deep.equal({ type: 'notice.replayed', fact, subscriber: 'mail' });
  });

  it('finds nobody by what is no id of a person', async () => {
    const operations = ['disableUser', 'enableUser', 'unlockUser', 'endUserSessions', 'resetUserMfa'];
    for (const id of ['', ' ', 'x', '\0', '0', "' or 1=1--", '__proto__', '0190a000-0000-7000-8000-000000000001'])
      for (const operation of operations)
        expect(await kind(act(operation), id), `${operation} ${JSON.stringify(id)}`).to.equal('UserNotFound');
    world.clock.advance(minutes(6));
    expect(await kind(act('disableUser'), 'x'), 'too late for anybody').to.be.oneOf(['StepUpRequired', 'SessionEnded']);
  });
});
