import type { Client } from '../domain/client.js';
import { couldBeOf, parseAnswer } from '../domain/mfa/answer.js';
import type { Answer, FactorKind, Mark } from '../domain/mfa/factors.js';
import type { MfaChallenge } from '../domain/mfa/mfa-challenge.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import { Busy } from '../domain/ports/password-hasher.js';
import type { SecondFactors } from '../domain/ports/second-factor.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { AuthSession } from '../domain/session/auth-session.js';
import type { Authentication } from '../domain/session/authentication.js';
import type { PresentedChallenge } from '../domain/session/credentials.js';
import { PoolKey } from '../domain/throttle/failure-pool.js';
import type { User } from '../domain/user/user.js';
import type { ChallengeDesk } from './challenge-desk.js';
import type { DeviceDesk } from './device-desk.js';
import { judge } from './judge.js';
import { lane } from './lane.js';
import { Limits } from './limits.js';
import { nextCodeAt } from './next-code.js';
import type { Opened, SessionDesk, SignedIn } from './session-desk.js';

export interface VerifyMfaInput {
  /** Undefined where the client presents none that could be read. */
  readonly challenge: PresentedChallenge | undefined;
  /** Undefined for a kind that has no verifier: no answer of it is ever right. */
  readonly kind: FactorKind | undefined;
  readonly code: string;
  /** Let this device skip the second factor for a while, where the policy allows it. */
  readonly trustDevice: boolean;
  readonly client: Client;
}

