import { Aggregate } from '../aggregate.js';
import type { DeviceLabel } from '../client.js';
import { after } from '../duration.js';
import type { ChallengeId, DeviceId, Digest, SessionId, UserId } from '../ids.js';
import type { AuthPolicy } from '../policy.js';
import type { FactorRefusal } from '../refusals.js';
import { attest, type Authentication, type PartialAuthentication } from '../session/authentication.js';
import type { CredentialKind } from '../session/credentials.js';
import { joined, type Proofs } from '../session/proof.js';
import type { FailurePool, PoolKey } from '../throttle/failure-pool.js';
import { isExposed } from '../user/password.js';
import type { User } from '../user/user.js';
import type { FactorKind, Mark } from './factors.js';

/** What a pass leads to. An `enrolment` challenge is asked of a user who has no factor, and can only enrol one. */
export type ChallengePurpose = 'sign-in' | 'refresh' | 'step-up' | 'enrolment';

export interface KnownDevice {
  readonly id: DeviceId;
  readonly generation: number;
}

export interface MfaChallengeState {
  readonly id: ChallengeId;
  /** Digest of the secret that only the client holds. */
  readonly secret: Digest;
  /** Digest of the browser's nonce, after a cookie login: the challenge token alone is nothing. */
  readonly binding: Digest | undefined;
  readonly userId: UserId;
  readonly epoch: number;
  readonly purpose: ChallengePurpose;
  readonly credential: CredentialKind;
  readonly proofs: Proofs;
  readonly offer: readonly FactorKind[];
  /** Refresh and step-up: the session that a pass raises; it must be live still. */
  readonly raises: SessionId | undefined;
  /** Sign-in: the session that the browser held before, ended when the new one opens. */
  readonly replaces: SessionId | undefined;
  /** The password's pool, reset when the sign-in is complete. */
  readonly passwordPool: PoolKey | undefined;
  readonly device: DeviceLabel | undefined;
  /** Sign-in: the known device that was presented with the right password, and the generation of its token. */
  readonly known: KnownDevice | undefined;
  readonly attemptsLeft: number;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly passedAt: Date | undefined;
}

/** What its client may know. */
export type ChallengeView = Pick<
  MfaChallengeState,
  'id' | 'purpose' | 'credential' | 'offer' | 'attemptsLeft' | 'issuedAt' | 'expiresAt'
>;

export type Issue = Omit<
  MfaChallengeState,
  'userId' | 'epoch' | 'proofs' | 'attemptsLeft' | 'issuedAt' | 'expiresAt' | 'passedAt'
>;

export type AnswerStep =
  | { readonly kind: 'passed'; readonly authentication: Authentication }
  | { readonly kind: 'refused'; readonly attemptsLeft: number }
  | { readonly kind: 'barred'; readonly retryAt: Date | undefined }
  | { readonly kind: 'closed' };

/** One question put to one user who has proven something already. */
export class MfaChallenge extends Aggregate<MfaChallengeState> {
  static issue(issue: Issue, by: PartialAuthentication, now: Date, policy: AuthPolicy): MfaChallenge {
    const { userId, epoch, proofs } = by;
    const challenge = new MfaChallenge({
      ...issue,
      userId,
      epoch,
      proofs,
      attemptsLeft: policy.challengeAttempts,
      issuedAt: now,
      expiresAt: after(now, policy.challengeLife),
      passedAt: undefined,
    });
    challenge.record(
      issue.purpose === 'enrolment'
        ? { type: 'mfa.enrolment-demanded', userId, challengeId: issue.id }
        : { type: 'mfa.challenged', userId, challengeId: issue.id, offer: issue.offer },
    );
    return challenge;
  }

  static restore(state: MfaChallengeState): MfaChallenge {
    return new MfaChallenge(state);
  }

  /** Both digests must be right: of a cookie login's challenge the token is one half and the browser's nonce the other. */
  heldBy(secret: Digest, binding: Digest | undefined): boolean {
    return this.state.secret === secret && this.state.binding === binding;
  }

  isOpen(user: User, now: Date): boolean {
    const { passedAt, attemptsLeft, expiresAt, userId, epoch, purpose } = this.state;
    if (passedAt || attemptsLeft <= 0 || expiresAt <= now) return false;
    if (user.id !== userId || !user.isActive || user.epoch !== epoch) return false;
    // A password that somebody else has must be changed before a sign-in with it is completed.
    return purpose !== 'sign-in' || !isExposed(user.snapshot());
  }

  /**
   * Judges one answer: `mark` is what its verification left, undefined for a wrong one.
   *
   * Two more aggregates are touched on purpose: that the mark is spent, the challenge passed and the failure counted is
   * one fact, and splitting it would buy a lost backup code or a replay.
   */
  answer(
    user: User,
    pool: FailurePool,
    kind: FactorKind,
    mark: Mark | undefined,
    now: Date,
    policy: AuthPolicy,
  ): AnswerStep {
    if (this.state.purpose === 'enrolment' || !this.isOpen(user, now)) return { kind: 'closed' };
    const { userId } = this.state;
    if (!this.state.offer.includes(kind)) {
      // Nothing was judged, so the pool is left alone; the challenge counts, or the facts would have no end.
      return this.refuse(userId, kind, 'not-offered');
    }
    const barred = pool.barred(now, policy);
    if (barred) return { kind: 'barred', ...barred };
    const spent = mark?.kind === kind ? user.spend(mark, now) : 'no-proof';
    if (spent !== 'spent' || !mark) {
      // Counted on the user as well: a fresh challenge must not be a fresh budget (SP 800-63B-4 §3.2.2).
      pool.fail(now, policy, userId);
      // Whoever fails so often has the password and nothing else.
      if (this.state.purpose === 'sign-in' && pool.consecutive >= policy.failuresToExpose) user.exposePassword();
      return this.refuse(userId, kind, spent === 'spent' ? 'no-proof' : spent);
    }
    pool.succeed(now);
    this.record({ type: 'mfa.passed', userId, kind });
    const proofs = joined(this.state.proofs, [{ factor: kind, at: now, enrolmentId: mark.enrolmentId }]);
    return this.pass(attest(userId, user.epoch, proofs), now);
  }

  /** The one pass of an enrolment challenge: the factor that was due is enrolled, `authentication` says so. */
  enrolled(user: User, authentication: Authentication, now: Date): void {
    const { purpose, passedAt, expiresAt, userId } = this.state;
    const mayPass = purpose === 'enrolment' && !passedAt && expiresAt > now;
    // A bug, and thrown: what would be opened next must not be.
    if (!mayPass || user.id !== userId || authentication.userId !== userId)
      throw new Error('no enrolment was due here');
    this.pass(authentication, now);
  }

  /** Nobody will answer any more. */
  drop(now: Date): void {
    if (this.state.expiresAt > now) this.change({ expiresAt: now });
  }

  view(): ChallengeView {
    const { id, purpose, credential, offer, attemptsLeft, issuedAt, expiresAt } = this.state;
    return { id, purpose, credential, offer, attemptsLeft, issuedAt, expiresAt };
  }

  private refuse(userId: UserId, kind: FactorKind, why: FactorRefusal): AnswerStep {
    const attemptsLeft = this.state.attemptsLeft - 1;
    this.change({ attemptsLeft });
    this.record({ type: 'mfa.refused', userId, kind, why });
    return { kind: 'refused', attemptsLeft };
  }

  private pass(authentication: Authentication, now: Date): AnswerStep {
    this.change({ passedAt: now });
    return { kind: 'passed', authentication };
  }
}
