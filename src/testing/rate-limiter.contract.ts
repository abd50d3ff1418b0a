import assert from 'node:assert/strict';
import { after, days, minutes, seconds, type Duration } from '../domain/duration.js';
import type { Digest } from '../domain/ids.js';
import type { RateLimiter } from '../domain/ports/rate-limiter.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { LimitKey, type Bucket, type Limit, type Quota } from '../domain/throttle/limit.js';
import { client } from './builders.js';
import { contract, type Runner } from './contract.js';

/** A limiter, and whoever moves its time. */
export interface RateLimiterUnderTest {
  readonly limiter: RateLimiter;
  /** Lets time pass for whoever has a clock of their own; the others are told a later `now`. */
  pass(span: Duration): Promise<void>;
  /** How many keys are remembered, after whatever tidies up has done so. */
  remembered(now: Date): Promise<number>;
  close(): Promise<void>;
}

/** The limits of a unit of work, each question a run of its own. */
export const limiterOf = (work: UnitOfWork): RateLimiter => ({
  look: (key, limit, now) => work.run(client, (tx) => tx.limits.look(key, limit, now)),
  take: (key, limit, now) => {
    const take = (tx: { readonly limits: RateLimiter }) => tx.limits.take(key, limit, now);
    return work.run(client, { gather: take, prove: async () => undefined, decide: take });
  },
});

const start = new Date('2026-03-01T12:00:00.000Z');
const limit: Limit = { most: 5, per: minutes(1) };
const key = (subject: string, bucket: Bucket = 'login-client'): LimitKey => LimitKey.of(bucket, subject as Digest);
const ada = key('ada');

/** What every limiter promises. */
export function rateLimiterContract(name: string, open: () => Promise<RateLimiterUnderTest>, runner?: Runner): void {
  const scene = async () => new Scene(await open());
  const close = ({ its }: Scene) => its.close();
  contract({ port: 'RateLimiter', adapter: name, open: scene, close, opens: 'for each promise', runner }, (it) => {
    it('admits exactly its burst, and says how many are left', async (scene) => {
      for (const left of [4, 3, 2, 1, 0]) assert.deepEqual(brief(await scene.take(ada)), { admitted: true, left });
      for (let n = 0; n < 3; n += 1) assert.deepEqual(brief(await scene.take(ada)), { admitted: false, left: 0 });
    });

    it('admits exactly its burst of 50 who come at once', async (scene) => {
      const most = { most: 20, per: minutes(1) };
      const answers = await Promise.all(Array.from({ length: 50 }, () => scene.take(ada, most)));
      assert.equal(answers.filter(({ admitted }) => admitted).length, 20);
    });

    it('says when to come back, and means it', async (scene) => {
      await scene.use(ada);
      await scene.pass(seconds(20));
      const { admitted, resetsAt } = await scene.take(ada);
      assert.equal(admitted, false);
      const wait = resetsAt.getTime() - scene.now.getTime();
      // Others may count in whole seconds, or lose a moment on their way.
      assert.ok(wait > 38_000 && wait <= 41_000, `come back in ${wait} ms`);
      await scene.pass((wait - 2000) as Duration);
      assert.equal((await scene.take(ada)).admitted, false);
      await scene.pass(seconds(3));
      assert.equal((await scene.take(ada)).admitted, true);
    });

    it('forgets after its span, however often it refused meanwhile', async (scene) => {
      await scene.use(ada);
      for (let n = 0; n < 6; n += 1) {
        await scene.pass(seconds(9));
        assert.equal((await scene.take(ada)).admitted, false);
      }
      await scene.pass(seconds(8));
      for (const left of [4, 3, 2, 1, 0]) assert.deepEqual(brief(await scene.take(ada)), { admitted: true, left });
      assert.equal((await scene.take(ada)).admitted, false);
    });

    it('goes by no span of a clock that was wrong', async (scene) => {
      scene.now = after(start, days(1));
      await scene.use(ada);
      scene.now = start;
      // Whoever has a clock of their own forgets by that.
      await scene.its.pass(limit.per);
      for (const left of [4, 3, 2, 1, 0]) assert.deepEqual(brief(await scene.take(ada)), { admitted: true, left });
      assert.equal((await scene.take(ada)).admitted, false);
    });

    it('keeps keys apart, and what is limited', async (scene) => {
      await scene.use(ada);
      assert.equal((await scene.take(key('grace'))).admitted, true);
      assert.equal((await scene.take(key('ada', 'verify-client'))).admitted, true);
      assert.equal((await scene.take(ada)).admitted, false);
    });

    it('counts nothing when it is looked at', async (scene) => {
      for (let n = 0; n < 8; n += 1) assert.deepEqual(brief(await scene.look(ada)), { admitted: true, left: 5 });
      await scene.use(ada);
      assert.deepEqual(brief(await scene.look(ada)), { admitted: false, left: 0 });
    });

    it('goes by the number that it is told, which may have been raised', async (scene) => {
      await scene.use(ada);
      assert.deepEqual(brief(await scene.take(ada, { ...limit, most: 7 })), { admitted: true, left: 1 });
      assert.equal((await scene.take(ada)).admitted, false);
    });

    it('remembers nothing for longer than a span, whoever came', async (scene) => {
      const many = Array.from({ length: 300 }, (_, n) => key(`stranger ${n}`));
      for (let from = 0; from < many.length; from += 50)
        await Promise.all(many.slice(from, from + 50).map((each) => scene.take(each)));
      assert.ok((await scene.its.remembered(scene.now)) >= 300);
      await scene.pass(seconds(62));
      assert.equal(await scene.its.remembered(scene.now), 0);
    });
  });
}

const brief = ({ admitted, left }: Quota) => ({ admitted, left });

class Scene {
  now = start;

  constructor(readonly its: RateLimiterUnderTest) {}

  look(of: LimitKey, by: Limit = limit): Promise<Quota> {
    return this.its.limiter.look(of, by, this.now);
  }

  take(of: LimitKey, by: Limit = limit): Promise<Quota> {
    return this.its.limiter.take(of, by, this.now);
  }

  /** Everything that is admitted. */
  async use(of: LimitKey): Promise<void> {
    for (let n = 0; n < limit.most; n += 1) await this.take(of);
  }

  async pass(span: Duration): Promise<void> {
    this.now = after(this.now, span);
    await this.its.pass(span);
  }
}
