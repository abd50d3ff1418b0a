import { expect } from 'chai';
import { InsuredLimiter } from '../../src/adapters/redis/insured-limiter.js';
import { minutes } from '../../src/domain/duration.js';
import type { Digest } from '../../src/domain/ids.js';
import type { RateLimiter } from '../../src/domain/ports/rate-limiter.js';
import { LimitKey, standing } from '../../src/domain/throttle/limit.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const limit = { most: 5, per: minutes(1) };
const key = LimitKey.of('login-client', 'a client' as Digest);

describe('A limiter whose store may be gone', () => {
  let isGone: boolean;
  let asked: number;
  let elapsed: number;
  let said: string[];
  let insured: InsuredLimiter;
  beforeEach(() => {
    [isGone, asked, elapsed, said] = [false, 0, 0, []];
    const answer: RateLimiter['look'] = async (_key, by, at) => {
      asked += 1;
      if (isGone) throw new Error('Nobody answers');
      return standing(undefined, by, at);
    };
    const callbacks = { onLost: () => void said.push('lost'), onBack: () => void said.push('back') };
    insured = new InsuredLimiter({ look: answer, take: answer }, { ...callbacks, elapsed: () => elapsed });
  });

  const take = async () => (await insured.take(key, limit, now)).admitted;

  it('asks it as long as it is there', async () => {
    for (let n = 0; n < 8; n += 1) expect(await take()).to.equal(true);
    expect([asked, said]).to.deep.equal([8, []]);
  });

  it('admits half of the limit by itself, and neither waits nor complains twice', async () => {
    isGone = true;
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await take());
    expect(answers).to.deep.equal([true, true, true, false, false, false]);
    expect((await insured.look(key, limit, now)).admitted).to.equal(false);
    expect([asked, said]).to.deep.equal([1, ['lost']]);
  });

  it('tries it again after a second, once for all, and says when it is back', async () => {
    isGone = true;
    await take();
    elapsed = 1000;
    await Promise.all([take(), take(), take()]);
    expect([asked, said]).to.deep.equal([2, ['lost']]);
    isGone = false;
    elapsed = 2000;
    expect(await take()).to.equal(true);
    expect([asked, said]).to.deep.equal([3, ['lost', 'back']]);
  });
});
