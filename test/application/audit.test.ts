import { expect } from 'chai';
import { ExportAudit } from '../../src/application/export-audit.js';
import { client } from '../../src/testing/builders.js';
import type { Caller, Result } from '../../src/testing/caller.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { hostileText } from '../support/hostile.js';

interface Page extends Result {
  readonly edges: readonly { readonly cursor: string; readonly node: Result }[];
  readonly pageInfo: Readonly<Record<string, unknown>>;
}

const page = `edges { cursor node { __typename id at kind outcome reason user address device correlationId } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
const log = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: AuditFilter) {
  auditLog(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    __typename ... on AuditConnection { ${page} } } }`;
const activity = `query ($first: Int, $after: String) { me { __typename activity(first: $first, after: $after) {
  edges { cursor node { kind outcome address byAdministrator } } pageInfo { hasNextPage endCursor } } } }`;

describe('The audit log', () => {
  let world: World;
  let auditor: Caller;
  let grace: Caller;
  let graceId: string;
  before(async () => {
    world = await aWorld()
      .withUser('auditor', { totp: true, roles: ['auditor'] })
      .withUser('grace', { totp: true })
      .withUser('ada');
    await world.logIn('grace', 'not her password');
    await world.logIn('nobody', 'no password');
    grace = await world.signIn('grace');
    auditor = await world.signIn('auditor');
    graceId = String((await grace.one('{ me { __typename id } }'))['id']);
  });
  after(() => world.close());

  const ask = async (variables: object): Promise<Page> => (await auditor.one(log, variables)) as Page;
  const kinds = ({ edges }: Page): readonly unknown[] => edges.map(({ node }) => node['kind']);

  it('tells who, what, outcome, reason, when, from where and by which request', async () => {
    const { edges } = await ask({ filter: { user: graceId, outcome: 'FAILURE' } });
    expect(edges.map(({ node }) => node)).to.have.length(1);
    const [node] = edges.map((edge) => edge.node);
    expect(node).to.include({ kind: 'sign-in.refused', outcome: 'FAILURE', reason: 'wrong-password', user: graceId });
    expect(node?.['address']).to.equal('192.0.2.1');
    expect(node?.['correlationId']).to.match(/^request/);
  });

  it('is read page by page, in both directions', async () => {
    const whole = await ask({ filter: { user: graceId } });
    expect(kinds(whole)).to.deep.equal([
      'session.opened',
      'device.known',
      'mfa.passed',
      'mfa.challenged',
      'sign-in.refused',
    ]);
    const first = await ask({ filter: { user: graceId }, first: 4 });
    expect(first.pageInfo).to.include({ hasNextPage: true, hasPreviousPage: false });
    const rest = await ask({ filter: { user: graceId }, first: 4, after: first.pageInfo['endCursor'] });
    expect(kinds(rest)).to.deep.equal(['sign-in.refused']);
    expect(rest.pageInfo).to.include({ hasNextPage: false, hasPreviousPage: true });
    const back = await ask({ filter: { user: graceId }, last: 2, before: rest.pageInfo['startCursor'] });
    expect(kinds(back)).to.deep.equal(['mfa.passed', 'mfa.challenged']);
    expect(back.pageInfo).to.include({ hasNextPage: true, hasPreviousPage: true });
  });

  it('finds what fits all filters, and nothing by what names nothing', async () => {
    const filters = [
      [{ user: graceId, kind: ['mfa.passed', 'session.opened'] }, ['session.opened', 'mfa.passed']],
      [{ user: graceId, kind: ['mfa.passed'], outcome: 'FAILURE' }, []],
      [{ user: graceId, kind: ['no such kind'] }, []],
      [{ user: graceId, to: '2001-01-01T00:00:00Z' }, []],
      [{ user: graceId, from: '2001-01-01T00:00:00Z', outcome: 'PENDING' }, ['mfa.challenged']],
      [{ user: graceId, address: '203.0.113.1' }, []],
      [{ user: 'nobody' }, []],
      [{ actor: 'nobody' }, []],
      [{ actor: 'operator' }, []],
    ] as const;
    for (const [filter, expected] of filters)
      expect(kinds(await ask({ filter })), JSON.stringify(filter)).to.deep.equal(expected);
  });

  it('refuses a page that is none, and no words harm it', async () => {
    const wrong = [{ first: 0 }, { first: 101 }, { first: -1 }, { last: 101 }, { first: 1, last: 1 }, { after: 'x' }];
    const tooFar = [{ after: `${2n ** 64n}.0` }, { before: `0.${2n ** 63n}` }];
    for (const variables of [...wrong, ...tooFar])
      expect((await auditor.one(log, variables)).__typename, JSON.stringify(variables)).to.equal('PageRejected');
    for (const text of hostileText) {
      expect((await auditor.one(log, { after: text })).__typename).to.equal('PageRejected');
      for (const filter of [{ user: text }, { actor: text }, { kind: [text] }, { address: text }])
        expect((await ask({ filter })).edges).to.deep.equal([]);
    }
  });

  it('[M10] says who looked at it, once a look', async () => {
    const looks = () => world.facts().filter(({ type }) => type === 'audit.read').length;
    const before = looks();
    const { pageInfo } = await ask({ first: 1 });
    await ask({ first: 1, after: pageInfo['endCursor'] });
    expect(looks() - before).to.equal(1);
  });

  it('[H11] shows people what happened to their own account, and nobody else’s, whatever cursor they bring', async () => {
    const own = (await grace.one(activity, { first: 100 }))['activity'] as Page;
    expect(kinds(own)).to.include.members(['session.opened', 'sign-in.refused']);
    expect(JSON.stringify(own)).to.not.include('wrong-password');
    const newest = (await ask({ first: 1 })).pageInfo['endCursor'];
    const later = (await grace.one(activity, { after: newest }))['activity'] as Page;
    expect(kinds(later)).to.deep.equal(kinds(own));
    const ada = await world.signIn('ada');
    const hers = (await ada.one(activity, { after: own.edges[0]?.cursor }))['activity'] as Page | null;
    expect(hers?.edges).to.deep.equal([]);
    expect((await grace.one(activity, { first: 0 }))['activity']).to.equal(null);
  });

  it('[N02] exports one line a fact, whatever a client calls itself', async () => {
    const { auditLog, work, clock, policy } = world.needs();
    const device = 'Firefox\u2028on\nLinux\u001b[31m\u009b' as NonNullable<typeof client.device>;
    await work.run({ ...client, device }, async (tx) => tx.record({ type: 'audit.read' }));
    const outcome = await new ExportAudit({ auditLog, work, clock, policy }).execute({
      authority: { kind: 'operator' },
      query: {},
      client,
    });
    if (outcome.status !== 'exporting') return expect.fail(outcome.status);
    const lines: string[] = [];
    for await (const line of outcome.lines) lines.push(line);
    expect(lines).to.have.length(world.facts().length);
    for (const line of lines) expect(line).to.match(/^[ -~’]*\n$/);
    const facts = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(facts.map(({ kind }) => kind)).to.deep.equal(world.facts().map(({ type }) => type));
    expect(facts.find(({ outcome: how }) => how === 'failure')).to.have.keys(
      'id at kind outcome user address correlationId details'.split(' '),
    );
  });

  it('sums up how MFA is used', async () => {
    const query = `query ($from: DateTime!, $to: DateTime!) { mfaUsage(from: $from, to: $to) { __typename ... on MfaUsage {
      users usersWithoutFactor usersByFactor { factor users } challengesAsked challengesExpired enrolmentsDemanded
      passed { of count } refused { of count } poolsClosed { of count } bypassesUsed { of count } } } }`;
    const span = { from: '2001-01-01T00:00:00Z', to: '2101-01-01T00:00:00Z' };
    expect(await auditor.one(query, span)).to.deep.equal({
      __typename: 'MfaUsage',
      users: 3,
      usersWithoutFactor: 1,
      usersByFactor: [
        { factor: 'TOTP', users: 2 },
        { factor: 'BACKUP_CODE', users: 2 },
      ],
      challengesAsked: 2,
      challengesExpired: 0,
      enrolmentsDemanded: 0,
      passed: [{ of: 'totp', count: 2 }],
      refused: [],
      poolsClosed: [],
      bypassesUsed: [],
    });
    expect(await auditor.one(query, { ...span, to: span.from })).to.include({ challengesAsked: 0 });
  });
});
