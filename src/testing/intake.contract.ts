import assert from 'node:assert/strict';
import type { DomainEvent } from '../domain/events.js';
import type { Intake, LetIn } from '../domain/ports/intake.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { User } from '../domain/user/user.js';
import { aUser, anAddress, client } from './builders.js';
import { contract, type Runner } from './contract.js';
import { keep } from './decisions.js';

/** An intake of an empty store, and whoever looks into it. */
export interface IntakeUnderTest {
  readonly intake: Intake;
  readonly work: UnitOfWork;
  /** Everything that was committed, oldest first. */
  facts(): Promise<readonly DomainEvent[]>;
  close(): Promise<void>;
}

const newcomers = (count: number): readonly User[] => Array.from({ length: count }, () => arriving());
const arriving = (like: Parameters<typeof aUser>[0] = {}): User => User.arrive(aUser(like).snapshot(), 'imported');

/** Lets each newcomer in once, with their fact, and keeps as much of it as was asked for. */
export function intakeContract(name: string, open: () => Promise<IntakeUnderTest>, runner?: Runner): void {
  const close = (its: IntakeUnderTest) => its.close();
  contract({ port: 'Intake', adapter: name, open, close, opens: 'for each promise', runner }, (it) => {
    it('lets everybody in as they are, with their facts', async ({ intake, work, facts }) => {
      const users = newcomers(7);
      const states = users.map((user) => user.snapshot());
      const added = await intake.take('each', client, inBatches([users.slice(0, 4), users.slice(4)]));
      assert.deepEqual(added, [4, 3]);
      for (const state of states) assert.deepEqual(await stateOf(work, state.id), state);
      assert.deepEqual(
        (await facts()).map((event) => event.type === 'user.imported' && event.userId),
        states.map(({ id }) => id),
      );
    });

    it('passes by whoever has the id or the address already, in the store or in the batch', async (its) => {
      const [known, other] = [aUser({ email: anAddress('ada') }), aUser()];
      await keep(its.work, known, other);
      const twice = arriving();
      const batch = [
        arriving({ email: anAddress('ada') }),
        arriving({ id: other.id }),
        twice,
        arriving({ id: twice.id }),
        arriving({ email: twice.snapshot().email }),
      ];
      for (const keeping of ['nothing', 'each'] as const)
        assert.deepEqual(await its.intake.take(keeping, client, inBatches([batch])), [1], keeping);
      assert.equal((await its.facts()).length, 1);
      assert.deepEqual(await stateOf(its.work, known.id), known.snapshot());
    });

    it('keeps what was let in before the work broke off, batch by batch', async ({ intake, facts }) => {
      const broken = intake.take('each', client, async (letIn) => {
        await letIn(newcomers(2));
        throw new Error('Somebody pulled the plug');
      });
      await assert.rejects(broken, /pulled the plug/);
      assert.equal((await facts()).length, 2);
    });

    it('keeps all of it together, or nothing', async ({ intake, facts }) => {
      const both = [newcomers(2), newcomers(3)];
      const discarded = await intake.take('together', client, async (letIn) => {
        for (const batch of both) await letIn(batch);
        return { keep: false, answer: 'discarded' };
      });
      assert.equal(discarded, 'discarded');
      assert.equal((await facts()).length, 0);
      const broken = intake.take('together', client, async (letIn) => {
        await letIn(newcomers(2));
        throw new Error('Somebody pulled the plug');
      });
      await assert.rejects(broken, /pulled the plug/);
      assert.equal((await facts()).length, 0);
      assert.deepEqual(await intake.take('together', client, inBatches([newcomers(2), newcomers(3)])), [2, 3]);
      assert.equal((await facts()).length, 5);
    });

    it('writes nothing where it only looks, and remembers whom it would have let in', async ({ intake, facts }) => {
      const users = newcomers(3);
      assert.deepEqual(await intake.take('nothing', client, inBatches([users, users])), [3, 0]);
      assert.equal((await facts()).length, 0);
    });
  });
}

const inBatches = (batches: readonly (readonly User[])[]) => async (letIn: LetIn) => {
  const answer: number[] = [];
  for (const batch of batches) answer.push((await letIn(batch)).size);
  return { keep: true, answer };
};

const stateOf = (work: UnitOfWork, id: User['id']) =>
  work.run(client, async (tx) => (await tx.users.byId(id))?.snapshot());
