import { Aggregate } from '../aggregate.js';
import type { Digest, EnrolmentId, MachineTokenId, UserId } from '../ids.js';
import type { PendingEnrolment } from '../mfa/enrolment.js';
import { authenticatorsIn, ofKind } from '../mfa/enrolments.js';
import type { AuthenticatorKind, Enrolment, FactorKind, Mark, Material } from '../mfa/factors.js';
import type { Language } from '../notice/language.js';
import type { Rules } from '../policies/rules.js';
import type { AuthPolicy } from '../policy.js';
import type { EnrolmentRefusal, FactorRefusal } from '../refusals.js';
import { attest, attestPart, type Authentication } from '../session/authentication.js';
import type { FreshFactor } from '../session/fresh-factor.js';
import type { Proofs } from '../session/proof.js';
import type { Device } from '../throttle/device.js';
import type { FailurePool } from '../throttle/failure-pool.js';
import { drop } from './drop-factors.js';
import { EmailAddress } from './email-address.js';
import * as enrolling from './enrolling.js';
import type { Wish } from './machine-tokens.js';
import * as machines from './machines.js';
import type { PasswordCheck, PasswordHash } from './password.js';
import * as recovering from './recovering.js';
import { spendMark } from './spend-mark.js';
import * as standing from './standing.js';
import { changed, changedRules, type Role, type RoleChange } from './roles.js';
import type { Confirmation, ConfirmStep, PasswordStep, PasswordWish, RemovalStep, SignInStep } from './steps.js';
import { newcomer, type UserState } from './user-state.js';

/** Who someone is and what proves it. */
export class User extends Aggregate<UserState> {
  static register(id: UserId, email: EmailAddress, passwordHash: PasswordHash, now: Date, language?: Language): User {
    return User.arrive({ ...newcomer(id, email, now, language), passwordHash }, 'registered');
  }

  /** Somebody new, whichever way they came. */
  static arrive(state: UserState, way: 'registered' | 'imported' | 'added'): User {
    const user = new User(state);
    user.record({ type: `user.${way}`, userId: state.id });
    return user;
  }

  static restore(state: UserState): User {
    return new User(state);
  }

  get id(): UserId {
    return this.state.id;
  }

  get epoch(): number {
    return this.state.epoch;
  }

  /** Devices that were met under another one are strangers. */
  get deviceEra(): number {
    return this.state.deviceEra;
  }

  get passwordHash(): PasswordHash | undefined {
    return this.state.passwordHash;
  }

  get isActive(): boolean {
    return this.state.status === 'active';
  }

  /** Confirmed ones of one kind. */
  enrolments<K extends FactorKind>(kind: K): readonly Enrolment<K>[] {
    return ofKind(this.state.enrolments, kind);
  }

  /** Authenticators; the sheet of backup codes is none. */
  factors(): readonly Enrolment<AuthenticatorKind>[] {
    return authenticatorsIn(this.state.enrolments);
  }

  /** Kinds that may answer a challenge now, most wanted first; empty where no second factor is due. */
  offer(policy: AuthPolicy): readonly FactorKind[] {
    return enrolling.offer(this.state, policy);
  }

  /** The policy demands a second factor and there is none. */
  owesEnrolment(policy: AuthPolicy, now: Date): boolean {
    return this.factors().length === 0 && enrolling.isDemanded(this.state, policy, now);
  }

  /**
   * First factor: a login, or a password proven again in a live session. The pool is that of the known device, or of the
   * typed address. What a trusted device spares is the question; it proves nothing.
   */
  signIn(check: PasswordCheck, pool: FailurePool, now: Date, policy: AuthPolicy, device?: Device): SignInStep {
    const refused = this.carryOut(recovering.admit(this.state, check, pool, now, policy));
    if (refused) return refused;
    const proofs: Proofs = [{ factor: 'password', at: now, enrolmentId: undefined }];
    const offer = device?.trustedUntil(this, now, policy) === undefined ? this.offer(policy) : [];
    if (offer.length > 0) return { kind: 'second-factor', by: attestPart(this.id, this.epoch, proofs), offer };
    if (this.owesEnrolment(policy, now)) return { kind: 'enrolment', by: attestPart(this.id, this.epoch, proofs) };
    pool.succeed(now);
    return { kind: 'authenticated', authentication: attest(this.id, this.epoch, proofs) };
  }

  /** Accepts a mark, once, ever. */
  spend(mark: Mark, now: Date): 'spent' | FactorRefusal {
    return this.carryOut(spendMark(this.state, mark, now));
  }

  beginEnrolment(
    id: EnrolmentId,
    made: Material<AuthenticatorKind>,
    by: PendingEnrolment['by'],
    now: Date,
    policy: AuthPolicy,
  ): 'begun' | EnrolmentRefusal {
    return this.carryOut(enrolling.begin(this.state, id, made, by, now, policy));
  }

  mayEnrol(policy: AuthPolicy): EnrolmentRefusal | undefined {
    return enrolling.refusal(this.state, policy);
  }

  /** What `by` began and may still confirm. */
  pendingOf(by: PendingEnrolment['by'], now: Date): PendingEnrolment | undefined {
    return enrolling.pendingOf(this.state, by, now);
  }

