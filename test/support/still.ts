import type { Clock } from '../../src/domain/ports/clock.js';
import type { Entropy } from '../../src/domain/ports/entropy.js';
import { anId, start } from '../../src/testing/builders.js';

/** Time stands still, and ids are of the common shape. */
export const still: Clock = { now: () => start };
export const ids: Pick<Entropy, 'id'> = { id: anId };
