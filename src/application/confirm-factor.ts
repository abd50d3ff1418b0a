import type { Client } from '../domain/client.js';
import type { EnrolmentId } from '../domain/ids.js';
import { factorLabel } from '../domain/label.js';
import { parseAnswer } from '../domain/mfa/answer.js';
import type { Mark, Material } from '../domain/mfa/factors.js';
import { policyOf } from '../domain/policies/duties.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import { Busy } from '../domain/ports/password-hasher.js';
import type { SecondFactors } from '../domain/ports/second-factor.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Authentication } from '../domain/session/authentication.js';
import type { Secret } from '../domain/secret.js';
import { PoolKey } from '../domain/throttle/failure-pool.js';
import type { User } from '../domain/user/user.js';
import type { ConfirmStep } from '../domain/user/steps.js';
import { factorView, type FactorView } from '../domain/user/user-view.js';
import type { ChallengeDesk } from './challenge-desk.js';
import type { DeviceDesk } from './device-desk.js';
import { enroller, type By, type Enroller } from './enroller.js';
import { judge } from './judge.js';
import { lane } from './lane.js';
import { Limits } from './limits.js';
import { nextCodeAt } from './next-code.js';
import type { Opened, SessionDesk, SignedIn } from './session-desk.js';

export interface ConfirmFactorInput {
  readonly by: By;
  readonly code: string;
  readonly label: string | undefined;
  readonly client: Client;
}

