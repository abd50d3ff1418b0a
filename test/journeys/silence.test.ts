import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { seconds } from '../../src/domain/duration.js';
import * as say from '../support/operations.js';
import { scratch, type Scratch } from '../support/postgres.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { wireTo, type Wire } from '../support/silence.js';
import { straightTo, Visitor } from '../support/visitor.js';

/** Nobody waits longer than that for a 503: a statement gets 5 s, and whoever finds no connection 3 s (milliseconds). */
const patience = 12_000;

describe('A database that says nothing any more', function () {
  this.timeout(90_000);
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let database: Scratch;
  let wire: Wire;
  let running: Running;
  before(async () => {
    database = await scratch();
    wire = await wireTo(database.url);
    running = await service({ DATABASE_URL: wire.url }, { instead: { clock } });
  });
  after(async () => {
    wire.restore();
    await running.close();
    await wire.close();
    await database.close();
  });

  it('keeps nobody waiting, and what it did in silence is not done twice', async () => {
    const ada = await new Visitor(straightTo(running), 'ada@example.org').register();
    await ada.signIn();
    const { phone } = await ada.enrol(clock.now());
    clock.advance(seconds(30));
    const login = ada.elsewhere();
    const { challengeToken } = await login.logIn();
    const code = phone.code(clock.now());
    const opened = async () => {
      const { rows } = await database.pool.query(`select count(*)::int from facts where type = 'session.opened'`);
      return (rows as { count: number }[])[0]?.count;
    };
    const before = await opened();

    wire.silence();
    const began = performance.now();
    const asked = Array.from({ length: 20 }, () =>
      ada
        .elsewhere()
        .twin()
        .ask(say.refreshSession, { input: { refreshToken: ada.refreshToken } }),
    );
    const answering = login.ask(say.verifyMfa, { input: { challengeToken, factor: 'TOTP', code } });
    expect((await fetch(`${running.url}/readyz`)).status).to.equal(503);
    expect((await fetch(`${running.url}/healthz`)).status).to.equal(200);
    for (const answer of await Promise.all([...asked, answering])) {
      expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([503, '1']);
    }
    expect(performance.now() - began).to.be.below(patience);

    wire.restore();
    while ((await fetch(`${running.url}/readyz`)).status !== 200) await pause(50);
    const retried = await login.verify(code, challengeToken as string);
    expect(retried.__typename).to.be.oneOf(['Authenticated', 'ChallengeClosed']);
    expect(await opened(), 'one session, whenever it was opened').to.equal((before ?? 0) + 1);
    expect(await ada.me()).to.include({ email: ada.email });
    clock.advance(seconds(30));
    await ada.elsewhere().signInWith(phone, clock.now());
  });
});
