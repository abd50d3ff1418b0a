import type { Secret } from '../secret.js';
import type { PasswordCheck, PasswordHash } from '../user/password.js';

/** Whose hashing it is: places are given round robin by client, and some are kept for known devices. */
export interface HashingLane {
  /** The client's address, or one name for all where it is unknown. */
  readonly client: string;
  readonly purpose: 'sign-in' | 'known-device' | 'registration' | 'factor';
}

/** More hashing is wanted than can be done in time; nothing was judged. */
export class Busy {
  constructor(readonly retryAt: Date) {}
}

export interface PasswordHasher {
  /**
   * Tells at once whom `hash` and `check` would turn away now; undefined where there may be room. Nothing is counted. A
   * hasher without it turns them away when they ask.
   */
  turnsAway?(lane: HashingLane): Busy | undefined;
  hash(password: Secret, lane: HashingLane): Promise<PasswordHash | Busy>;
  /** Takes the same effort without a hash: an unknown address must not be a fast one. */
  check(password: Secret, against: PasswordHash | undefined, lane: HashingLane): Promise<PasswordCheck | Busy>;
}
