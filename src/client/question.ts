import type { Demand } from './answer.js';
import { MfaCancelledError } from './errors.js';
import type { FactorKind, StepUpResult, VerifyMfaResult } from './operations.js';

interface Common {
  /** `sign-in`: of a login; `refresh`: the second factor is too long ago; `step-up`: an operation demands more. */
  readonly why: 'sign-in' | 'refresh' | 'step-up';
  /** What an operation demands, where one does. */
  readonly demand: Demand | undefined;
  /** Resolves when there is nothing left to answer, however it ended: the moment to close the dialogue. */
  readonly over: Promise<void>;
  /** The person would rather not: what was held is rejected with an `MfaCancelledError`. */
  cancel(): void;
}

export interface FactorAnswer {
  readonly factor: FactorKind;
  readonly code: string;
  /** Let this device skip the second factor for a while, where the policy allows it. */
  readonly trustDevice?: boolean;
}

/** Which code does the person have? */
export interface FactorQuestion extends Common {
  readonly kind: 'factor';
  /** Kinds that may answer, most wanted first. */
  readonly factors: readonly FactorKind[];
  readonly attemptsLeft: number;
  readonly expiresAt: string;
  /**
   * `Authenticated`: raised, and what was held goes on. `InvalidCode` and `TooManyAttempts` leave the question open.
   * `ChallengeClosed`: over; where it can be put anew, the callback is called with another question. It cannot after
   * five wrong codes for a refresh or a step-up: they end the session, and what was held gets a `SessionEndedError`.
   * Rejects with a `NoAnswerError`, and the question stays open.
   */
  answer(answer: FactorAnswer): Promise<Verdict<VerifyMfaResult>>;
}

/** Nobody has enrolled a factor: what can be proven again is the password. */
export interface PasswordQuestion extends Common {
  readonly kind: 'password';
  /** `Authenticated`: raised. Everything else leaves the question open, but for `SessionEnded`. */
  answer(answer: { readonly password: string }): Promise<Verdict<StepUpResult>>;
}

export type Question = FactorQuestion | PasswordQuestion;

/** What the server said, without the credential. */
export type Verdict<Result> =
  Exclude<Result, { readonly __typename: 'Authenticated' }> | { readonly __typename: 'Authenticated' };

/**
 * The application's one callback. Show the question; end it by `answer` or `cancel`. One that returns a promise has
 * finished when that resolves: a question still open then is cancelled, and one that rejects cancels with its reason.
 */
export type AskThePerson = (question: Question) => void | Promise<void>;

/** A question that waits for its person. */
export class Asking {
  readonly #answered = Promise.withResolvers<void>();
  readonly #over = Promise.withResolvers<void>();
  readonly over = this.#over.promise;

  constructor(private readonly finish: (common: Pick<Common, 'over' | 'cancel'>) => Question) {}

  /** Answered; or over without an answer, and what was held waits for `next`. */
  close(next?: Promise<void>): void {
    this.#answered.resolve(next);
    this.#over.resolve();
  }

  fail(reason: unknown): void {
    this.#answered.reject(reason);
    this.#over.resolve();
  }

  cancel(cause?: unknown): void {
    this.fail(new MfaCancelledError(cause));
  }

  /** Resolves when it is answered. Rejects with an `MfaCancelledError`, or with what `fail` was given. */
  put(ask: AskThePerson): Promise<void> {
    try {
      ask(this.finish({ over: this.over, cancel: () => this.cancel() }))?.then(
        () => this.cancel(),
        (cause: unknown) => this.cancel(cause),
      );
    } catch (cause) {
      this.cancel(cause);
    }
    return this.#answered.promise;
  }
}
