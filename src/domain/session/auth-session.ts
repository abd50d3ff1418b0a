import { Aggregate } from '../aggregate.js';
import type { DeviceLabel } from '../client.js';
import { after, before, earlier, type Duration } from '../duration.js';
import type { DeviceId, Digest, SessionId, UserId } from '../ids.js';
import { policyOf } from '../policies/duties.js';
import type { AuthPolicy } from '../policy.js';
import type { RevocationReason, RotationRefusal } from '../refusals.js';
import { mayTrust } from '../throttle/device.js';
import type { User } from '../user/user.js';
import { attestPart, type Authentication, type PartialAuthentication } from './authentication.js';
import type { CredentialKind, Holding } from './credentials.js';
import {
  amrOf,
  assuranceOf,
  passwordProof,
  provenAt,
  secondFactorProof,
  type Assurance,
  type Proofs,
} from './proof.js';
import type { AuthSessionState, OnDevice } from './session-state.js';

/** The value that leaves: what a session is worth at one moment. */
export interface SessionView {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly kind: CredentialKind;
  readonly holding: Holding;
  readonly generation: number;
  readonly proofs: Proofs;
  readonly assurance: Assurance;
  /** RFC 8176. */
  readonly amr: readonly string[];
  /** `auth_time`. */
  readonly authenticatedAt: Date;
  /** An access token minted now, or repeated within the grace, ends here. */
  readonly accessUntil: Date;
  readonly device: DeviceLabel | undefined;
  readonly deviceId: DeviceId | undefined;
  readonly openedAt: Date;
  readonly lastSeenAt: Date;
  /** Idle or absolute end, whichever comes first. */
  readonly expiresAt: Date;
  /** The absolute end, which no activity moves: a cookie lives so long. */
  readonly endsAt: Date;
}

/** A refresh token as it came: `genuine` says whether its secret is the one computed for its generation. */
export interface PresentedGeneration {
  readonly generation: number;
  readonly genuine: boolean;
}

/** Someone is signed in here. */
export class AuthSession extends Aggregate<AuthSessionState> {
  /**
   * Opened with evidence and nothing else. `endsAt` bounds a session that takes another's place without the password
   * having been proven again: the absolute end never moves.
   */
  static open(
    id: SessionId,
    by: Authentication,
    holding: Holding,
    device: DeviceLabel | undefined,
    now: Date,
    policy: AuthPolicy,
    endsAt: Date = after(now, policy.sessionLife),
    on: OnDevice = { deviceId: undefined, trustedUntil: undefined },
  ): AuthSession {
    const session = new AuthSession({
      id,
      userId: by.userId,
      epoch: by.epoch,
      proofs: by.proofs,
      holding,
      generation: 0,
      rotatedAt: now,
      device,
      deviceId: on.deviceId,
      trustedUntil: on.trustedUntil,
      openedAt: now,
      lastSeenAt: now,
      idleUntil: after(now, policy.sessionIdle),
      endsAt,
      misanswered: 0,
      revoked: undefined,
    });
    const assurance = assuranceOf(by.proofs, policy.mfaAge, now);
    session.record({ type: 'session.opened', userId: by.userId, sessionId: id, assurance });
    return session;
  }

  static restore(state: AuthSessionState): AuthSession {
    return new AuthSession(state);
  }

  get id(): SessionId {
    return this.state.id;
  }

  get userId(): UserId {
    return this.state.userId;
  }

  get proofs(): Proofs {
    return this.state.proofs;
  }

  /** What a successor under the same epoch is opened on. Under another one all trust is dead. */
  onDevice(epoch: number): OnDevice {
    const { deviceId, trustedUntil } = this.state;
    return { deviceId, trustedUntil: epoch === this.state.epoch ? trustedUntil : undefined };
  }

  get endsAt(): Date {
    return this.state.endsAt;
  }

  /** Not revoked, not idle, not over, its user in good standing and under the same epoch. */
  isLive(user: User, now: Date): boolean {
    const { revoked, idleUntil, endsAt, userId, epoch } = this.state;
    return !revoked && idleUntil > now && endsAt > now && user.id === userId && user.isActive && user.epoch === epoch;
  }

  /** Cookie sessions: whoever has the current secret. */
  heldBy(secret: Digest): boolean {
    return this.state.holding.kind === 'cookie' && this.state.holding.holder === secret;
  }

  /** Slides the idle end in steps, so that most requests write nothing. What is over stays over. */
  seen(now: Date, policy: AuthPolicy): void {
    const { revoked, idleUntil, lastSeenAt } = this.state;
    if (revoked || idleUntil <= now || lastSeenAt > before(now, policy.seenStep)) return;
    this.change({ lastSeenAt: now, idleUntil: after(now, policy.sessionIdle) });
  }

