import { Failures, type Wait } from './failures.js';
import type { Numbers } from './numbers.js';
import {
  stranger,
  type Challenge,
  type Credential,
  type Device,
  type DeviceToken,
  type Holding,
  type Kind,
  type Link,
  type Person,
  type Proof,
  type Session,
} from './state.js';

/** What should have been answered: a type, and fields of it. */
export interface Answer {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Everything that is true, by the specification alone. Rules that several commands share. */
export class Model {
  readonly people: Person[];
  readonly sessions: Session[] = [];
  readonly devices: Device[] = [];
  readonly challenges: Challenge[] = [];
  readonly links: Link[] = [];
  readonly holdings: Holding[] = [];
  readonly deviceTokens: DeviceToken[] = [];
  readonly failures: Failures;
  /** Facts that the command should leave behind. */
  readonly expected: object[] = [];

  constructor(
    readonly numbers: Numbers,
    private readonly clock: () => number,
    addresses: readonly string[],
  ) {
    this.people = addresses.map(stranger);
    this.failures = new Failures(numbers, (type, about, details) => this.note(type, about, details));
  }

  get now(): number {
    return this.clock();
  }

  note(type: string, about: Person | undefined, details: object = {}): void {
    this.expected.push({ type, ...(about && { user: about.email }), ...details });
  }

  tooMany({ retryAt }: Wait): Answer {
    return { type: 'TooManyAttempts', retryAt };
  }

  isOpen({ revokedAt, idleUntil, endsAt }: Session): boolean {
    return revokedAt === undefined && idleUntil > this.now && endsAt > this.now;
  }

  isLive(session: Session): boolean {
    return this.isOpen(session) && session.epoch === session.owner.epoch;
  }

  /** Whose request it is. Being seen moves the idle end, in steps. */
  viewer(holding: Holding | undefined): Session | undefined {
    if (!holding || holding.expiresAt <= this.now || !this.isLive(holding.session)) return undefined;
    const { session } = holding;
    if (session.lastSeenAt <= this.now - this.numbers.seenStep) this.seen(session);
    return session;
  }

  seen(session: Session): void {
    session.lastSeenAt = this.now;
    session.idleUntil = this.now + this.numbers.sessionIdle;
  }

  offer({ authenticators, sheet }: Person): readonly Kind[] {
    if (authenticators.length === 0) return [];
    return sheet && sheet.length > 0 ? ['TOTP', 'BACKUP_CODE'] : ['TOTP'];
  }

  isExposed({ exposed, password }: Person): boolean {
    return exposed === password;
  }

  second({ proofs }: Session): Proof | undefined {
    return latest(proofs.filter(({ factor }) => factor !== 'PASSWORD'));
  }

  isStrong(session: Session): boolean {
    const second = this.second(session);
    return second !== undefined && second.at >= this.now - this.numbers.mfaAge;
  }

  /** What changes how somebody signs in wants a proof that is fresh: a second factor where there is one. */
  stale(session: Session): Answer | undefined {
    const due = this.offer(session.owner).length > 0;
    const proof = due ? this.second(session) : latest(session.proofs.filter(({ factor }) => factor === 'PASSWORD'));
    const { freshness } = this.numbers;
    if (proof && proof.at >= this.now - freshness) return undefined;
    return { type: 'StepUpRequired', requiredAssurance: due ? 'AAL2' : 'AAL1', maxAge: freshness / 1000 };
  }

  isKnown(device: Device): boolean {
    const { forgotten, era, owner, lastUsedAt } = device;
    return !forgotten && era === owner.era && lastUsedAt > this.now - this.numbers.deviceMemory;
  }

  trustedUntil(device: Device): number | undefined {
    const { trust, owner } = device;
    return trust && trust.epoch === owner.epoch && trust.until > this.now && this.isKnown(device)
      ? trust.until
      : undefined;
  }

  standing({ device, generation }: DeviceToken, owner: Person): 'held' | 'reused' | undefined {
    if (device.owner !== owner || !this.isKnown(device)) return undefined;
    const repeats = generation === device.generation - 1 && device.rotatedAt >= this.now - this.numbers.refreshGrace;
    return generation === device.generation || repeats ? 'held' : 'reused';
  }

