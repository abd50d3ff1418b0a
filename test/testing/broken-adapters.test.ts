import { expect } from 'chai';
import { Totp } from '../../src/adapters/factors/totp.js';
import { Spans } from '../../src/adapters/memory/spans.js';
import { MemoryStore, Table } from '../../src/adapters/memory/store.js';
import { MemorySweeper } from '../../src/adapters/memory/sweeper.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import type { Mark } from '../../src/domain/mfa/factors.js';
import type { AuthPolicy } from '../../src/domain/policy.js';
import type { Quota } from '../../src/domain/throttle/limit.js';
import type { Question } from '../../src/domain/ports/second-factor.js';
import type { Secret } from '../../src/domain/secret.js';
import type { PasswordCheck, PasswordHash } from '../../src/domain/user/password.js';
import { InsecurePasswordHasher } from '../../src/testing/insecure-hashing.js';
import { outboxContract } from '../../src/testing/outbox.contract.js';
import { passwordHasherContract } from '../../src/testing/password-hasher.contract.js';
import { Phone } from '../../src/testing/phone.js';
import { limiterOf, rateLimiterContract } from '../../src/testing/rate-limiter.contract.js';
import { secondFactorContract } from '../../src/testing/second-factor.contract.js';
import { sweeperContract } from '../../src/testing/sweeper.contract.js';
import { unitOfWorkContract } from '../../src/testing/unit-of-work.contract.js';
import { seal } from '../support/authenticator.js';
import { ForgetfulOutbox, memoryOutbox } from '../support/memory-outbox.js';
import { ids, still } from '../support/still.js';
import { verdicts } from '../support/verdicts.js';
import { breaks } from '../support/breaks.js';

/** Every row is as it was at first, it says. */
class ForgetfulTable<Id extends string, State extends { readonly id: Id }> extends Table<Id, State> {
  override put(state: State): void {
    super.put(state, 1);
  }
}
const over = (store: MemoryStore) => async () => ({
  work: new MemoryUnitOfWork({ store, clock: still, entropy: ids }),
  facts: async () => store.facts,
  close: async () => undefined,
});

const forgotten = [
  'hands a fact on again later, when its delivery failed, and says so',
  'keeps what will never do where it can be seen, and replays it when it is told to',
  'gives up after so many tries, and not before',
];

describe('A broken adapter is told which promise it breaks:', () => {
  it('a store that loses versions, and so spends twice', () =>
    breaks(
      [
        'opens one session for 12 right answers to one challenge',
        'accepts a TOTP step once across eight challenges',
        'accepts one of twenty uses of a backup code',
        'makes a decision that only read a user lose to the one that wrote it',
      ],
      (runner) => {
        const lossy = { users: new ForgetfulTable(), challenges: new ForgetfulTable(), sessions: new ForgetfulTable() };
        unitOfWorkContract('mine', over(Object.assign(new MemoryStore(), lossy)), runner);
      },
    ));

  it('a store that counts failures without a guard', () =>
    breaks(
      [
        'judges no more guesses than a pool allows, however many challenges there are',
        'judges no more passwords than a pool allows, of a known address and an unknown one',
        'makes a right password lose to the wrong one that closed its pool first',
      ],
      (runner) => {
        const unguarded = Object.assign(new MemoryStore(), { pools: new ForgetfulTable() });
        unitOfWorkContract('mine', over(unguarded), runner);
      },
    ));

  it('a factor that throws at input', () =>
    breaks(['leaves nothing for a malformed answer, and never throws'], (runner) => {
      class Strict extends Totp {
        override async verify(question: Question<'totp'>): Promise<Mark<'totp'> | undefined> {
          if (!/^[0-9]{6}$/.test(question.answer.code)) throw new RangeError('Not a code');
          return super.verify(question);
        }
      }
      secondFactorContract(
        'mine',
        () => ({
          factor: new Strict(seal, 'Acme'),
          answer: (reveal, now) => ({ kind: 'totp', code: Phone.scan(reveal.uri.reveal()).code(now) }),
          wrong: ({ code }) => ({ kind: 'totp', code: code.replace(/.$/, (last) => String((Number(last) + 5) % 10)) }),
          saying: (code) => ({ kind: 'totp', code }),
        }),
        runner,
      );
    }));

  it('a hasher that has an easy time with unknown addresses', () =>
    breaks(['spends the same effort on nobody'], (runner) => {
      class Hasty extends InsecurePasswordHasher {
        override async check(password: Secret, against: PasswordHash | undefined): Promise<PasswordCheck> {
          return against ? super.check(password, against) : { matches: false, against };
        }
      }
      passwordHasherContract('mine', () => ({ hasher: new Hasty() }), runner);
    }));

  it('an outbox that forgets what could not be delivered', () =>
    breaks(forgotten, (runner) => outboxContract('mine', () => memoryOutbox(ForgetfulOutbox), runner)));

  it('a sweeper that takes everything at once', () =>
    breaks(['takes small steps, the oldest sessions first'], (runner) => {
      class Greedy extends MemorySweeper {
        override sweep(now: Date, policy: AuthPolicy): Promise<number> {
          return super.sweep(now, policy, Infinity);
        }
      }
      sweeperContract(
        'mine',
        async () => {
          const store = new MemoryStore();
          const { work, close } = await over(store)();
          const sweeper = new Greedy({ store, work });
          return { sweeper, rival: sweeper, work, facts: async () => store.facts.map(({ event }) => event), close };
        },
        runner,
      );
    }));

  it('a limiter that forgets everybody when somebody new comes', () =>
    breaks(
      ['keeps keys apart, and what is limited', 'remembers nothing for longer than a span, whoever came'],
      (runner) => {
        class Forgetful extends Spans {
          private latest: string | undefined;
          override take(...[key, limit, now]: Parameters<Spans['take']>): Quota {
            if (key !== this.latest) this.sweep(new Date(8e15), Infinity);
            this.latest = key;
            return super.take(key, limit, now);
          }
        }
        rateLimiterContract(
          'mine',
          async () => {
            const store = Object.assign(new MemoryStore(), { limits: new Forgetful() });
            const { work, close } = await over(store)();
            const remembered = async () => store.limits.size;
            return { limiter: limiterOf(work), pass: async () => undefined, remembered, close };
          },
          runner,
        );
      },
    ));

  it('and one that keeps them all is told nothing', async () => {
    const all = await verdicts((runner) => {
      unitOfWorkContract('mine', over(new MemoryStore()), runner);
      passwordHasherContract('mine', () => ({ hasher: new InsecurePasswordHasher() }), runner);
    });
    expect(all.filter(({ broken }) => broken)).to.deep.equal([]);
    expect(all.filter(({ promise }) => promise === 'closes in good order')).to.have.length(2);
  });
});
