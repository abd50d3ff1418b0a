import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { seconds } from '../../src/domain/duration.js';
import * as say from '../support/operations.js';
import { ownServer, type Server } from '../support/postgres.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { kinds, straightTo, Visitor, type Kind } from '../support/visitor.js';

const unavailable = { status: 503, code: 'SERVICE_UNAVAILABLE', retryAfter: '1' };
/** Nobody waits longer than that for a 503 (milliseconds). */
const patience = 6000;

describe('While the database is away', function () {
  this.timeout(90_000);
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let server: Server;
  let running: Running;
  before(async () => {
    server = await ownServer();
    running = await service({}, { instead: { clock }, server });
  });
  after(() => running.close());

  const newcomer = async (kind: Kind = 'TOKEN') => {
    const ada = new Visitor(straightTo(running), `${randomUUID()}@example.org`, kind);
    await ada.register();
    return ada.signIn();
  };
  async function refusalOf(visitor: Visitor, query: string, input?: Record<string, unknown>) {
    const began = performance.now();
    const { status, headers, errors, text } = await visitor.ask(query, input && { input });
    expect(performance.now() - began, 'time to a 503').to.be.below(patience);
    expect(text).not.to.match(/postgres|ECONN|stack|57P0/i);
    return { status, code: errors?.[0]?.extensions?.['code'], retryAfter: headers.get('retry-after') };
  }
  const statusOf = async (path: string) => (await fetch(`${running.url}${path}`)).status;
  async function back(): Promise<void> {
    await server.start();
    const deadline = performance.now() + 20_000;
    while ((await statusOf('/readyz')) !== 200) {
      expect(performance.now(), 'ready again by itself').to.be.below(deadline);
      await pause(100);
    }
  }
  const sessions = async () => (await running.pool.query('select id from auth_sessions order by id')).rows;

  it('[J16] everything is answered with 503, nothing is spent, and it works again by itself', async () => {
    const people = await Promise.all(kinds.map((kind) => newcomer(kind)));
    const enrolled = [];
    for (const ada of people) enrolled.push({ ada, phone: (await ada.enrol(clock.now())).phone });
    clock.advance(seconds(30));
    const pending = [];
    for (const { ada, phone } of enrolled) {
      const login = ada.elsewhere();
      pending.push({ login, phone, challengeToken: (await login.logIn())['challengeToken'] as string });
    }
    const [before, facts] = [await sessions(), (await running.facts()).length];

    await server.stop();
    expect([await statusOf('/readyz'), await statusOf('/healthz')]).to.deep.equal([503, 200]);
    for (const { ada } of enrolled) {
      expect(await refusalOf(ada, say.me)).to.deep.equal(unavailable);
      expect(await refusalOf(ada, say.disableMfa)).to.deep.equal(unavailable);
      expect(await refusalOf(ada, say.logout)).to.deep.equal(unavailable);
    }
    for (const { login, phone, challengeToken } of pending) {
      const input = { challengeToken, factor: 'TOTP', code: phone.code(clock.now()) };
      expect(await refusalOf(login, say.verifyMfa, input)).to.deep.equal(unavailable);
    }
    const stranger = new Visitor(straightTo(running), 'nobody@example.org');
    const account = { email: 'nobody@example.org', password: 'correct horse battery staple' };
    expect(await refusalOf(stranger, say.login, account)).to.deep.equal(unavailable);
    expect(await refusalOf(stranger, say.register, account)).to.deep.equal(unavailable);
    const [holder] = enrolled;
    expect(await refusalOf(stranger, say.refreshSession, { refreshToken: holder?.ada.refreshToken })).to.deep.equal(
      unavailable,
    );
    // What needs nothing remembered is answered.
    expect((await stranger.ask('{ __typename }')).status).to.equal(200);
    expect(await stranger.me()).to.equal(null);

    await back();
    expect(await sessions()).to.deep.equal(before);
    expect(await running.facts()).to.have.length(facts);
    for (const { ada } of enrolled) expect(await ada.me()).to.include({ email: ada.email });
    for (const { login, phone, challengeToken } of pending) {
      const verified = await login.verify(phone.code(clock.now()), challengeToken);
      expect(verified.__typename, 'the code was not spent').to.equal('Authenticated');
      expect(await login.me()).to.include({ email: login.email });
    }
    expect((await holder?.ada.refresh())?.__typename).to.equal('Authenticated');
    expect(running.logs.join('')).to.include('cannot be reached').and.not.include('correct horse');
  });

  it('[O01] going away in the middle of traffic costs nobody more than a 503, and leaves no session half-open', async () => {
    const people = await Promise.all([newcomer(), newcomer('COOKIE'), newcomer(), newcomer('COOKIE')]);
    const statuses = new Map<number, number>();
    const signedIn: Visitor[] = [];
    const over = new AbortController();
    const traffic = people.map(async (ada) => {
      while (!over.signal.aborted) {
        const client = ada.elsewhere();
        const { status, data } = await client.ask(say.login, {
          input: { email: ada.email, password: 'correct horse battery staple', credential: ada.kind },
        });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (data['login']?.__typename === 'Authenticated') signedIn.push(client);
        const { status: meStatus } = await client.ask(say.me);
        statuses.set(meStatus, (statuses.get(meStatus) ?? 0) + 1);
      }
    });
    await pause(500);
    await server.stop();
    await pause(500);
    await back();
    const after = signedIn.length;
    while (signedIn.length < after + 4) await pause(50);
    over.abort();
    await Promise.all(traffic);

    expect([...statuses.keys()].toSorted()).to.deep.equal([200, 503]);
    for (const client of signedIn.slice(0, 40)) expect(await client.me()).to.include({ email: client.email });
    // A session and the fact that it was opened are there together, or neither is.
    const { rows } = await running.pool.query(
      `select s.id from auth_sessions s full join facts f on f.type = 'session.opened' and f.event->>'sessionId' = s.id::text
       where f.id is null or (s.id is null and f.type = 'session.opened')`,
    );
    expect(rows).to.deep.equal([]);
  });

  it('connections that PostgreSQL cuts are made anew', async () => {
    const ada = await newcomer();
    const kill = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'portcullis' and pid <> pg_backend_pid()`;
    expect((await running.pool.query(kill)).rowCount).to.be.greaterThan(0);
    const { status } = await ada.ask(say.me);
    expect(status).to.be.oneOf([200, 503]);
    expect(await ada.me()).to.include({ email: ada.email });
  });
});
