import type { Clock } from '../../src/domain/ports/clock.js';
import type { Duration } from '../../src/domain/duration.js';

/** The real time, and as much later as a test has waited without waiting. */
export class MovedClock implements Clock {
  #ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  wait(span: Duration): void {
    this.#ahead += span;
  }
}
