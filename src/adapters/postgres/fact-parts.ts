import { Actor } from '../../domain/actor.js';
import type { Client } from '../../domain/client.js';
import type { DomainEvent } from '../../domain/events.js';
import type { FactId } from '../../domain/ids.js';
import type { Commit } from './commit.js';

/** Who is said to have caused the facts, and when; with a source of ids for them. */
export interface Stamp {
  readonly by: Client;
  readonly at: Date;
  readonly id: () => FactId;
}

const fewFacts = [undefined, 'fact', 'fact2', 'fact3', 'fact4'] as const;

/** The facts of one commit, as its last part. */
export function writeFacts(commit: Commit, events: readonly DomainEvent[], stamp: () => Stamp): void {
  if (events.length === 0) return;
  const { by, at, id } = stamp();
  const common = [
    at.toISOString(),
    by.address ?? null,
    by.device ?? null,
    by.correlationId,
    by.actor ? Actor.write(by.actor) : null,
  ];
  const few = fewFacts[events.length];
  if (few) {
    const each = events.flatMap((event) => [id(), userOf(event), event.type, JSON.stringify(event)]);
    commit.also(few, ...common, ...each);
    return;
  }
  commit.also('facts', JSON.stringify(factRecords(events, { by, at, id })));
}

/** As `freeParts.facts` takes them. */
export const factRecords = (events: readonly DomainEvent[], { by, at, id }: Stamp): readonly object[] =>
  events.map((event) => {
    const { address = null, device = null, correlationId } = by;
    return {
      id: id(),
      at,
      address,
      device,
      correlation_id: correlationId,
      actor: by.actor ? Actor.write(by.actor) : null,
      user_id: userOf(event),
      type: event.type,
      event,
    };
  });

const userOf = (event: DomainEvent): string | null => ('userId' in event && event.userId ? event.userId : null);
