import type { MfaEnrolmentDue, Refused } from './steps.js';

/** Whatever this client gives up on; look at the class, or at `name`, which outlives minifiers and two copies of a package. */
export abstract class PortcullisError extends Error {}

/** There is no session any more: sign in again. Every operation that waited for the refresh gets the same object. */
export class SessionEndedError extends PortcullisError {
  override readonly name = 'SessionEndedError';

  constructor() {
    super('The session has ended: sign in again.');
  }
}

/** The person did not answer. The session is what it was; `cause` is what the application's callback threw, if it did. */
export class MfaCancelledError extends PortcullisError {
  override readonly name = 'MfaCancelledError';

  constructor(cause?: unknown) {
    super('The question was cancelled.', { cause });
  }
}

/** Portcullis does not let the person prove more at present; `result` says why. */
export class MfaRefusedError extends PortcullisError {
  override readonly name = 'MfaRefusedError';

  constructor(readonly result: Refused | MfaEnrolmentDue) {
    super('message' in result ? result.message : 'A second factor must be enrolled first.');
  }
}

/** Portcullis was not there, or what answered in its place was no GraphQL: a proxy's HTML, a status without a body. */
export class NoAnswerError extends PortcullisError {
  override readonly name = 'NoAnswerError';

  /** `status`: of HTTP; undefined where nothing came back at all. */
  constructor(
    readonly status?: number,
    cause?: unknown,
  ) {
    super(status ? `Portcullis did not answer as expected (HTTP ${status}).` : 'Portcullis could not be reached.', {
      cause,
    });
  }
}
