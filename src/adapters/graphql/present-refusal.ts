import type { StaleProof } from '../../application/freshness.js';
import type { RequestContext } from './context.js';
import type { NotAllowedReason } from './enums.js';
import { make } from './make.js';
import { InvalidCode, NotAllowed, StepUpRequired, TooManyAttempts } from './refusals.js';

/** Says it in the answer's head too, where proxies and clients look for it. */
export function tooManyAttempts(retryAt: Date | undefined, context: RequestContext): TooManyAttempts {
  const { reply } = context;
  if (retryAt && !(reply.retryAt && reply.retryAt >= retryAt)) reply.retryAt = retryAt;
  return make(TooManyAttempts, { retryAt });
}

export function invalidCode(refused: Pick<InvalidCode, 'attemptsLeft' | 'nextCodeAt'>): InvalidCode {
  return make(InvalidCode, { attemptsLeft: refused.attemptsLeft, nextCodeAt: refused.nextCodeAt });
}

export function stepUpRequired({ requires, maxAge }: StaleProof): StepUpRequired {
  return make(StepUpRequired, { requiredAssurance: requires, maxAge });
}

const why: Readonly<Record<NotAllowedReason, string>> = {
  'registration-closed': 'Registration is closed: ask an administrator for an account.',
  'too-many-factors': 'There are as many authenticators as allowed: remove one first.',
  'no-factor': 'There is no second factor: enrol one first.',
  'required-by-policy': 'A second factor is mandatory here: the last one stays.',
  'forbidden-by-policy': 'The policy does not allow this second factor.',
};

export const notAllowed = (reason: NotAllowedReason): NotAllowed => make(NotAllowed, { message: why[reason], reason });
