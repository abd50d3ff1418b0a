import { expect } from 'chai';
import type { RateLimiter } from '../../src/domain/ports/rate-limiter.js';
import { LimitKey, standing, type Bucket } from '../../src/domain/throttle/limit.js';
import { aWorld } from '../../src/testing/world.js';

/** Says what it was asked, in breaths: what is asked before anything was answered is one. */
class Far implements RateLimiter {
  readonly breaths: string[][] = [];
  private waiting = 0;
  /** What is never answered. */
  readonly silent = new Set<Bucket>();

  look(...asked: Parameters<RateLimiter['look']>) {
    return this.answer('look', asked);
  }

  take(...asked: Parameters<RateLimiter['take']>) {
    return this.answer('take', asked);
  }

  private async answer(how: string, [key, limit, now]: Parameters<RateLimiter['look']>) {
    const bucket = LimitKey.bucketOf(key);
    if (this.waiting === 0) this.breaths.push([]);
    this.breaths.at(-1)?.push(`${how} ${bucket}`);
    if (how === 'take' && this.silent.has(bucket)) return new Promise<never>(() => undefined);
    this.waiting += 1;
    await new Promise((resolve) => setImmediate(resolve));
    this.waiting -= 1;
    return standing(undefined, limit, now);
  }
}

describe('Limits that live elsewhere', () => {
  it('are asked in one breath, once a run, and what is counted afterwards keeps nobody waiting', async () => {
    const limiter = new Far();
    await using world = await aWorld({ instead: { limiter } }).withUser('ada', { totp: true });
    limiter.breaths.length = 0;
    limiter.silent.add('login-address').add('challenge-user').add('verify-client');

    expect(await world.logIn('ada', 'wrong')).to.deep.equal({ status: 'denied' });
    expect(limiter.breaths).to.deep.equal([
      ['take login-client', 'look login-address', 'look challenge-user'],
      ['take login-address'],
    ]);
    limiter.breaths.length = 0;
    expect((await world.logIn('ada')).status).to.equal('mfa-required');
    expect(limiter.breaths.slice(1)).to.deep.equal([['take challenge-user']]);
    limiter.breaths.length = 0;
    expect((await world.verify('000000')).status).to.equal('refused');
    expect(limiter.breaths).to.deep.equal([['look verify-client'], ['take verify-client']]);
    expect(world.needs().limiter).to.equal(limiter);
  });
});
