import type { Client } from '../domain/client.js';
import { parseId, type FactId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { DeadLetter, Outbox } from '../domain/ports/outbox.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';

interface Its {
  readonly work: UnitOfWork;
  readonly outbox: Pick<Outbox, 'deadLetters' | 'replay'>;
  readonly clock: Clock;
  readonly policy: AuthPolicy;
}

interface Asked {
  readonly authority: Authority;
  readonly client: Client;
}

export type ListDeadLettersOutcome =
  { readonly status: 'listed'; readonly letters: readonly DeadLetter[] } | Unauthorised;

/** What could not be told, and nobody tries any more. */
export class ListDeadLetters {
  constructor(private readonly its: Its) {}

  /** `limit`: from 1 to 100. */
  async execute({ authority, client, limit }: Asked & { readonly limit: number }): Promise<ListDeadLettersOutcome> {
    const { work, outbox, clock, policy } = this.its;
    const roles = ['admin', 'auditor'] as const;
    const refusal = await work.run(acting(authority, client), (tx) =>
      unauthorised(tx, authority, roles, clock.now(), policy),
    );
    if (refusal) return refusal;
    const most = Math.min(Math.max(Math.trunc(limit), 1), 100);
    return { status: 'listed', letters: await outbox.deadLetters(most) };
  }
}

export type ReplayDeadLetterOutcome = { readonly status: 'replayed' } | { readonly status: 'unknown' } | Unauthorised;

/** `mail`, or a webhook by its id: whatever else somebody types names nobody. */
const shapeOfSubscriber = /^[a-z]{1,16}(:[\da-f-]{36})?$/;

/** Has one of them tried again, with as many tries as at first. */
export class ReplayDeadLetter {
  constructor(private readonly its: Its) {}

  async execute({
    authority,
    client,
    fact: raw,
    subscriber,
  }: Asked & { readonly fact: string; readonly subscriber: string }): Promise<ReplayDeadLetterOutcome> {
    const { work, outbox, clock, policy } = this.its;
    const refusal = await work.run(acting(authority, client), (tx) =>
      unauthorised(tx, authority, ['admin'], clock.now(), policy),
    );
    if (refusal) return refusal;
    const fact = parseId<FactId>(raw);
    const replayed =
      fact !== undefined && shapeOfSubscriber.test(subscriber) && (await outbox.replay(fact, subscriber));
    if (!replayed) return { status: 'unknown' };
    await work.run(acting(authority, client), async (tx) => {
      tx.record({ type: 'notice.replayed', fact, subscriber });
    });
    return { status: 'replayed' };
  }
}
