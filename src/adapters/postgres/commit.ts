import type { DomainEvent } from '../../domain/events.js';
import type { AuthSessionState } from '../../domain/session/session-state.js';
import type { UserState } from '../../domain/user/user-state.js';
import { freeParts, guardedParts, type FreePart, type GuardedPart, type PartShape } from './part.js';
import type { Statement } from './prepared-query.js';
import { statement } from './statement.js';

const ofUsers: ReadonlySet<GuardedPart> = new Set<GuardedPart>(['user=', 'user', 'user+']);
const texts = new Map<string, Statement>();

/**
 * Everything one decision writes, as one statement: no `BEGIN`, and no lock held between round trips. Its transaction is
 * its own, or that of a batch. Parts are added in the order in which locks are taken.
 */
export class Commit {
  /** What has happened, once it is committed. */
  events: readonly DomainEvent[] = [];
  /** States as they will stand in their rows. */
  readonly users: UserState[] = [];
  readonly sessions: AuthSessionState[] = [];
  private readonly guarded: GuardedPart[] = [];
  private readonly free: FreePart[] = [];
  private readonly guardedValues: unknown[] = [];
  private readonly freeValues: unknown[] = [];

  get isEmpty(): boolean {
    return this.guarded.length === 0 && this.free.length === 0;
  }

  /** Whether a rival can be faster. */
  get isGuarded(): boolean {
    return this.guarded.length > 0;
  }

  /** Whether it locks rows of one person at most. What strangers share is locked for the rest of one statement alone. */
  get isPersonal(): boolean {
    const isShared = (part: GuardedPart): boolean => part === 'limit';
    return !this.guarded.some(isShared) && this.guarded.filter((part) => ofUsers.has(part)).length <= 1;
  }

  get values(): readonly unknown[] {
    return [...this.guardedValues, ...this.freeValues];
  }

  /** One text for every commit of the same parts, prepared once. */
  get statement(): Statement {
    const shape = `${this.guarded.join(' ')}|${this.free.join(' ')}`;
    const known = texts.get(shape);
    if (known) return known;
    const made = statement(textOf(this.guarded, this.free));
    texts.set(shape, made);
    return made;
  }

  guard(part: GuardedPart, ...values: readonly unknown[]): void {
    this.guarded.push(part);
    this.guardedValues.push(...values);
  }

  also(part: FreePart, ...values: readonly unknown[]): void {
    this.free.push(part);
    this.freeValues.push(...values);
  }
}

function textOf(guarded: readonly GuardedPart[], free: readonly FreePart[]): string {
  const ctes: string[] = [];
  let taken = 0;
  const next = ({ width }: PartShape): ((index: number) => string) => {
    const from = taken;
    taken += width;
    return (index) => `$${from + index}`;
  };

  // Chained by data: order in the text alone lets two commits lock the same rows in opposite order.
  let gate = '';
  for (const part of guarded) {
    const shape: PartShape = guardedParts[part];
    const place = next(shape);
    const name = `g${ctes.length}`;
    ctes.push(`${name} as (${shape.sql(place, gate)})`);
    gate = `(select count(*) from ${name}) = ${shape.expects(place)}`;
  }
  const rest = free.map((part) => {
    const shape: PartShape = freeParts[part];
    return shape.sql(next(shape), '');
  });

  // Of what no guard decides on the last is the statement itself; else the guards are.
  // With the stamp of every tuple it writes.
  const main = gate ? `select settle(${gate}), pg_current_xact_id()::xid` : rest.pop();
  ctes.push(...rest.map((sql, index) => `f${index} as (${sql})`));
  return ctes.length > 0 ? `with ${ctes.join(', ')} ${main}` : `${main}`;
}
