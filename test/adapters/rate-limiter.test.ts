import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemorySweeper } from '../../src/adapters/memory/sweeper.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { PostgresSweeper } from '../../src/adapters/postgres/sweeper.js';
import { limitedBy } from '../../src/adapters/redis/limited-work.js';
import { openLimiter } from '../../src/adapters/redis/open-limiter.js';
import { defaultPolicy } from '../../src/domain/policy.js';
import { Secret } from '../../src/domain/secret.js';
import { limiterOf, rateLimiterContract } from '../../src/testing/rate-limiter.contract.js';
import { workOn } from '../support/postgres-store.js';
import { scratch } from '../support/postgres.js';
import { redisPath, RedisServer } from '../support/redis.js';
import { ids, still } from '../support/still.js';

for (const rehearse of [false, true])
  rateLimiterContract(rehearse ? 'in memory, every decision taken twice' : 'in memory', async () => {
    const store = new MemoryStore();
    const work = new MemoryUnitOfWork({ store, clock: still, entropy: ids, rehearse });
    const sweeper = new MemorySweeper({ store, work });
    return {
      limiter: limiterOf(work),
      pass: async () => undefined,
      async remembered(now) {
        await sweeper.sweep(now, defaultPolicy, 1000);
        return store.limits.size;
      },
      close: async () => undefined,
    };
  });

rateLimiterContract('PostgreSQL, two replicas', async () => {
  const { pool, close } = await scratch();
  const [one, other] = [workOn(pool), workOn(pool)];
  const sweeper = new PostgresSweeper({ pool, work: one });
  const [here, there] = [limiterOf(one), limiterOf(other)];
  let turns = 0;
  const next = () => ((turns += 1) % 2 === 0 ? here : there);
  return {
    limiter: { look: (...asked) => next().look(...asked), take: (...asked) => next().take(...asked) },
    pass: async () => undefined,
    async remembered(now) {
      await sweeper.sweep(now, defaultPolicy, 1000);
      return Number((await pool.query<{ count: string }>('select count(*) from limits')).rows[0]?.count);
    },
    close,
  };
});

const program = redisPath();
if (!program) {
  describe('RateLimiter · Redis', () => {
    it('is not tried: there is no redis-server here');
  });
} else {
  let server: Promise<RedisServer> | undefined;
  const running = () => (server ??= RedisServer.start(program));
  after(async () => (await server)?.close());
  const opened = async () => {
    const redis = await running();
    await redis.empty();
    const failed = (why?: unknown): never => {
      throw new Error('Redis was lost', { cause: why });
    };
    const open = () => openLimiter(new Secret(redis.url), { onLost: failed, onBack: failed });
    return { redis, one: await open(), other: await open() };
  };

  rateLimiterContract('Redis, two replicas', async () => {
    const { redis, one, other } = await opened();
    let turns = 0;
    const next = () => ((turns += 1) % 2 === 0 ? one : other).limiter;
    return {
      limiter: { look: (...asked) => next().look(...asked), take: (...asked) => next().take(...asked) },
      pass: (span) => redis.pass(span),
      remembered: () => redis.size(),
      close: async () => void (await Promise.all([one.close(), other.close()])),
    };
  });

  rateLimiterContract('Redis, beside a store', async () => {
    const { redis, one, other } = await opened();
    const store = new MemoryUnitOfWork({ store: new MemoryStore(), clock: still, entropy: ids, rehearse: true });
    return {
      limiter: limiterOf(limitedBy(one.limiter, store)),
      pass: (span) => redis.pass(span),
      remembered: () => redis.size(),
      close: async () => void (await Promise.all([one.close(), other.close()])),
    };
  });
}
