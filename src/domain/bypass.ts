import type { Brand } from './ids.js';

export type BypassName = Brand<string, 'BypassName'>;

/** A route that does without its second factor for a while: declared by the operator, never asked for by a client. */
export interface Bypass {
  readonly name: BypassName;
  /** Why; for whoever reads the list in a year. */
  readonly reason: string;
  /** From here on the route demands the second factor again. */
  readonly until: Date;
}

export const isInForce = ({ until }: Bypass, now: Date): boolean => now < until;

const most = 50; // whoever exempts more has turned MFA off
const shapeOfName = /^[a-z0-9][a-z0-9-]{0,63}$/;
const shapeOfDay = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{3})?)?Z)?$/;

/** Declarations as JSON: `[{ "name", "reason", "until" }]`, each name once. Undefined where one is not complete. */
export function parseBypasses(text: string): readonly Bypass[] | undefined {
  const declared = jsonIn(text);
  if (!Array.isArray(declared) || declared.length > most) return undefined;
  const bypasses = declared.map(bypassIn);
  if (!bypasses.every((each) => each !== undefined)) return undefined;
  return new Set(bypasses.map(({ name }) => name)).size === bypasses.length ? bypasses : undefined;
}

function bypassIn(value: unknown): Bypass | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 3) return undefined;
  const { name, reason, until } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof reason !== 'string' || typeof until !== 'string') return undefined;
  const end = new Date(shapeOfDay.test(until) ? until : Number.NaN);
  if (!shapeOfName.test(name) || !isSaid(reason) || Number.isNaN(end.getTime())) return undefined;
  return { name: name as BypassName, reason: reason.trim(), until: end };
}

const isSaid = (reason: string): boolean => /\S/.test(reason) && reason.length <= 200 && !/\p{C}/u.test(reason);

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
