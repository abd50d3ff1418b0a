import type { Clock } from '../../domain/ports/clock.js';

/** The machine's own time: the only place where it is read. */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }
}