  /**
   * Uses up a refresh token (RFC 9700 §4.14.2). `repeated` is the same successor once more, for a lost answer or a
   * second tab, never a fork. An older token means that two parties hold the chain: the session ends.
   */
  rotate(
    user: User,
    presented: PresentedGeneration,
    now: Date,
    policy: AuthPolicy,
  ): 'rotated' | 'repeated' | RotationRefusal {
    const { holding, generation, rotatedAt } = this.state;
    // A session id is public: a secret that does not compute changes nothing.
    if (holding.kind !== 'token' || !presented.genuine || presented.generation > generation) return 'closed';
    if (!this.isLive(user, now)) return 'closed';
    const repeats = presented.generation === generation - 1 && rotatedAt >= before(now, policy.refreshGrace);
    if (presented.generation < generation && !repeats) {
      this.revoke('secret-reused', now);
      return 'reused';
    }
    // Nothing is used up while something is due: the same token asks again until a challenge is passed, which issues the
    // session anew.
    if (user.owesEnrolment(policy, now)) return 'enrolment-due';
    if (user.offer(policy).length > 0 && !this.isSpared(user, now, policy)) return 'mfa-due';
    if (repeats) return 'repeated';
    this.change({
      generation: generation + 1,
      rotatedAt: now,
      lastSeenAt: now,
      idleUntil: after(now, policy.sessionIdle),
    });
    return 'rotated';
  }

  /**
   * A second factor was wrong that was asked for by a step-up or a refresh of this session, or to enrol another one beside
   * it. Whoever guesses with a stolen session loses that session, before the owner's own sign-ins have to wait for it.
   */
  misanswer(now: Date, policy: AuthPolicy): void {
    const misanswered = this.state.misanswered + 1;
    this.change({ misanswered });
    if (misanswered >= policy.sessionFailures) this.revoke('guessed', now);
  }

  revoke(why: RevocationReason, now: Date): void {
    if (this.state.revoked) return;
    this.change({ revoked: { at: now, why } });
    this.record({ type: 'session.revoked', userId: this.userId, sessionId: this.id, why });
  }

  /** Its device is trusted from now on: the user has passed a second factor in it, and asked for that. */
  trusts(until: Date): void {
    this.change({ trustedUntil: until });
  }

  /** Its device is trusted no longer: what rests on that alone ends. */
  distrust(now: Date): void {
    if (!this.state.trustedUntil) return;
    if (secondFactorProof(this.proofs)) this.change({ trustedUntil: undefined });
    else this.revoke('trust-ended', now);
  }

  /** The newest second-factor proof, or the password's where no factor is enrolled: a password never freshens an old TOTP. */
  provenWithin(age: Duration, user: User, now: Date, policy: AuthPolicy): boolean {
    const proof = user.offer(policy).length > 0 ? secondFactorProof(this.proofs) : passwordProof(this.proofs);
    return proof !== undefined && proof.at >= before(now, age);
  }

  /** Its password proof, to be raised by a challenge. */
  soFar(): PartialAuthentication {
    const password = passwordProof(this.proofs);
    return attestPart(this.userId, this.state.epoch, password ? [password] : []);
  }

  view(user: User, now: Date, policy: AuthPolicy): SessionView {
    const { id, userId, holding, generation, proofs, device, deviceId, openedAt, lastSeenAt, idleUntil, endsAt } =
      this.state;
    const assurance = this.assurance(user, now, policy);
    const expiresAt = earlier(idleUntil, endsAt);
    return {
      id,
      userId,
      kind: holding.kind,
      holding,
      generation,
      proofs,
      assurance,
      amr: amrOf(proofs, assurance),
      authenticatedAt: provenAt(proofs, assurance),
      accessUntil: earlier(after(this.state.rotatedAt, policy.accessTokenLife), expiresAt),
      device,
      deviceId,
      openedAt,
      lastSeenAt,
      expiresAt,
      endsAt,
    };
  }

  /**
   * A refresh asks for a second factor exactly where a login on the same device would: neither while one was proven
   * recently enough, nor while the device is trusted. Trust spares the question and is worth nothing else.
   */
  private isSpared(user: User, now: Date, policy: AuthPolicy): boolean {
    const { trustedUntil } = this.state;
    if (this.assurance(user, now, policy) === 'aal2') return true;
    return trustedUntil !== undefined && trustedUntil > now && mayTrust(user, policy);
  }

  private assurance(user: User, now: Date, policy: AuthPolicy): Assurance {
    return assuranceOf(this.proofs, policyOf(user, policy).mfaAge, now);
  }
}
