import type { PoolClient } from 'pg';
import type { DomainEvent } from '../../domain/events.js';
import { factRecords, type Stamp } from './fact-parts.js';
import { freeParts } from './part.js';

const insertion = freeParts.facts.sql((index) => `$${index}`, '');

/** Adds the facts of a transaction that is not one decision; nothing where there are none. */
export async function insertFacts(client: PoolClient, events: readonly DomainEvent[], stamp: Stamp): Promise<void> {
  if (events.length > 0) await client.query(insertion, [JSON.stringify(factRecords(events, stamp))]);
}
