import { after, type Duration } from '../domain/duration.js';
import type { Clock } from '../domain/ports/clock.js';

/** A clock that moves only when the test moves it. */
export class WorldClock implements Clock {
  constructor(private moment: Date) {}

  now(): Date {
    return this.moment;
  }

  advance(span: Duration): void {
    this.moment = after(this.moment, span);
  }
}
