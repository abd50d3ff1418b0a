import assert from 'node:assert/strict';
import type { Client, DeviceLabel } from '../domain/client.js';
import type { DomainEvent, Fact } from '../domain/events.js';
import type { UserId } from '../domain/ids.js';
import type { Outbox } from '../domain/ports/outbox.js';
import { contract, type Runner } from './contract.js';

/** An outbox and whoever fills it. */
export interface OutboxUnderTest {
  readonly outbox: Outbox;
  /** A second worker at the same facts. */
  readonly rival: Outbox;
  /** Commits one fact. */
  record(by: Client, event: DomainEvent): Promise<void>;
  /** Lets the time pass that a failed delivery waits. */
  later(): Promise<void>;
  close(): Promise<void>;
}

const device = 'Firefox on Linux' as DeviceLabel;
const client: Client = { address: '192.0.2.1', device, correlationId: 'journey' };
const user = (n: number): UserId => `0190a000-0000-7000-8000-00000000000${n}` as UserId;

/** What every outbox promises. */
export function outboxContract(name: string, open: () => Promise<OutboxUnderTest>, runner?: Runner): void {
  const witnessed = async () => witness(await open());
  const close = ({ its }: Witness) => its.close();
  contract({ port: 'Outbox', adapter: name, open: witnessed, close, opens: 'for each promise', runner }, (it) => {
    it('hands each fact on once, oldest first', async ({ its, happen, take, users }) => {
      await happen(1, 2, 3);
      assert.equal(await its.outbox.drain(take, 10), 3);
      assert.equal(await its.outbox.drain(take, 10), 0);
      assert.deepEqual(users(), [user(1), user(2), user(3)]);
    });

    it('hands on what was recorded, with where it came from', async ({ its, happen, take, seen }) => {
      await happen(1);
      await its.outbox.drain(take, 1);
      const [fact] = seen;
      assert.deepEqual(fact?.event, { type: 'user.registered', userId: user(1) });
      assert.equal(fact.address, '192.0.2.1');
      assert.equal(fact.device, device);
      assert.equal(fact.correlationId, 'journey');
      assert.ok(fact.at instanceof Date && !Number.isNaN(fact.at.getTime()));
      assert.ok(fact.id);
    });

    it('hands on no more than it is asked for, and the rest the next time', async ({ its, happen, take, users }) => {
      await happen(1, 2, 3);
      assert.equal(await its.outbox.drain(take, 2), 2);
      assert.equal(await its.outbox.drain(take, 2), 1);
      assert.deepEqual(users(), [user(1), user(2), user(3)]);
    });

    it('hands nothing on that another worker handed on', async ({ its, happen, take }) => {
      await happen(1, 2);
      await its.outbox.drain(take, 10);
      assert.equal(await its.rival.drain(take, 10), 0);
    });

    it('lets one worker at a time hand on', async ({ its, happen, take, seen }) => {
      await happen(1);
      const meanwhile: number[] = [];
      await its.outbox.drain(async (fact) => {
        meanwhile.push(await its.rival.drain(take, 10));
        await take(fact);
      }, 10);
      assert.deepEqual(meanwhile, [0]);
      assert.equal(seen.length, 1);
    });

    it('lets several workers at once share what is there, and none hand on twice', async ({
      its,
      happen,
      take,
      users,
    }) => {
      await happen(1, 2, 3, 4, 5, 6);
      for (let left = 6; left > 0;) {
        const [a, b] = await Promise.all([its.outbox.drain(take, 2), its.rival.drain(take, 2)]);
        left -= a + b;
      }
      assert.deepEqual(users(), [1, 2, 3, 4, 5, 6].map(user));
    });

    it('hands a fact on again later, when its delivery failed', async ({ its, happen, take, refuse, users }) => {
      await happen(1);
      assert.equal(await its.outbox.drain(refuse, 10), 0);
      await its.later();
      assert.equal(await its.outbox.drain(refuse, 10), 0);
      await its.later();
      assert.equal(await its.outbox.drain(take, 10), 1);
      await its.later();
      assert.equal(await its.outbox.drain(take, 10), 0);
      assert.deepEqual(users(), [user(1)]);
    });

    it('lets a fact that cannot be delivered hold up no other', async ({ its, happen, take, refuse, users }) => {
      await happen(1, 2, 3);
      const picky = (fact: Fact): Promise<void> => (fact.event.userId === user(1) ? refuse() : take(fact));
      for (let round = 0; round < 4; round++) await its.outbox.drain(picky, 1);
      assert.deepEqual(users(), [user(2), user(3)]);
    });
  });
}

/** Makes things happen, and sees what is handed on. */
interface Witness {
  readonly its: OutboxUnderTest;
  readonly seen: readonly Fact[];
  happen(...users: readonly number[]): Promise<void>;
  take(fact: Fact): Promise<void>;
  refuse(): Promise<never>;
  users(): readonly (UserId | undefined)[];
}

function witness(its: OutboxUnderTest): Witness {
  const seen: Fact[] = [];
  return {
    its,
    seen,
    async happen(...users) {
      for (const n of users) await its.record(client, { type: 'user.registered', userId: user(n) });
    },
    take: async (fact) => void seen.push(fact),
    refuse: () => Promise.reject(new Error('The mail server is away')),
    users: () => seen.map(({ event }) => event.userId),
  };
}
