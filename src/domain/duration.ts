import type { Brand } from './ids.js';

/** A span of time in milliseconds. */
export type Duration = Brand<number, 'Duration'>;

export const seconds = (n: number): Duration => (n * 1000) as Duration;
export const minutes = (n: number): Duration => seconds(n * 60);
export const hours = (n: number): Duration => minutes(n * 60);
export const days = (n: number): Duration => hours(n * 24);

/** The moment `span` after `start`. */
export const after = (start: Date, span: Duration): Date => new Date(start.getTime() + span);
/** The moment `span` before `end`. */
export const before = (end: Date, span: Duration): Date => new Date(end.getTime() - span);
export const earlier = (a: Date, b: Date): Date => (a <= b ? a : b);
export const later = (a: Date, b: Date): Date => (a >= b ? a : b);