  /** The new authenticator proved itself, and counts from here on. */
  confirmEnrolment(confirmation: Confirmation, pool: FailurePool, now: Date, policy: AuthPolicy): ConfirmStep {
    const step = this.carryOut(enrolling.confirm(this.state, confirmation, pool, now, policy));
    if (step.kind !== 'confirmed') return step;
    return { ...step, authentication: attest(this.id, this.epoch, step.proofs) };
  }

  /** A new sheet of backup codes; the former one is worth nothing. */
  issueBackupCodes(id: EnrolmentId, made: Material<'backup-code'>, now: Date): void {
    this.carryOut(enrolling.issueSheet(this.state, id, made, now));
  }

  renameEnrolment(id: EnrolmentId, label: string) {
    return this.carryOut(enrolling.rename(this.state, id, label));
  }

  /** Removes one authenticator, and the sheet with the last of them. Answers what the session has still proven. */
  removeEnrolment(id: EnrolmentId, held: Proofs, now: Date, policy: AuthPolicy): RemovalStep {
    const removed = this.factors().find((factor) => factor.id === id);
    if (!removed) return { kind: 'not-enrolled' };
    const last = this.factors().length === 1;
    if (last && enrolling.isDemanded(this.state, policy, now)) return { kind: 'required' };
    return { kind: 'removed', authentication: this.dropFactors(last ? this.state.enrolments : [removed], held) };
  }

  /** Turns MFA off: every authenticator and the sheet go. */
  disableMfa(held: Proofs): Authentication {
    return this.dropFactors(this.state.enrolments, held);
  }

  /** See `machines.ts`. */
  grantMachineToken(wish: Wish, made: machines.Made, by: FreshFactor, now: Date, policy: AuthPolicy) {
    return this.carryOut(machines.grant(this.state, wish, made, by, now, policy));
  }

  useMachineToken(id: MachineTokenId, digest: Digest, now: Date, policy: AuthPolicy) {
    return this.carryOut(machines.use(this.state, id, digest, now, policy));
  }

  revokeMachineToken(id: MachineTokenId) {
    return this.carryOut(machines.revoke(this.state, id));
  }

  /** A user without a password, who never signs in: a name for programs to act in. */
  openServiceAccount(id: UserId, label: string, by: FreshFactor, now: Date, policy: AuthPolicy): User | 'too-many' {
    if (this.carryOut(machines.own(this.state, id, by, policy)) === 'too-many') return 'too-many';
    return new User({ ...newcomer(id, EmailAddress.none(id), now), service: { owner: this.id, label } });
  }

  /** It is disabled for good: nobody owns it any more. */
  closeServiceAccount(account: User): 'closed' | 'unknown' {
    const answer = this.carryOut(machines.disown(this.state, account.id));
    if (answer === 'closed') account.disable();
    return answer;
  }

  speak(language: Language): void {
    this.change({ language });
  }

  changeRules(rules: Rules | undefined): 'changed' | 'unchanged' {
    return this.carryOut(changedRules(this.state, rules));
  }

  changeRole(wanted: RoleChange): readonly Role[] {
    return this.carryOut(changed(this.state, wanted));
  }

  /** Somebody else has turned out to have it. Whoever is signed in stays so. */
  exposePassword(): void {
    this.carryOut(standing.exposePassword(this.state));
  }

  signOutEverywhere(): void {
    this.carryOut(standing.signOut(this.state));
  }

  /** On a device that nobody knew. */
  signedIn(): 'first' | 'again' {
    return this.carryOut(standing.signedIn(this.state));
  }

  disable(): void {
    this.carryOut(standing.disable(this.state));
  }

  enable(): void {
    this.carryOut(standing.enable(this.state));
  }

  erase(): void {
    this.carryOut(standing.erase(this.state));
  }

  renewStanding(now: Date): void {
    this.carryOut(standing.renew(this.state, now));
  }

  /** Somebody asked to register an address that is taken: the owner hears of it, the asker does not. */
  registeredAgain(): void {
    this.record({ type: 'registration.repeated', userId: this.id });
  }

  /** A new password, by somebody who knows the current one. `held`: what the session has proven. */
  changePassword(wish: PasswordWish, pool: FailurePool, held: Proofs, now: Date, policy: AuthPolicy): PasswordStep {
    const step = this.carryOut(recovering.changePassword(this.state, wish, pool, held, now, policy));
    return step.kind === 'changed' ? { ...step, authentication: attest(this.id, this.epoch, step.proofs) } : step;
  }

  get recovery(): recovering.Recovery {
    return new recovering.Recovery(this.state, (act) => this.carryOut(act));
  }

  private carryOut<T>({ answer, change, along = [], fact }: machines.Act<T>): T {
    if (change) this.change(change);
    for (const each of fact ? [...along, fact] : along) this.record(each);
    return answer;
  }

  private dropFactors(dropped: readonly Enrolment[], held: Proofs): Authentication {
    const proofs = this.carryOut(drop(this.state, dropped, held));
    return attest(this.id, this.epoch, proofs);
  }
}
