import { after, before } from '../duration.js';
import type { LinkId, UserId } from '../ids.js';
import type { AuthPolicy } from '../policy.js';
import { joined, type Proofs } from '../session/proof.js';
import type { FailurePool } from '../throttle/failure-pool.js';
import { drop } from './drop-factors.js';
import type { EmailAddress } from './email-address.js';
import { judge, type Turned } from './judge.js';
import type { Act } from './machines.js';
import { renewed as newlyHashed, type PasswordCheck, type PasswordHash } from './password.js';
import type { PasswordWish } from './steps.js';
import type { UserState } from './user-state.js';

/** An administrator was asked to take somebody's factors away; it happens at the first login from `dueAt` on. */
export interface MfaReset {
  readonly askedBy: UserId | undefined;
  readonly dueAt: Date;
}

/** Whatever was opened with the former one is over: sessions, challenges, links and the trust of devices. */
const renewed = ({ epoch }: UserState) => ({ epoch: epoch + 1, pending: undefined });

/** Every device is a stranger: whoever had the account may have signed in on one. */
const estranged = ({ deviceEra }: UserState) => ({ deviceEra: deviceEra + 1 });

/** By somebody who knows the current one, judged as at a login. */
export function changePassword(
  state: UserState,
  { check, next }: PasswordWish,
  pool: FailurePool,
  held: Proofs,
  now: Date,
  policy: AuthPolicy,
): Act<Turned | { readonly kind: 'changed'; readonly proofs: Proofs }> {
  // One that somebody else has is still what its owner knows, and is about to be no more.
  const judged = judge({ ...state, exposedHash: undefined }, check, pool, now, policy);
  if (judged.answer || !next) return { ...judged, answer: judged.answer ?? { kind: 'refused' } };
  pool.succeed(now);
  const fact = { type: 'password.changed', userId: state.id } as const;
  const proofs = joined(held, [{ factor: 'password', at: now, enrolmentId: undefined }]);
  const change = { ...renewed(state), ...estranged(state), passwordHash: next };
  return { answer: { kind: 'changed', proofs }, change, fact };
}

/**
 * By whoever reads the mail of this address. Second factors stay, unless nobody had ever shown that the address is
 * theirs: then somebody else may have prepared the account for them, and nothing of it is left.
 */
function resetPassword(state: UserState, next: PasswordHash, now: Date): Act<'reset' | 'wiped'> {
  const { id: userId, emailVerifiedAt, enrolments } = state;
  const change = { ...renewed(state), ...estranged(state), passwordHash: next };
  const fact = { type: 'password.reset', userId } as const;
  if (emailVerifiedAt) return { answer: 'reset', change, fact };
  const { along = [] } = enrolments.length > 0 ? drop(state, enrolments, []) : {};
  const wiped = { enrolments: [], machineTokens: [], mfaReset: undefined, emailVerifiedAt: now };
  return { answer: 'wiped', change: { ...change, ...wiped }, along, fact };
}

/** The new address has shown that it is theirs. A notice to the former one can undo it, unless that one was young itself. */
function changeAddress(
  state: UserState,
  email: EmailAddress,
  by: LinkId,
  now: Date,
  policy: AuthPolicy,
): Act<'changed'> {
  const { id: userId, addressChangedAt } = state;
  // Or a thief who changes it twice could take it back from the owner who has undone the first change.
  const undoable = !addressChangedAt || addressChangedAt <= before(now, policy.noticeLinkLife);
  const fact = { type: 'address.changed', userId, linkId: by, undoable } as const;
  const change = { ...renewed(state), email, emailVerifiedAt: now, addressChangedAt: now };
  return { answer: 'changed', change, fact };
}

/**
 * The owner says that something was not them: nothing that anybody holds opens the account any more, and only a link to
 * `email` sets a new password. Second factors stay: whoever reads the mail alone must not be able to turn them off.
 */
function secure(state: UserState, email: EmailAddress): Act<'secured'> {
  const { id: userId, addressChangedAt, mfaReset } = state;
  const restored = email === state.email ? addressChangedAt : undefined;
  const change = {
    ...renewed(state),
    ...estranged(state),
    email,
    addressChangedAt: restored,
    passwordHash: undefined,
    machineTokens: [],
  };
  const along = mfaReset ? [{ type: 'mfa-reset.cancelled', userId } as const] : [];
  const fact = { type: 'account.secured', userId } as const;
  return { answer: 'secured', change: { ...change, mfaReset: undefined }, along, fact };
}

function askMfaReset(
  { id: userId, enrolments, mfaReset }: UserState,
  by: UserId | undefined,
  now: Date,
  policy: AuthPolicy,
): Act<MfaReset | 'no-factor'> {
  if (mfaReset) return { answer: mfaReset };
  if (enrolments.length === 0) return { answer: 'no-factor' };
  const asked = { askedBy: by, dueAt: after(now, policy.mfaResetWait) };
  const fact = { type: 'mfa-reset.asked', userId, ...(by && { by }) } as const;
  return { answer: asked, change: { mfaReset: asked }, fact };
}

/** Nobody objected while there was time: seen at the first right password after it. */
function carryOutMfaReset(state: UserState, now: Date): Act<undefined> {
  const { id: userId, enrolments, mfaReset } = state;
  if (!mfaReset || mfaReset.dueAt > now) return { answer: undefined };
  const { change, along = [] } = enrolments.length > 0 ? drop(state, enrolments, []) : {};
  const fact = { type: 'mfa-reset.carried-out', userId } as const;
  return { answer: undefined, change: { ...change, mfaReset: undefined }, along, fact };
}

/** A password that somebody signs in with. */
export function admit(
  state: UserState,
  check: PasswordCheck,
  pool: FailurePool,
  now: Date,
  policy: AuthPolicy,
): Act<Turned | undefined> {
  const judged = judge(state, check, pool, now, policy);
  if (judged.answer) return judged;
  const reset = carryOutMfaReset(state, now);
  return check.renewal ? { ...reset, change: { ...reset.change, ...newlyHashed(check, state) } } : reset;
}

/** What is done to one user where their own password or factors are of no use: on the word of a mail, or of an administrator. */
export class Recovery {
  constructor(
    private readonly state: UserState,
    private readonly carryOut: <T>(act: Act<T>) => T,
  ) {}

  /** The mail that went to the address has come back. */
  verifyAddress(now: Date): void {
    this.carryOut({ answer: undefined, change: { emailVerifiedAt: this.state.emailVerifiedAt ?? now } });
  }

  resetPassword(next: PasswordHash, now: Date): 'reset' | 'wiped' {
    return this.carryOut(resetPassword(this.state, next, now));
  }

  changeAddress(email: EmailAddress, by: LinkId, now: Date, policy: AuthPolicy): 'changed' {
    return this.carryOut(changeAddress(this.state, email, by, now, policy));
  }

  /** `former`: the address that the account goes back to. */
  secure(former: EmailAddress = this.state.email): 'secured' {
    return this.carryOut(secure(this.state, former));
  }

  /** `by`: undefined for the operator at the command line. */
  askMfaReset(by: UserId | undefined, now: Date, policy: AuthPolicy): MfaReset | 'no-factor' {
    return this.carryOut(askMfaReset(this.state, by, now, policy));
  }
}
