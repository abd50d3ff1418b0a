import type { Brand } from '../ids.js';

/** A place in the audit log: the transaction that wrote a fact, and the fact's position. To clients a word without meaning. */
export type AuditCursor = Brand<string, 'AuditCursor'>;

const shape = /^(\d{1,20})\.(\d{1,19})$/;
const [lastTransaction, lastPosition] = [2n ** 64n - 1n, 2n ** 63n - 1n];

export const AuditCursor = {
  at: (transaction: string, position: string): AuditCursor => `${transaction}.${position}` as AuditCursor,
  /** Undefined for what is no cursor. */
  parse(raw: string): AuditCursor | undefined {
    const [, transaction, position] = shape.exec(raw) ?? [];
    if (transaction === undefined || position === undefined) return undefined;
    return BigInt(transaction) <= lastTransaction && BigInt(position) <= lastPosition
      ? (raw as AuditCursor)
      : undefined;
  },
  parts(cursor: AuditCursor): readonly [transaction: string, position: string] {
    const [transaction = '0', position = '0'] = cursor.split('.');
    return [transaction, position];
  },
  /** The one of two places that is further back in the log; the other one where one is unknown. */
  older: (one: AuditCursor | undefined, other: AuditCursor | undefined): AuditCursor | undefined =>
    one && other ? (isOlder(one, other) ? one : other) : (one ?? other),
  /** The one of two places that is further on in the log; the other one where one is unknown. */
  newer: (one: AuditCursor | undefined, other: AuditCursor | undefined): AuditCursor | undefined =>
    one && other ? (isOlder(one, other) ? other : one) : (one ?? other),
};

function isOlder(one: AuditCursor, other: AuditCursor): boolean {
  const [[transaction, position], [others, place]] = [AuditCursor.parts(one), AuditCursor.parts(other)];
  return transaction === others ? BigInt(position) < BigInt(place) : BigInt(transaction) < BigInt(others);
}
