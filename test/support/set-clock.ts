import { WorldClock } from '../../src/testing/world-clock.js';

/** The kit's clock, standing at a moment that every run of the tests shares. */
export class SetClock extends WorldClock {
  constructor(moment = new Date('2026-03-01T12:00:00Z')) {
    super(moment);
  }
}
