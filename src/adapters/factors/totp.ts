import { randomBytes } from 'node:crypto';
import { createGuardrails, ScureBase32Plugin, verifySync } from 'otplib';
import type { Enrolment, Mark, Material, Reveal, Sealed } from '../../domain/mfa/factors.js';
import type { Question, SecondFactor } from '../../domain/ports/second-factor.js';
import { Secret } from '../../domain/secret.js';
import type { EmailAddress } from '../../domain/user/email-address.js';
import { demandIssuer, otpauthUri } from './otpauth-uri.js';

/** Keeps seeds unreadable at rest: what was sealed for one seat opens nowhere else. */
export interface SeedSeal {
  seal(seed: Secret, seat: Seat): string;
  open(
    sealed: string,
    seat: Seat,
  ): { readonly kind: 'opened'; readonly text: Secret } | { readonly kind: 'tampered' | 'unknown-key' };
}

export interface Seat {
  readonly purpose: string;
  readonly owner: string;
}

type Parameters = Pick<Material<'totp'>, 'algorithm' | 'digits' | 'period'>;

const seedBytes = 20; // 160 bits (RFC 4226 §4, R6)
const offered: Parameters = { algorithm: 'sha1', digits: 6, period: 30 }; // what every authenticator app speaks
/** Before the first step there is. */
export const neverUsed = -1;
/** 80 bits: what some services made, and what is taken over from them. Ours have twice as many. */
export const fewestSeedBytes = 10;
const guardrails = createGuardrails({ MIN_SECRET_BYTES: fewestSeedBytes, MAX_PERIOD: 300 });
const base32 = new ScureBase32Plugin();

/** Time-based one-time passwords (RFC 6238), judged by otplib. */
export class Totp implements SecondFactor<'totp'> {
  readonly kind = 'totp';
  private readonly issuer: string;

  /** Throws where `issuer` could not stand in an otpauth label. */
  constructor(
    private readonly seal: SeedSeal,
    issuer: string,
  ) {
    this.issuer = demandIssuer(issuer);
  }

  async enrol(owner: EmailAddress): Promise<{ readonly made: Material<'totp'>; readonly reveal: Reveal<'totp'> }> {
    const secret = new Secret(base32.encode(randomBytes(seedBytes), { padding: false }));
    const uri = otpauthUri({ issuer: this.issuer, account: owner }, secret.reveal(), offered);
    const seed = this.seal.seal(secret, seatOf(offered)) as Sealed;
    return {
      made: { kind: 'totp', seed, ...offered, lastStep: neverUsed },
      reveal: { kind: 'totp', uri: new Secret(uri), secret },
    };
  }

  /**
   * Accepts the step of `now` and the one before it, never the next (RFC 6238 §5.2: one step for the way; ASVS 6.5.5).
   * A spent step leaves its mark as well: whoever spends it says that it was.
   */
  async verify({ enrolments, answer, now }: Question<'totp'>): Promise<Mark<'totp'> | undefined> {
    const proven = enrolments.flatMap((enrolment) => {
      const step = this.provenStep(enrolment, answer.code, now);
      return step === undefined ? [] : [{ enrolment, step }];
    });
    // Two authenticators can show the same digits: the one that was not used yet is meant.
    const meant = proven.find(({ enrolment, step }) => step > enrolment.lastStep) ?? proven[0];
    return meant && { kind: 'totp', enrolmentId: meant.enrolment.id, step: meant.step };
  }

  private provenStep(enrolment: Enrolment<'totp'>, code: string, now: Date): number | undefined {
    const { algorithm, digits, period } = enrolment;
    // otplib throws at what is no code of this length.
    if (code.length !== digits || !/^[0-9]+$/.test(code)) return undefined;
    const judged = verifySync({
      secret: this.seedOf(enrolment).reveal(),
      token: code,
      algorithm,
      digits: digits as 6 | 7 | 8,
      period,
      epoch: Math.floor(now.getTime() / 1000),
      epochTolerance: [period, 0],
      guardrails,
    });
    return judged.valid && 'timeStep' in judged ? judged.timeStep : undefined;
  }

  /** A seed that does not open is a broken row or a missing key: nobody's wrong answer, and not to be counted as one. */
  private seedOf(enrolment: Enrolment<'totp'>): Secret {
    const opened = this.seal.open(enrolment.seed, seatOf(enrolment));
    if (opened.kind !== 'opened')
      throw new Error(`The seed of enrolment ${enrolment.id} does not open: ${opened.kind}`);
    return opened.text;
  }
}

/**
 * A seed is sealed together with how it is used, so that nobody who writes rows can weaken that. It is not bound to its
 * owner: an address can change, an enrolment gets its id later, and whoever writes rows needs no seed to drop a factor.
 */
export const seatOf = ({ algorithm, digits, period }: Parameters): Seat => ({
  purpose: 'totp-seed',
  owner: `${algorithm}/${digits}/${period}`,
});
