import { expect } from 'chai';
import { days, hours, seconds } from '../../src/domain/duration.js';
import type { Phone } from '../../src/testing/phone.js';
import { tally } from '../support/besieged.js';
import * as say from '../support/operations.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { password, straightTo, Visitor } from '../support/visitor.js';

/** Whoever signs in without a pause meets no limit meanwhile. */
const plenty = { LIMIT_CHALLENGE_PER_USER: '100000' };

describe('Faults, and clocks that are wrong', function () {
  this.timeout(60_000);
  const clock = new SetClock();
  /** Of another replica over the same database. */
  const elsewhere = new SetClock();
  let running: Running;
  let other: Running;
  let ada: Visitor;
  let phone: Phone;

  before(async () => {
    running = await service(plenty, { instead: { clock } });
    other = await replica(elsewhere);
    ada = await new Visitor(straightTo(running), 'ada@example.org').register();
    ({ phone } = await (await ada.signIn()).enrol(clock.now()));
  });
  beforeEach(() => advance(seconds(30)));
  after(async () => {
    await other.close();
    await running.close();
  });
  const replica = (its: SetClock) =>
    service({ ...plenty, DATABASE_URL: running.pool.options.connectionString }, { instead: { clock: its } });
  const advance = (span: Parameters<typeof clock.advance>[0]) => {
    clock.advance(span);
    elsewhere.advance(span);
  };

  const at = (house: Running) => new Visitor(straightTo(house), ada.email);
  /** What comes of a sign-in with this code. */
  async function answer(code: string, house = running): Promise<string> {
    const visitor = at(house);
    const { challengeToken } = await visitor.logIn();
    return (await visitor.verify(code, challengeToken as string)).__typename;
  }

  it('[O04] a clock that goes back makes no old code good, and nobody waits for it', async () => {
    const used = phone.code(clock.now());
    expect(await answer(used)).to.equal('Authenticated');
    clock.advance(seconds(-90));
    for (let step = 0; step < 4; step += 1) {
      expect(await answer(phone.code(clock.now())), `${step} steps after it went back`).to.equal('InvalidCode');
      clock.advance(seconds(30));
    }
    expect(await answer(phone.code(clock.now())), 'the first step that was not used').to.equal('Authenticated');

    // Forward and back again: what strangers do in a wrong hour keeps nobody out of the right one.
    clock.advance(days(1));
    const wrong = { email: ada.email, password: 'not the password' };
    for (let n = 0; n < 12; n += 1) await at(running).one(say.login, wrong);
    expect(await at(running).kindOf(say.login, { email: ada.email, password })).to.equal('TooManyAttempts');
    clock.advance(seconds(30 - 24 * 60 * 60));
    expect(await answer(phone.code(clock.now()))).to.equal('Authenticated');
    elsewhere.advance(seconds((clock.now().getTime() - elsewhere.now().getTime()) / 1000));
  });

  it('[O04] a clock that goes forward ends what its time has come for', async () => {
    const visitor = at(running);
    await visitor.signInWith(phone, clock.now());
    clock.advance(hours(1));
    expect(await visitor.me()).to.equal(null);
    clock.advance(days(1));
    expect((await visitor.refresh()).__typename).to.equal('SessionEnded');
    clock.advance(seconds(-25 * 60 * 60));
  });

  it('[O05] no code is good twice, however far apart the clocks of replicas are', async () => {
    elsewhere.advance(seconds(-60));
    const used = phone.code(clock.now());
    expect(await answer(used)).to.equal('Authenticated');
    expect(await answer(used, other), 'not shown yet, by that clock').to.equal('InvalidCode');
    for (let step = 0; step < 3; step += 1) {
      elsewhere.advance(seconds(30));
      expect(await answer(used, other), `${step + 1} steps later`).to.equal('InvalidCode');
    }
    // Five seconds behind, and in the same step.
    clock.advance(seconds(100));
    elsewhere.advance(seconds(65));
    expect(await answer(phone.code(clock.now()), other)).to.equal('Authenticated');
    clock.advance(seconds(20));
    elsewhere.advance(seconds(25));
  });

  it('[O05] tokens are taken five seconds before they were made, and no sooner', async () => {
    const visitor = at(running);
    await visitor.signInWith(phone, clock.now());
    const there = visitor.twin(straightTo(other));
    elsewhere.advance(seconds(-60));
    expect(await there.me()).to.equal(null);
    elsewhere.advance(seconds(54));
    expect(await there.me()).to.equal(null);
    elsewhere.advance(seconds(1));
    expect(await there.me()).to.include({ email: ada.email });
    elsewhere.advance(seconds(5));
    expect(await there.me()).to.include({ email: ada.email });
  });

  it('[O08] where facts cannot be written nobody is let in or counted, nothing is spent, and it says so', async () => {
    const visitor = at(running);
    const { challengeToken } = await visitor.logIn();
    const { pool } = running;
    const kept = async () => (await pool.query('select id, state from auth_sessions order by id')).rows;
    const pools = async () => (await pool.query('select id, state from failure_pools order by id')).rows;
    const before = [await kept(), await pools()];
    await pool.query(`create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$`);
    await pool.query('create trigger full_disk before insert on facts execute function full_disk()');
    const code = phone.code(clock.now());
    const refused = async (query: string, input: Record<string, unknown>) => {
      const { status, headers, errors } = await at(running).ask(query, { input });
      return [status, errors?.[0]?.extensions?.['code'], headers.get('retry-after')];
    };
    const away = [503, 'SERVICE_UNAVAILABLE', '1'];
    expect(await refused(say.verifyMfa, { challengeToken, factor: 'TOTP', code })).to.deep.equal(away);
    expect(await refused(say.verifyMfa, { challengeToken, factor: 'TOTP', code: '000000' })).to.deep.equal(away);
    for (const each of [password, 'not the password'])
      expect(await refused(say.login, { email: ada.email, password: each })).to.deep.equal(away);
    expect([await kept(), await pools()]).to.deep.equal(before);
    await pool.query('drop trigger full_disk on facts');
    expect((await visitor.verify(code, challengeToken as string)).__typename).to.equal('Authenticated');
  });

  it('[O11] migrations, a newer schema and a replica that starts cost nobody who is signing in an answer', async () => {
    const answers: string[] = [];
    const over = new AbortController();
    const traffic = [running, other].map(async (house) => {
      while (!over.signal.aborted) {
        const { status, errors } = await at(house).ask(say.login, { input: { email: ada.email, password } });
        answers.push(errors ? `${status} ${JSON.stringify(errors)}` : `${status}`);
      }
    });
    // As the next release would: more columns, and rows that this one does not know.
    for (const table of ['users', 'mfa_challenges', 'auth_sessions', 'failure_pools', 'facts', 'devices', 'limits'])
      await running.pool.query(`alter table ${table} add column of_the_future text default 'x'`);
    await running.pool.query(`insert into mikro_orm_migrations (name) values ('9999-of-the-future')`);
    const former = await replica(clock);
    expect((await fetch(`${former.url}/readyz`)).status, 'a release that was rolled back').to.equal(200);
    expect((await at(former).logIn()).__typename).to.equal('MfaRequired');
    await former.close();
    over.abort();
    await Promise.all(traffic);
    expect(Object.keys(tally(answers))).to.deep.equal(['202']);
    expect(answers.length).to.be.above(4);
  });
});