  /** A sign-in is complete on this device, or on one that nobody knew. */
  leave(owner: Person, known: DeviceToken | undefined, trust: boolean): Device {
    const device = known && this.isKnown(known.device) ? known.device : this.meet(owner);
    if (device === known?.device && known.generation === device.generation) {
      Object.assign(device, { generation: device.generation + 1, rotatedAt: this.now, lastUsedAt: this.now });
    }
    if (trust) this.trust(device);
    return device;
  }

  trust(device: Device): void {
    if (!this.isKnown(device)) return;
    device.trust = { epoch: device.owner.epoch, until: this.now + this.numbers.trustLife };
    this.note('device.trusted', device.owner);
  }

  forget(device: Device, why: 'by-owner' | 'failures' | 'reused' | 'crowded-out'): void {
    device.forgotten = true;
    if (why === 'reused') this.note('device.reused', device.owner);
    else this.note('device.revoked', device.owner, { why });
    for (const session of this.sessions) {
      if (session.device !== device || !this.isOpen(session) || session.trustedUntil === undefined) continue;
      if (this.second(session)) session.trustedUntil = undefined;
      else this.revoke(session, 'trust-ended');
    }
  }

  revoke(session: Session, why: string): void {
    if (session.revokedAt !== undefined || session.swept) return;
    session.revokedAt = this.now;
    this.note('session.revoked', session.owner, { why });
  }

  open(
    owner: Person,
    credential: Credential,
    proofs: readonly Proof[],
    place: Pick<Session, 'device'> & Partial<Session>,
  ) {
    const { sessionIdle, sessionLife } = this.numbers;
    const session: Session = {
      id: '',
      owner,
      epoch: owner.epoch,
      credential,
      proofs,
      trustedUntil: this.trustedUntil(place.device),
      refreshTokens: [],
      openedAt: this.now,
      rotatedAt: this.now,
      lastSeenAt: this.now,
      idleUntil: this.now + sessionIdle,
      endsAt: this.now + sessionLife,
      misanswered: 0,
      revokedAt: undefined,
      swept: false,
      ...place,
    };
    this.sessions.push(session);
    this.note('session.opened', owner, { assurance: this.isStrong(session) ? 'aal2' : 'aal1' });
    return session;
  }

  /** The same session as another: its end does not move, and trust lasts no longer than the epoch. */
  supersede(old: Session, proofs: readonly Proof[]): Session {
    const { owner, credential, device, endsAt, epoch } = old;
    this.revoke(old, 'superseded');
    const trustedUntil = epoch === owner.epoch ? old.trustedUntil : undefined;
    return this.open(owner, credential, proofs, { device, endsAt, trustedUntil });
  }

  /** A second factor was wrong that was asked for from within a session. */
  misanswer(session: Session): void {
    session.misanswered += 1;
    if (session.misanswered >= this.numbers.sessionFailures) this.revoke(session, 'guessed');
  }

  /** Trust that is asked for in a session is that of its device. */
  trustAgain(session: Session): void {
    this.trust(session.device);
    session.trustedUntil = this.trustedUntil(session.device) ?? session.trustedUntil;
  }

  /** What a known device brings is counted by itself, whatever else by the address. */
  poolOf(owner: Person, device: Device | undefined): string {
    return device && this.isKnown(device) ? `device:${this.devices.indexOf(device)}` : `password:${owner.email}`;
  }

  factorPool(owner: Person, kind: Kind): string {
    return `${kind === 'TOTP' ? 'totp' : 'backup-code'}:${owner.email}`;
  }

  private meet(owner: Person): Device {
    const { now } = this;
    const { era, hasSignedIn } = owner;
    const at = { rotatedAt: now, lastUsedAt: now };
    const device: Device = { id: '', owner, era, generation: 0, ...at, trust: undefined, forgotten: false };
    this.devices.push(device);
    this.note('device.known', owner, { first: !hasSignedIn });
    owner.hasSignedIn = true;
    return device;
  }
}

export const latest = (proofs: readonly Proof[]): Proof | undefined =>
  proofs.reduce<Proof | undefined>((best, proof) => (best && best.at >= proof.at ? best : proof), undefined);

/** The newest of each kind. */
export const joined = (former: readonly Proof[], proof: Proof): readonly Proof[] => [
  ...former.filter(({ factor }) => factor !== proof.factor),
  proof,
];
