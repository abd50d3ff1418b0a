import { setImmediate } from 'node:timers/promises';
import type { Client } from '../../domain/client.js';
import type { DomainEvent } from '../../domain/events.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Entropy } from '../../domain/ports/entropy.js';
import { Contention, type Beats, type Transaction, type UnitOfWork } from '../../domain/ports/unit-of-work.js';
import type { Witness } from '../../domain/ports/witness.js';
import type { MemoryStore } from './store.js';
import { MemoryTransaction, Reading } from './transaction.js';

const mostTries = 1000;

type Decide<T> = (tx: Transaction) => Promise<T>;

/**
 * The promise of the unit of work over Maps, for tests: rivals interleave at every question, as they do around a server.
 *
 * With `rehearse` every decision is taken twice, and the first result thrown away with all it touched: one that lets
 * more than its answer out, or depends on being called once, fails its tests.
 */
export class MemoryUnitOfWork implements UnitOfWork {
  constructor(
    private readonly its: {
      readonly store: MemoryStore;
      readonly clock: Clock;
      readonly entropy: Pick<Entropy, 'id'>;
      readonly rehearse?: boolean;
      readonly witness?: Witness | undefined;
    },
  ) {}

  async run<G, P, T>(by: Client, work: Decide<T> | Beats<G, P, T>): Promise<T> {
    const reading = new Reading();
    if (typeof work === 'function') return this.decide(by, reading, work);
    const seen = await work.gather(new MemoryTransaction(this.its.store, reading));
    const proof = await work.prove(seen);
    return this.decide(by, reading, (tx) => work.decide(tx, proof));
  }

  private async decide<T>(by: Client, first: Reading, decide: Decide<T>): Promise<T> {
    const { store, rehearse } = this.its;
    let reading = first;
    for (let tries = 0; tries < mostTries; tries += 1) {
      if (rehearse) await decide(new MemoryTransaction(store, reading));
      const tx = new MemoryTransaction(store, reading);
      const result = await decide(tx);
      // A rival may commit between the decision and its own commit.
      await setImmediate();
      if (tx.commit((event) => this.store(by, event))) return result;
      reading = new Reading();
    }
    throw new Contention('Too many rivals for one decision');
  }

  private store(by: Client, event: DomainEvent): void {
    const { store, clock, entropy, witness } = this.its;
    const { address, device, correlationId, actor } = by;
    store.facts.push({ id: entropy.id(), at: clock.now(), address, device, correlationId, actor, event });
    witness?.saw(event);
  }
}
