import type { UserId } from '../ids.js';
import type { Proofs } from './proof.js';

type Make<T> = (userId: UserId, epoch: number, proofs: Proofs) => T;
let makeAuthentication: Make<Authentication>;
let makePartial: Make<PartialAuthentication>;

/**
 * Evidence that one user has proven all that is due. A session is opened with nothing else, and its maker may be
 * imported by `User` and `MfaChallenge` alone (the architecture test sees to it), so no way in can forget the second factor.
 */
export class Authentication {
  static {
    makeAuthentication = (userId, epoch, proofs) => new Authentication(userId, epoch, proofs);
  }
  // Nominal: an object of the same shape is no evidence.
  readonly #complete = true;

  private constructor(
    readonly userId: UserId,
    /** The user's epoch under which it was proven: what is opened with it is dead under another. */
    readonly epoch: number,
    readonly proofs: Proofs,
  ) {}

  isComplete(): boolean {
    return this.#complete;
  }
}

/** Evidence of what was proven so far, where something is still due: a challenge is issued with nothing else. */
export class PartialAuthentication {
  static {
    makePartial = (userId, epoch, proofs) => new PartialAuthentication(userId, epoch, proofs);
  }
  readonly #complete = false;

  private constructor(
    readonly userId: UserId,
    readonly epoch: number,
    readonly proofs: Proofs,
  ) {}

  isComplete(): boolean {
    return this.#complete;
  }
}

/** For `User` and `MfaChallenge`. */
export const attest: Make<Authentication> = (...evidence) => makeAuthentication(...evidence);
/** For `User` and `AuthSession`. */
export const attestPart: Make<PartialAuthentication> = (...evidence) => makePartial(...evidence);
