import type { Fact } from '../../domain/events.js';
import type { FactId } from '../../domain/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import { after, earlier, type Duration } from '../../domain/duration.js';
import { Undeliverable, patience, type DeadLetter, type Drained, type Outbox } from '../../domain/ports/outbox.js';
import type { Subscriber } from '../../domain/ports/outbox.js';
import type { MemoryStore } from './store.js';

/** What one subscriber is owed. */
export interface Delivery {
  readonly fact: Fact;
  readonly subscriber: string;
  readonly tries: number;
  readonly dueAt: Date;
  readonly dead?: { readonly why: string; readonly at: Date };
}

/** Hands on what the store's decisions recorded. */
export class MemoryOutbox implements Outbox {
  constructor(private readonly its: { readonly store: MemoryStore; readonly clock: Clock }) {}

  async drain(to: Subscriber, limit: number): Promise<Drained> {
    this.sortOut(to);
    const failed: Drained['failed'][number][] = [];
    let delivered = 0;
    while (delivered + failed.length < limit) {
      const held = this.hold(to);
      if (!held) break;
      const failure = await this.hand(to, held);
      if (failure) failed.push(failure);
      else delivered += 1;
    }
    return { delivered, failed };
  }

  async deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    return [...this.its.store.deliveries.values()]
      .flatMap(({ fact, subscriber, tries, dead }) => (dead ? [{ fact, subscriber, tries, ...dead }] : []))
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .slice(0, limit);
  }

  async replay(id: FactId, subscriber: string): Promise<boolean> {
    const { deliveries } = this.its.store;
    const { fact, dead } = deliveries.get(keyOf(id, subscriber)) ?? {};
    if (!fact || !dead) return false;
    deliveries.set(keyOf(id, subscriber), { fact, subscriber, tries: 0, dueAt: this.its.clock.now() });
    return true;
  }

  async replayAll(subscriber: string): Promise<number> {
    const dead = [...this.its.store.deliveries.values()].filter((each) => each.subscriber === subscriber && each.dead);
    for (const { fact } of dead) await this.replay(fact.id, subscriber);
    return dead.length;
  }

  async repeat(id: FactId, subscriber: string): Promise<boolean> {
    const { facts, marks, deliveries } = this.its.store;
    const fact = facts.find((each) => each.id === id);
    if (!fact || !marks.has(subscriber)) return false;
    deliveries.set(keyOf(id, subscriber), { fact, subscriber, tries: 0, dueAt: this.its.clock.now() });
    return true;
  }

  async forget(subscriber: string): Promise<void> {
    const { marks, deliveries } = this.its.store;
    marks.delete(subscriber);
    for (const [key, owed] of deliveries) if (owed.subscriber === subscriber) deliveries.delete(key);
  }

  private sortOut(to: Subscriber): void {
    const { name, kinds } = to;
    const { facts, marks, deliveries } = this.its.store;
    const now = this.its.clock.now();
    const begins = 1 + facts.findIndex(({ id }) => id === to.after);
    for (const fact of facts.slice(marks.get(name) ?? begins)) {
      const wanted = { fact, subscriber: name, tries: 0, dueAt: earlier(fact.at, now) };
      const isOfItsKinds = kinds?.includes(fact.event.type) ?? true;
      if (isOfItsKinds && to.wants(fact)) deliveries.set(keyOf(fact.id, name), wanted);
    }
    marks.set(name, facts.length);
  }

  private hold({ name }: Subscriber): Delivery | undefined {
    const { store, clock } = this.its;
    const now = clock.now();
    const [next] = [...store.deliveries.values()]
      .filter(({ subscriber, dueAt, dead }) => subscriber === name && !dead && dueAt <= now)
      .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
    if (!next) return undefined;
    const held = { ...next, tries: next.tries + 1, dueAt: after(now, patience.hold) };
    store.deliveries.set(keyOf(next.fact.id, name), held);
    return held;
  }

  private async hand(to: Subscriber, held: Delivery): Promise<Drained['failed'][number] | undefined> {
    const { store, clock } = this.its;
    const key = keyOf(held.fact.id, to.name);
    try {
      await to.deliver(held.fact);
      store.deliveries.delete(key);
      return undefined;
    } catch (problem) {
      const now = clock.now();
      const why = problem instanceof Error ? problem.message : 'unknown';
      const isDead = problem instanceof Undeliverable || held.tries >= patience.tries;
      const wait = Math.min(patience.first * 2 ** (held.tries - 1), patience.longest) as Duration;
      const owed = { ...held, dueAt: after(now, wait), ...(isDead && { dead: { why, at: now } }) };
      // Another worker may hold it by now, who took this one for dead.
      if (store.deliveries.get(key) === held) store.deliveries.set(key, owed);
      return { fact: held.fact, subscriber: to.name, tries: held.tries, why, isDead };
    }
  }
}

const keyOf = (fact: FactId, subscriber: string): string => `${subscriber} ${fact}`;
