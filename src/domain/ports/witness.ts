import type { DomainEvent } from '../events.js';

/** Told of each fact that this process committed, once and after the commit. Is quick, and never throws. */
export interface Witness {
  saw(event: DomainEvent): void;
}
