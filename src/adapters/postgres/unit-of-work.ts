import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Client } from '../../domain/client.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Entropy } from '../../domain/ports/entropy.js';
import { Contention, type Beats, type Transaction, type UnitOfWork } from '../../domain/ports/unit-of-work.js';
import type { Commit } from './commit.js';
import { Connections } from './connections.js';
import type { Witness } from '../../domain/ports/witness.js';
import { commitOf } from './decision.js';
import { KnownStates } from './known-states.js';
import { Reading, type Recent } from './reading.js';
import { StatementRefused } from './refusal.js';
import { PostgresTransaction } from './transaction.js';
import { Turns } from './turns.js';

/** In its turn a decision has no rivals but those of other processes, one of each. */
const mostTries = 60;

type Decide<T> = (tx: Transaction) => Promise<T>;
type Outcome = { readonly done: true } | { readonly done: false; readonly subject: string };

const done: Outcome = { done: true };

/**
 * Reads by plain statements, remembers the version of what was read, and commits by one statement that finds these
 * versions or undoes itself. Nothing is locked while a decision is being made.
 */
export class PostgresUnitOfWork implements UnitOfWork {
  private readonly turns = new Turns();
  private readonly connections: Connections;
  private readonly recent: Recent = { users: new KnownStates(), sessions: new KnownStates() };

  constructor(
    private readonly its: {
      readonly pool: Pool;
      readonly clock: Clock;
      readonly entropy: Pick<Entropy, 'id'>;
      readonly witness?: Witness | undefined;
    },
  ) {
    this.connections = new Connections(its.pool);
  }

  run<G, P, T>(by: Client, work: Decide<T> | Beats<G, P, T>): Promise<T> {
    const reading = new Reading(this.connections, this.recent);
    return typeof work === 'function' ? this.settle(by, reading, work) : this.inBeats(by, reading, work);
  }

  private async inBeats<G, P, T>(by: Client, reading: Reading, work: Beats<G, P, T>): Promise<T> {
    // Aggregates of the first beat are never those of the last: only what was read is.
    const seen = await work.gather(new PostgresTransaction(reading));
    const proof = await work.prove(seen);
    return this.settle(by, reading, (tx) => work.decide(tx, proof));
  }

  private async settle<T>(by: Client, reading: Reading, decide: Decide<T>): Promise<T> {
    const tx = new PostgresTransaction(reading);
    const result = await decide(tx);
    if (tx.isIdle) return result;
    const first = await this.commit(by, reading, tx, (subject) => this.turns.isBusy(subject));
    return first.done ? result : this.turns.take(first.subject, () => this.again(by, decide));
  }

  private async again<T>(by: Client, decide: Decide<T>): Promise<T> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const reading = new Reading(this.connections, this.recent);
      const tx = new PostgresTransaction(reading);
      const result = await decide(tx);
      const { done } = await this.commit(by, reading, tx, () => false);
      if (done) return result;
      // Processes that lost to each other must not go on in step.
      await setTimeout(Math.random() * Math.min(tries, 20));
    }
    throw new Contention('Too many rivals for one decision');
  }

  /** Writes what was decided, where nobody was faster. */
  private async commit(
    by: Client,
    reading: Reading,
    tx: PostgresTransaction,
    standsInLine: (subject: string) => boolean,
  ): Promise<Outcome> {
    const { clock, entropy, witness } = this.its;
    const commit = commitOf(tx, () => ({ by, at: clock.now(), id: () => entropy.id() }));
    if (commit.isEmpty) return done;
    const lost = { done: false, subject: reading.subject ?? '' } as const;
    if (commit.isGuarded && standsInLine(lost.subject)) return lost;
    try {
      const { statement, values } = commit;
      const row = await (commit.isPersonal && reading.subject
        ? this.connections.commit(reading.subject, statement, values)
        : this.connections.row(statement, values));
      if (commit.isGuarded) this.learn(commit, row?.[1]);
      if (witness) for (const event of commit.events) witness.saw(event);
      return done;
    } catch (error) {
      if (error instanceof StatementRefused && error.lostRace) return lost;
      throw error;
    }
  }

  /** What was written need not be read, for as long as nobody writes it again. */
  private learn({ users, sessions }: Commit, stamp: string | null | undefined): void {
    if (!stamp) throw new Error('A commit that does not say who it was');
    for (const state of users) this.recent.users.keep(state.id, { stamp, state });
    for (const state of sessions) this.recent.sessions.keep(state.id, { stamp, state });
  }
}