export type ConfirmFactorOutcome =
  | {
      readonly status: 'confirmed';
      readonly factor: FactorView;
      /** With the first authenticator, where the policy allows them; shown here and never again. */
      readonly backupCodes: readonly Secret[] | undefined;
      readonly signedIn: SignedIn;
    }
  | { readonly status: 'refused'; readonly attemptsLeft: number; readonly nextCodeAt: Date | undefined }
  | { readonly status: 'not-found' | 'ended' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

interface Sheet {
  readonly made: Material<'backup-code'>;
  readonly codes: readonly Secret[];
}
interface Proof {
  /** The code was put to its verifier, whatever came of it. */
  readonly judged: boolean;
  readonly mark: Mark<'totp'> | undefined;
  readonly sheet: Sheet | undefined;
}
const unjudged: Proof = { judged: false, mark: undefined, sheet: undefined };
type Decided =
  | Exclude<ConfirmFactorOutcome, { status: 'confirmed' }>
  | {
      readonly status: 'opened';
      readonly factor: FactorView;
      readonly codes: readonly Secret[] | undefined;
      readonly opened: Opened;
    };

/** The new authenticator proves that it works; from here on it counts, and the session has proven it. */
export class ConfirmFactor {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly factors: SecondFactors;
      readonly sessions: SessionDesk;
      readonly challenges: ChallengeDesk;
      readonly devices: DeviceDesk;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ by, code, label, client }: ConfirmFactorInput): Promise<ConfirmFactorOutcome> {
    const { work, sessions, challenges, clock } = this.its;
    const decided = await work.run(client, {
      gather: async (tx) => {
        const now = clock.now();
        const limits = new Limits(this.its, tx, now);
        const asked = [limits.ofClient('look', 'verify-client', client), enroller(tx, by, challenges, now)] as const;
        const [crowd, who] = await Promise.all(asked);
        return crowd ? undefined : who && { id: who.id, user: who.user };
      },
      prove: (who) => (who ? this.prove(who, code, client) : Promise.resolve(unjudged)),
      decide: (tx, proof) => this.decide(tx, by, factorLabel(label), code, proof, client),
    });
    if (decided.status !== 'opened') return decided;
    const { factor, codes: backupCodes, opened } = decided;
    return { status: 'confirmed', factor, backupCodes, signedIn: await sessions.deliver(opened, clock.now()) };
  }

  private async prove(
    { id, user }: { readonly id: Enroller['id']; readonly user: User },
    code: string,
    client: Client,
  ): Promise<Proof | Busy> {
    const { factors, clock, policy } = this.its;
    const now = clock.now();
    const pending = user.pendingOf(id, now)?.enrolment;
    const answer = parseAnswer('totp', code);
    if (!pending || !answer) return unjudged;
    const place = lane(client, 'factor');
    const mark = await judge(factors, 'totp', answer, [pending], place, now);
    if (mark instanceof Busy) return mark;
    const allowed = policyOf(user, policy).factors.includes('backup-code');
    const owned = user.enrolments('backup-code').length > 0;
    if (!mark || !allowed || owned) return { judged: true, mark, sheet: undefined };
    const sheet = await factors['backup-code'].enrol(user.snapshot().email, place);
    return sheet instanceof Busy
      ? sheet
      : { judged: true, mark, sheet: { made: sheet.made, codes: sheet.reveal.codes } };
  }

  private async decide(
    tx: Transaction,
    by: By,
    label: string,
    code: string,
    proof: Proof | Busy,
    client: Client,
  ): Promise<Decided> {
    const { challenges, clock, policy } = this.its;
    const now = clock.now();
    const limits = new Limits(this.its, tx, now);
    const asked = [limits.ofClient('look', 'verify-client', client), enroller(tx, by, challenges, now)] as const;
    const [crowd, who] = await Promise.all(asked);
    if (!who) return { status: 'ended' };
    const { user } = who;
    const pending = user.pendingOf(who.id, now);
    if (!pending) return { status: 'not-found' };
    if (crowd) return { status: 'too-many-attempts', retryAt: crowd.retryAt };
    if (proof instanceof Busy) return { status: 'too-many-attempts', retryAt: proof.retryAt };
    const next = nextCodeAt('totp', [pending.enrolment.period], now);
    // Not a code at all: nothing was tried.
    if (!parseAnswer('totp', code)) return { status: 'refused', attemptsLeft: pending.attemptsLeft, nextCodeAt: next };

    const pool = await tx.pools.of(PoolKey.factor('totp', user.id), now);
    if (!proof.judged) return { status: 'too-many-attempts', ...(pool.barred(now, policy) ?? { retryAt: now }) };
    const confirmation = { by: who.id, label, mark: proof.mark, held: who.proofs };
    const step = user.confirmEnrolment(confirmation, pool, now, policy);
    // prettier-ignore
    switch (step.kind) {
      case 'not-found': return { status: 'not-found' };
      case 'barred':    return { status: 'too-many-attempts', retryAt: step.retryAt };
      case 'refused':   break;
      case 'confirmed': return this.confirmed(tx, who, step, proof.sheet, client, now);
      default:          return step satisfies never;
    }
    // Beside a live factor it counts in that one's pool.
    if (who.kind === 'session' && user.factors().length > 0) who.session.misanswer(now, policy);
    await limits.ofClient('take', 'verify-client', client);
    return { status: 'refused', attemptsLeft: step.attemptsLeft, nextCodeAt: next };
  }

  private async confirmed(
    tx: Transaction,
    who: Enroller,
    step: Extract<ConfirmStep, { kind: 'confirmed' }>,
    sheet: Sheet | undefined,
    client: Client,
    now: Date,
  ): Promise<Decided> {
    if (sheet) who.user.issueBackupCodes(this.its.entropy.id<EnrolmentId>(), sheet.made, now);
    const opened = await this.open(tx, who, step.authentication, client, now);
    return { status: 'opened', factor: factorView(step.enrolment), codes: sheet?.codes, opened };
  }

  private async open(tx: Transaction, who: Enroller, by: Authentication, client: Client, now: Date): Promise<Opened> {
    const { sessions, devices } = this.its;
    const { user } = who;
    if (who.kind === 'session') return sessions.supersede(tx, who.session, user, by, client, now);
    who.challenge.enrolled(user, by, now);
    if (who.raised) return sessions.supersede(tx, who.raised, user, by, client, now);
    const { credential, passwordPool, replaces, known } = who.challenge.snapshot();
    if (passwordPool) (await tx.pools.of(passwordPool, now)).succeed(now);
    if (replaces) (await tx.sessions.byId(replaces))?.revoke('replaced', now);
    const place = await devices.leave(tx, user, known, false, client, now);
    return sessions.open(tx, user, by, credential, client, now, place);
  }
}
