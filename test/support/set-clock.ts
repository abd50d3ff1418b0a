import { after, type Duration } from '../../src/domain/duration.js';
import type { Clock } from '../../src/domain/ports/clock.js';

/** A clock that moves only when the test moves it. */
export class SetClock implements Clock {
  constructor(private moment = new Date('2026-03-01T12:00:00Z')) {}

  now(): Date {
    return this.moment;
  }

  pass(span: Duration): void {
    this.moment = after(this.moment, span);
  }
}
