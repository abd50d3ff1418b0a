import { expect } from 'chai';
import { PrometheusMetrics } from '../../src/adapters/metrics/prometheus.js';
import { PostgresMfaStatistics } from '../../src/adapters/postgres/mfa-statistics.js';
import { PostgresSweeper } from '../../src/adapters/postgres/sweeper.js';
import { hours } from '../../src/domain/duration.js';
import { policy } from '../../src/testing/builders.js';
import { workOn } from '../support/postgres-store.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { straightTo, Visitor } from '../support/visitor.js';

const token = 'a-token-of-thirty-two-characters-or-more';

describe('Metrics', function () {
  this.timeout(60_000);
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  let code: string;
  const email = 'ada@example.org';
  before(async () => {
    running = await service({ METRICS_TOKEN: token }, { instead: { clock } });
    const ada = await (await new Visitor(straightTo(running), email).register()).signIn();
    const { phone } = await ada.enrol(clock.now());
    clock.advance(hours(1));
    const challenge = await ada.elsewhere().logIn();
    code = phone.code(clock.now());
    await ada.elsewhere().logIn();
    expect(challenge['challengeToken']).to.be.a('string');
  });
  after(() => running.close());

  const scrape = (authorization?: string, method = 'GET') =>
    fetch(`${running.url}/metrics`, { method, headers: { ...(authorization && { authorization }) } });

  it('[N07] are for whoever has the token: nobody else hears how many users there are', async () => {
    for (const given of [
      undefined,
      'Bearer',
      'Bearer x',
      `Bearer ${token}x`,
      `Basic ${token}`,
      `Bearer ${token.slice(1)}`,
    ]) {
      const answer = await scrape(given);
      expect(answer.status, given).to.equal(401);
      expect(answer.headers.get('www-authenticate')).to.equal('Bearer');
      expect(await answer.text()).to.not.include('portcullis_');
    }
    expect((await scrape(`Bearer ${token}`, 'POST')).status).to.equal(405);
  });

  it('count what happens to second factors, and say who owns which', async () => {
    const answer = await scrape(`Bearer ${token}`);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.include('text/plain; version=0.0.4');
    const text = await answer.text();
    expect(text).to.include('portcullis_mfa_challenges_total 2');
    expect(text).to.include('portcullis_facts_total{kind="mfa.challenged",outcome="pending"} 2');
    expect(text).to.include('portcullis_users 1');
    expect(text).to.include('portcullis_users_by_factor{factor="totp"} 1');
    expect(text).to.include('portcullis_users_by_factor{factor="none"} 0');
    expect(text).to.include('portcullis_process_cpu_seconds_total');
  });

  it('count challenges that nobody answered, when they are swept', async () => {
    clock.advance(hours(2));
    const { pool } = running;
    const witness = new PrometheusMetrics({ clock, statistics: () => new PostgresMfaStatistics(pool) });
    await new PostgresSweeper({ pool, work: workOn(pool), witness }).sweep(clock.now(), policy, 100);
    const { body } = await witness.scrape();
    expect(body).to.include('portcullis_mfa_challenges_expired_total 2');
    const { rows } = await running.pool.query(`select type from facts where type = 'mfa.expired'`);
    expect(rows).to.have.length(2);
  });

  it('[N01] hold no secret, no address and nobody’s id', async () => {
    const text = await (await scrape(`Bearer ${token}`)).text();
    const { rows } = await running.pool.query<{ id: string }>('select id from users');
    for (const secret of [email, 'ada', code, token, ...rows.map(({ id }) => id)]) expect(text).to.not.include(secret);
    // No label but those that are said to be there, and no value of one that a client chose.
    const labels = new Set(
      [...text.matchAll(/portcullis_[a-z_]+\{([^}]*)\}/g)].flatMap(([, all = '']) => all.split(/="[^"]*",?/)),
    );
    labels.delete('');
    expect(
      [...labels].filter(
        (label) => !/^(kind|outcome|factor|bypass|version|major|minor|patch|type|space|le|quantile)$/.test(label),
      ),
    ).to.deep.equal([]);
  });
});

describe('A service without a token for metrics', () => {
  it('[N07] has no metrics', async () => {
    const running = await service();
    expect((await fetch(`${running.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).status).to.equal(
      404,
    );
    await running.close();
  });
});
