import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { aWorld } from '../../src/testing/world.js';
import * as say from '../support/operations.js';
import { canPlay, playExample } from '../support/played-example.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { straightTo, Visitor } from '../support/visitor.js';

const query = '{ bypasses { name reason until lastUsedAt } }';
const declared = [
  { name: 'till', reason: 'The till has no keyboard yet', until: '2031-03-02' },
  { name: 'scanner', reason: 'It is replaced in spring', until: '2031-05-01T12:00Z' },
  { name: 'over', reason: 'It was for February', until: '2031-03-01' },
];

describe('Declared bypasses', function () {
  this.timeout(30_000);
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  let weak: Visitor;
  let strong: Visitor;
  before(async () => {
    running = await service({ BYPASSES: JSON.stringify(declared), SESSION_IDLE: '24h' }, { instead: { clock } });
    const visitor = (name: string) => new Visitor(straightTo(running), `${name}@example.org`, 'COOKIE');
    weak = await (await visitor('weak').register()).signIn();
    strong = await (await visitor('strong').register()).signIn();
    await strong.enrol(clock.now());
  });
  after(() => running.close());

  const check = (by: Visitor, search: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${running.url}/auth/check${search}`, { headers: { cookie: by.cookies.header, ...headers } });
  const status = async (by: Visitor, search: string, headers = {}) => (await check(by, search, headers)).status;

  it('stand in the log of the start, those that are over not among them', () => {
    const told = running.logs.filter((line) => line.includes('"bypass"')).map((line) => JSON.parse(line) as object);
    expect(told).to.have.length(2);
    expect(told[0]).to.include({ level: 'warn', bypass: 'till', reason: 'The till has no keyboard yet' });
    expect(told[0]).to.include({ until: '2031-03-02T00:00:00.000Z' });
  });

  it('are listed for people who have proven a second factor', async () => {
    expect((await weak.ask(query)).data).to.deep.equal({ bypasses: null });
    expect((await new Visitor(straightTo(running), 'nobody@example.org').ask(query)).data).to.deep.equal({
      bypasses: null,
    });
    expect((await strong.ask(query)).data['bypasses']).to.deep.equal([
      { name: 'till', reason: declared[0]?.reason, until: '2031-03-02T00:00:00.000Z', lastUsedAt: null },
      { name: 'scanner', reason: declared[1]?.reason, until: '2031-05-01T12:00:00.000Z', lastUsedAt: null },
    ]);
    const rest = (by: Visitor) => fetch(`${running.url}/auth/bypasses`, { headers: { cookie: by.cookies.header } });
    expect((await rest(weak)).status).to.equal(401);
    expect(((await (await rest(strong)).json()) as { bypasses: object[] }).bypasses).to.have.length(2);
  });

  it('let people through who are signed in, say so once a minute, and remember the last use', async () => {
    expect(await status(weak, '?mfa')).to.equal(401);
    for (const past of [0, 30, 29, 1]) {
      clock.advance(seconds(past));
      const passed = await check(weak, '?mfa&bypass=till');
      expect(passed.status).to.equal(200);
      // What was proven is told as it is.
      expect(passed.headers.get('x-auth-acr')).to.equal('aal1');
    }
    expect(await status(new Visitor(straightTo(running), 'x@example.org'), '?mfa&bypass=till')).to.equal(401);
    // Whoever needs none uses none.
    expect(await status(strong, '?mfa&bypass=scanner')).to.equal(200);
    const used = (await running.facts()).filter(({ type }) => type === 'bypass.used');
    expect(used.map((fact) => 'name' in fact && fact.name)).to.deep.equal(['till', 'till']);
    const listed = (await strong.ask(query)).data['bypasses'] as unknown as { lastUsedAt: string | null }[];
    expect(listed.map(({ lastUsedAt }) => lastUsedAt)).to.deep.equal(['2031-03-01T12:01:10.000Z', null]);
  });

  it('exempt nothing that was not declared, whatever a request says', async () => {
    for (const name of ['over', 'unknown', '', 'till%20', 'TILL', 'till,scanner', '*', '__proto__'])
      expect(await status(weak, `?mfa&bypass=${name}`), name).to.equal(401);
    const heads = ['bypass', 'x-bypass', 'x-mfa-bypass', 'x-auth-bypass', 'x-skip-mfa', 'x-forwarded-bypass', 'cookie'];
    for (const name of heads) {
      const value = name === 'cookie' ? `${weak.cookies.header}; bypass=till` : 'till';
      expect(await status(weak, '?mfa', { [name]: value }), name).to.equal(401);
    }
    for (const uri of ['/?bypass=till', '/auth/check?mfa&bypass=till'])
      expect(await status(weak, '?mfa', { 'x-forwarded-uri': uri }), uri).to.equal(401);
    for (const search of ['?mfa&bypass=over&bypass=till', '?mfa&Bypass=till', '?mfa&mfa=0&bypass=till'])
      expect(await status(weak, search), search).to.equal(400);
  });

  it('[M01] are of no use where somebody changes how they sign in', async () => {
    const late = await new Visitor(straightTo(running), 'late@example.org', 'COOKIE').register();
    await late.signIn();
    await late.enrol(clock.now());
    clock.advance(minutes(6));
    for (const [doc, input] of [
      [say.disableMfa, undefined],
      [say.regenerateBackupCodes, undefined],
      [say.enrolTotp, {}],
      [say.createMachineToken, { scope: 'deploy', days: 1 }],
      [say.createServiceAccount, {}],
    ] as const) {
      const plain = await late.one(doc, input);
      expect(plain.__typename, doc).to.equal('StepUpRequired');
      const answer = await fetch(`${running.url}/graphql?bypass=till`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          cookie: late.cookies.header,
          bypass: 'till',
          'x-mfa-bypass': 'till',
        },
        body: JSON.stringify({ query: doc, variables: { input, bypass: 'till' }, extensions: { bypass: 'till' } }),
      });
      expect(await answer.text(), doc).to.include('StepUpRequired');
    }
  });

  it('are over on their day, and the second factor is demanded again', async () => {
    clock.advance(minutes(12 * 60));
    expect(await status(weak, '?mfa&bypass=till')).to.equal(401);
    expect(await status(weak, '?mfa&bypass=scanner')).to.equal(200);
    expect((await (await fetch(`${running.url}/readyz`)).json()) as object).to.include({ status: 'ready' });
  });
});

describe('The example of docs/bypass.md', () => {
  it('works as it stands', async function () {
    if (!canPlay()) return this.skip();
    await using world = await aWorld();
    const { promised } = await playExample('docs/bypass.md', world);
    expect(promised).to.have.length(7);
  });
});
