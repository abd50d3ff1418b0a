import { expect } from 'chai';
import type { ChallengeId } from '../../src/domain/ids.js';
import type { User } from '../../src/domain/user/user.js';
import { aPool, anAddress, codeOf, policy, stepOf } from '../../src/testing/builders.js';
import { isLive, posed, signedIn } from '../../src/testing/decisions.js';
import { known, told, type Store } from '../../src/testing/store.js';
import { postgresStore } from '../support/postgres-store.js';
import { rivalProcess, type RivalProcess } from '../support/rival-process.js';
import type { Race, RaceName } from '../support/rival.js';

describe('Two processes on one PostgreSQL', function () {
  this.timeout(60_000);
  let store: Store;
  let rivals: readonly RivalProcess[];

  before(async () => {
    const made = await postgresStore();
    store = made;
    rivals = await Promise.all([rivalProcess(made.scratch.url), rivalProcess(made.scratch.url)]);
  });
  after(async () => {
    await Promise.all(rivals.map((rival) => rival.stop()));
    await store.close();
  });

  /** `size` callers in all, half of them in each process; how often each answer was given. */
  async function race<Name extends RaceName>(
    name: Name,
    size: number,
    input: Race[Name],
  ): Promise<Readonly<Record<string, number>>> {
    const answers = await Promise.all(rivals.map((rival) => rival.race(name, size / rivals.length, input)));
    return tally(answers.flat());
  }

  async function challengesOf(user: User, count: number): Promise<readonly ChallengeId[]> {
    return Promise.all(Array.from({ length: count }, () => posed(store.work, user, aPool())));
  }

  for (let round = 1; round <= 3; round += 1) {
    it(`opens one session for 50 right answers to one challenge (${round})`, async () => {
      const ada = await known(store);
      const challenges = await challengesOf(ada, 1);
      expect(await race('answer', 50, { challenges, mark: stepOf(ada, 1) })).to.deep.equal({ passed: 1, closed: 49 });
      expect(await told(store, 'session.opened', ada)).to.equal(1);
    });

    it(`accepts a TOTP step once across eight challenges (${round})`, async () => {
      const ada = await known(store);
      const challenges = await challengesOf(ada, 8);
      const answers = await race('answer', 16, { challenges, mark: stepOf(ada, 1) });
      expect(answers).to.include({ passed: 1 });
      expect(sum(answers, 'passed', 'refused', 'barred', 'closed')).to.equal(16);
      expect(await told(store, 'session.opened', ada)).to.equal(1);
    });

    it(`[C01] accepts one of twenty uses of a backup code (${round})`, async () => {
      const ada = await known(store);
      const challenges = await challengesOf(ada, 20);
      const answers = await race('answer', 20, { challenges, mark: codeOf(ada, 0) });
      expect(answers).to.include({ passed: 1 });
      expect(sum(answers, 'passed', 'refused', 'barred', 'closed')).to.equal(20);
      expect(await told(store, 'backup-code.used', ada)).to.equal(1);
    });

    it(`gives twenty refreshes with one token one successor (${round})`, async () => {
      const session = await signedIn(store.work, await known(store, { enrolments: [] }), aPool());
      expect(await race('refresh', 20, { session })).to.deep.equal({ rotated: 1, repeated: 19 });
    });

    it(`judges no more than is allowed of 200 guesses (${round})`, async () => {
      const ada = await known(store);
      const judged = { refused: policy.freeFailures, barred: 200 - policy.freeFailures };
      expect(await race('guess', 200, { challenges: await challengesOf(ada, 20) })).to.deep.equal(judged);
      expect(await told(store, 'mfa.refused', ada)).to.equal(policy.freeFailures);
      const { email } = ada.snapshot();
      expect(await race('password', 200, { email, key: aPool(), right: false })).to.deep.equal(judged);
      expect(await told(store, 'sign-in.refused', ada)).to.equal(policy.freeFailures);
    });

    it(`judges a right password among wrong ones only while the pool is open (${round})`, async () => {
      const ada = await known(store);
      const { email } = ada.snapshot();
      const key = aPool();
      const [wrong, right] = await Promise.all(
        rivals.map((rival, index) => rival.race('password', 40, { email, key, right: index === 1 })),
      );
      expect(tally(wrong ?? [])).to.deep.equal({ refused: policy.freeFailures, barred: 40 - policy.freeFailures });
      expect(sum(tally(right ?? []), 'posed', 'barred')).to.equal(40);
      const facts = (await store.facts()).map(({ event }) => event);
      const own = facts.filter((event) => 'userId' in event && event.userId === ada.id).map(({ type }) => type);
      const lastRefused = own.lastIndexOf('sign-in.refused');
      expect(own.slice(lastRefused)).not.to.include('mfa.challenged', 'nothing is judged once the pool waits');
    });

    it(`registers an address once, however many ask at once (${round})`, async () => {
      expect(await race('register', 20, { email: anAddress() })).to.deep.equal({ registered: 1, taken: 19 });
    });

    it(`leaves no live session to a user who was disabled while sessions were being opened (${round})`, async () => {
      const ada = await known(store);
      const challenges = await challengesOf(ada, 1);
      const [one, other] = rivals;
      const [answers] = await Promise.all([
        one?.race('answer', 20, { challenges, mark: stepOf(ada, 1) }),
        other?.race('disable', 1, { user: ada.id }),
      ]);
      expect(sum(tally(answers ?? []), 'passed', 'closed')).to.equal(20);
      for (const { event } of await store.facts())
        if (event.type === 'session.opened' && event.userId === ada.id)
          expect(await isLive(store.work, event.sessionId)).to.equal(false);
    });
  }
});

function tally(answers: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const each of answers) counts[each] = (counts[each] ?? 0) + 1;
  return counts;
}

const sum = (counts: Readonly<Record<string, number>>, ...kinds: readonly string[]): number =>
  kinds.reduce((total, kind) => total + (counts[kind] ?? 0), 0);