export type VerifyMfaOutcome =
  | { readonly status: 'signed-in'; readonly signedIn: SignedIn }
  | { readonly status: 'refused'; readonly attemptsLeft: number; readonly nextCodeAt: Date | undefined }
  | { readonly status: 'closed' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

type Decided =
  Exclude<VerifyMfaOutcome, { status: 'signed-in' }> | { readonly status: 'opened'; readonly opened: Opened };
/** `judged` where the answer was put to its verifier, whatever came of it. */
type Proof = { readonly judged: boolean; readonly mark?: Mark } | Busy;

interface Found {
  readonly challenge: MfaChallenge;
  readonly user: User;
  /** The session that a pass raises; a challenge without one opens a new session. */
  readonly raised: AuthSession | undefined;
}

/** Second factor: the answer to a challenge, whether it came from a login, a refresh or a step-up. */
export class VerifyMfa {
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

  async execute({ challenge, kind, code, trustDevice, client }: VerifyMfaInput): Promise<VerifyMfaOutcome> {
    const { work, clock } = this.its;
    if (!challenge) return { status: 'closed' };
    const answer = kind && parseAnswer(kind, code);
    const decided = await work.run(client, {
      gather: async (tx) => {
        const now = clock.now();
        const limits = new Limits(this.its, tx, now);
        const asked = [limits.ofClient('look', 'verify-client', client), this.find(tx, challenge, now)] as const;
        const [crowd, found] = await Promise.all(asked);
        const open = !crowd && found && answer ? await this.isJudged(tx, found, answer) : false;
        return open ? found?.user : undefined;
      },
      prove: (user) => this.prove(user, answer, client),
      decide: (tx, proof) => this.decide(tx, challenge, { answer, trust: trustDevice }, proof, client),
    });
    if (decided.status !== 'opened') return decided;
    return { status: 'signed-in', signedIn: await this.its.sessions.deliver(decided.opened, clock.now()) };
  }

  /** The challenge as long as it can be answered at all. */
  private async find(tx: Transaction, presented: PresentedChallenge, now: Date): Promise<Found | undefined> {
    const found = await this.its.challenges.find(tx, presented);
    if (!found || found.challenge.snapshot().purpose === 'enrolment') return undefined;
    const { raises } = found.challenge.snapshot();
    const raised = raises && (await tx.sessions.byId(raises));
    // A step-up raises a session that is live still: one that was ended meanwhile must not come back as another.
    if (raises && !raised?.isLive(found.user, now)) return undefined;
    return found.challenge.isOpen(found.user, now) ? { ...found, raised } : undefined;
  }

  /** Slow work only for what will be judged: a barred attempt costs the attacker a try and us nothing. */
  private async isJudged(tx: Transaction, { challenge, user }: Found, answer: Answer): Promise<boolean> {
    const { clock, policy } = this.its;
    const { kind } = answer;
    const pool = await tx.pools.of(PoolKey.factor(kind, user.id), clock.now());
    const fits = challenge.snapshot().offer.includes(kind) && couldBeOf(answer, user.enrolments('backup-code'));
    return fits && !pool.barred(clock.now(), policy);
  }

  private async prove(user: User | undefined, answer: Answer | undefined, client: Client): Promise<Proof> {
    if (!user || !answer) return { judged: false };
    const { factors, clock } = this.its;
    const enrolments = user.enrolments(answer.kind);
    const mark = await judge(factors, answer.kind, answer, enrolments, lane(client, 'factor'), clock.now());
    if (mark instanceof Busy) return mark;
    return mark ? { judged: true, mark } : { judged: true };
  }

  private async decide(
    tx: Transaction,
    presented: PresentedChallenge,
    { answer, trust }: { readonly answer: Answer | undefined; readonly trust: boolean },
    proof: Proof,
    client: Client,
  ): Promise<Decided> {
    const { clock, policy } = this.its;
    const now = clock.now();
    const limits = new Limits(this.its, tx, now);
    const asked = [limits.ofClient('look', 'verify-client', client), this.find(tx, presented, now)] as const;
    const [crowd, found] = await Promise.all(asked);
    if (!found) return { status: 'closed' };
    if (crowd) return { status: 'too-many-attempts', retryAt: crowd.retryAt };
    if (proof instanceof Busy) return { status: 'too-many-attempts', retryAt: proof.retryAt };
    const { challenge, user } = found;
    const periods = user.enrolments('totp').map((enrolment) => enrolment.period);
    const refused = (attemptsLeft: number): Decided => ({
      status: 'refused',
      attemptsLeft,
      nextCodeAt: nextCodeAt(answer?.kind, periods, now),
    });
    // Not an answer at all: nothing was guessed, so nothing is counted.
    if (!answer || !couldBeOf(answer, user.enrolments('backup-code')))
      return refused(challenge.snapshot().attemptsLeft);

    const pool = await tx.pools.of(PoolKey.factor(answer.kind, user.id), now);
    if (!proof.judged) {
      const barred = pool.barred(now, policy);
      if (barred) return { status: 'too-many-attempts', ...barred };
      if (challenge.snapshot().offer.includes(answer.kind)) return { status: 'too-many-attempts', retryAt: now };
    }
    const step = challenge.answer(user, pool, answer.kind, proof.mark, now, policy);
    // prettier-ignore
    switch (step.kind) {
      case 'closed':  return { status: 'closed' };
      case 'barred':  return { status: 'too-many-attempts', retryAt: step.retryAt };
      case 'refused': break;
      case 'passed':  return { status: 'opened', opened: await this.open(tx, found, step.authentication, trust, client, now) };
      default:        return step satisfies never;
    }
    found.raised?.misanswer(now, policy);
    // Of a client only what was wrong: whoever answers for an office is no attacker.
    await limits.ofClient('take', 'verify-client', client);
    return refused(step.attemptsLeft);
  }

  private async open(
    tx: Transaction,
    { challenge, user, raised }: Found,
    by: Authentication,
    trust: boolean,
    client: Client,
    now: Date,
  ): Promise<Opened> {
    const { sessions, devices } = this.its;
    const { credential, passwordPool, replaces, known } = challenge.snapshot();
    if (raised && trust) await this.trust(tx, raised, user, now);
    if (raised) return sessions.supersede(tx, raised, user, by, client, now);
    if (passwordPool) (await tx.pools.of(passwordPool, now)).succeed(now);
    if (replaces) (await tx.sessions.byId(replaces))?.revoke('replaced', now);
    const place = await devices.leave(tx, user, known, trust, client, now);
    return sessions.open(tx, user, by, credential, client, now, place);
  }

  /** The device that the session was opened on: a refresh or a step-up makes none. */
  private async trust(tx: Transaction, session: AuthSession, user: User, now: Date): Promise<void> {
    const { policy } = this.its;
    const { deviceId } = session.snapshot();
    const device = deviceId && (await tx.devices.byId(deviceId));
    device?.trust(user, now, policy);
    const until = device?.trustedUntil(user, now, policy);
    if (until) session.trusts(until);
  }
}
