import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { tally } from '../support/besieged.js';
import * as say from '../support/operations.js';
import { redisPath, RedisServer } from '../support/redis.js';
import { service, type Running } from '../support/service.js';

describe('Limits in Redis', function () {
  this.timeout(60_000);
  let redis: RedisServer;
  let [here, there]: Running[] = [];
  before(async function () {
    const program = redisPath();
    // Said where tests are listed: without it there is nothing to try.
    if (!program) return this.skip();
    redis = await RedisServer.start(program);
    const env = { REDIS_URL: redis.url, LIMIT_LOGIN_PER_CLIENT: '6', HASHING_WORKERS: '1' };
    here = await service(env);
    there = await service({ ...env, DATABASE_URL: here.pool.options.connectionString });
  });
  after(async () => {
    await there?.close();
    await here?.close();
    await redis?.close();
  });

  const logIn = async (at: Running | undefined, name: string) => {
    const input = { email: `${name}@example.org`, password: 'not the password at all' };
    const answer = await at?.graphql(say.login, { input });
    return answer ?? expect.fail('nobody is there');
  };
  const crowd = async (size: number, at: (n: number) => Running | undefined, whom: string) => {
    const answers = [];
    for (let n = 0; n < size; n += 1) answers.push(await logIn(at(n), `${whom}-${n}`));
    return tally(answers.map(({ data }) => data['login']?.__typename ?? 'nothing'));
  };
  const told = (at: Running | undefined, what: string) => at?.logs.filter((line) => line.includes(what)).length;

  it('are one for all replicas, and hold no address', async () => {
    expect(await crowd(9, (n) => (n % 2 === 0 ? here : there), 'shared')).to.deep.equal({
      InvalidCredentials: 6,
      TooManyAttempts: 3,
    });
    const keys = await redis.keys();
    expect(keys.length).to.be.at.least(7);
    for (const key of keys) expect(key).to.match(/^portcullis:login-(?:client|address):[\w-]{43}$/);
    const rows = await here?.pool.query('select from limits');
    expect(rows?.rowCount).to.equal(0);
  });

  it('[O07] go on in each replica while it is gone, stricter, with one alert, and are shared again when it is back', async () => {
    await redis.stop();
    const began = performance.now();
    expect(await crowd(5, () => here, 'gone')).to.deep.equal({ InvalidCredentials: 3, TooManyAttempts: 2 });
    expect(await crowd(5, () => there, 'gone')).to.deep.equal({ InvalidCredentials: 3, TooManyAttempts: 2 });
    expect(performance.now() - began, 'nobody waits for it').to.be.below(5000);
    for (const at of [here, there]) expect(told(at, 'Redis is gone')).to.equal(1);

    await redis.start();
    // Empty again, as a Redis is that keeps nothing: the replicas find out by themselves.
    const deadline = performance.now() + 15_000;
    while (told(here, 'Redis is back') !== 1) {
      expect(performance.now(), 'back by itself').to.be.below(deadline);
      await pause(200);
      await logIn(here, 'back');
    }
    for (const at of [here, there]) expect(told(at, 'Redis is gone')).to.equal(1);
    expect(await redis.keys()).not.to.deep.equal([]);
  });
});
