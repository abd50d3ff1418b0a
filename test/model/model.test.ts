import { expect } from 'chai';
import * as fc from 'fast-check';
import { Table, MemoryStore } from '../../src/adapters/memory/store.js';
import type { Fact } from '../../src/domain/events.js';
import type { SessionId, UserId } from '../../src/domain/ids.js';
import type { AuthSessionState } from '../../src/domain/session/session-state.js';
import type { FailurePoolState, PoolKey } from '../../src/domain/throttle/failure-pool.js';
import type { UserState } from '../../src/domain/user/user-state.js';
import { scratch, type Scratch } from '../support/postgres.js';
import { numbers, tight } from './numbers.js';
import { inMemory, onPostgres, over } from './scenes.js';
import { story, type Scene } from './stories.js';

// A seed and a number of runs of yours: see `npm run soak`.
const seed = Number(process.env['MODEL_SEED'] || 20_261);
const runs = (usual: number): number => Number(process.env['MODEL_RUNS'] || usual);

describe('Whatever people do, each answer and each fact is what the specification says:', function () {
  this.timeout(Math.max(60_000, runs(0) * 2000));
  const open: Scene[] = [];
  /** A world for some stories: it grows with them. */
  const renewed = (make: () => Promise<Scene>, lasts = 25) => {
    let [scene, told] = [make(), 0];
    return async (): Promise<Scene> => {
      if (told > 0 && told % lasts === 0) scene = make();
      told += 1;
      const opened = await scene;
      if (!open.includes(opened)) open.push(opened);
      return opened;
    };
  };
  afterEach(async () => {
    for (const scene of open.splice(0)) await scene.close();
  });

  describe('in memory', () => {
    it('with the numbers of the specification', () =>
      fc.assert(
        story(
          renewed(() => inMemory({})),
          numbers,
        ),
        { seed, numRuns: runs(50) },
      ));

    it('with numbers that short stories reach the end of', () =>
      fc.assert(
        story(
          renewed(() => inMemory(tight)),
          { ...numbers, ...tight },
        ),
        { seed, numRuns: runs(50) },
      ));
  });

  describe('on PostgreSQL', () => {
    let database: Scratch;
    before(async () => {
      database = await scratch();
    });
    after(() => database.close());

    it('with the numbers of the specification', () =>
      fc.assert(
        story(
          renewed(() => onPostgres({}, database.pool)),
          numbers,
        ),
        { seed, numRuns: runs(6) },
      ));

    it('with numbers that short stories reach the end of', () => {
      const policy = { ...numbers, ...tight };
      return fc.assert(
        story(
          renewed(() => onPostgres(tight, database.pool)),
          policy,
        ),
        { seed, numRuns: runs(6) },
      );
    });
  });
});

/** As it was written, but for one thing. */
class Changed<Id extends string, State extends { readonly id: Id }> extends Table<Id, State> {
  constructor(private readonly change: (state: State) => State) {
    super();
  }
  override put(state: State, version: number): void {
    super.put(this.change(state), version);
  }
}

describe('The model notices a store that forgets', () => {
  const broken: Readonly<Record<string, () => Partial<MemoryStore>>> = {
    'which codes were used': () => ({
      users: new Changed<UserId, UserState>((user) => ({
        ...user,
        enrolments: user.enrolments.map((each) => (each.kind === 'totp' ? { ...each, lastStep: -1 } : each)),
      })),
    }),
    'that a session was ended': () => ({
      sessions: new Changed<SessionId, AuthSessionState>((session) => ({ ...session, revoked: undefined })),
    }),
    'how many answers were wrong': () => ({
      pools: new Changed<PoolKey, FailurePoolState>((pool) => ({ ...pool, consecutive: 0, waitUntil: undefined })),
    }),
    'to write facts down': () => ({
      facts: new (class extends Array<Fact> {
        override push(...facts: Fact[]): number {
          return super.push(...facts.filter(({ event }) => event.type !== 'session.revoked'));
        }
      })(),
    }),
  };

  for (const [what, parts] of Object.entries(broken)) {
    it(what, async () => {
      const scene = await over(Object.assign(new MemoryStore(), parts()));
      const found = await fc.check(
        story(async () => scene, numbers),
        { seed: 4, numRuns: 40, endOnFailure: true },
      );
      await scene.close();
      expect(found.failed).to.equal(true);
      expect(String(found.errorInstance)).to.match(/: the house (answered|told)/);
    });
  }
});
