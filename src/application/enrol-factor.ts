import type { Client } from '../domain/client.js';
import { after } from '../domain/duration.js';
import type { EnrolmentId } from '../domain/ids.js';
import type { AuthenticatorKind, Material, Reveal } from '../domain/mfa/factors.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import { Busy } from '../domain/ports/password-hasher.js';
import type { SecondFactors } from '../domain/ports/second-factor.js';
import { Unavailable, type Transaction, type UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { ChallengeDesk } from './challenge-desk.js';
import { enroller, type By } from './enroller.js';
import { stale, type StaleProof } from './freshness.js';
import { lane } from './lane.js';

export interface EnrolFactorInput {
  readonly by: By;
  readonly kind: AuthenticatorKind;
  readonly client: Client;
}

export type EnrolFactorOutcome =
  | { readonly status: 'begun'; readonly reveal: Reveal<AuthenticatorKind>; readonly expiresAt: Date }
  | StaleProof
  | { readonly status: 'too-many' | 'forbidden' | 'ended' };

/** Begins an enrolment: what is shown here is never shown again, and counts for nothing until it is confirmed. */
export class EnrolFactor {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly factors: SecondFactors;
      readonly challenges: ChallengeDesk;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ by, kind, client }: EnrolFactorInput): Promise<EnrolFactorOutcome> {
    const { work, factors, challenges, clock } = this.its;
    let reveal: Reveal<AuthenticatorKind> | undefined;
    const decided = await work.run(client, {
      gather: async (tx) => (await enroller(tx, by, challenges, clock.now()))?.user.snapshot().email,
      prove: async (owner) => {
        const made = owner && (await factors[kind].enrol(owner, lane(client, 'factor')));
        if (made instanceof Busy) throw new Unavailable('no place for hashing');
        reveal = made?.reveal;
        return made?.made;
      },
      decide: (tx, made) => this.decide(tx, by, made),
    });
    if (decided.status !== 'begun') return decided;
    if (!reveal) throw new Error('An enrolment was begun with nothing to show');
    return { ...decided, reveal };
  }

  private async decide(
    tx: Transaction,
    by: By,
    made: Material<AuthenticatorKind> | undefined,
  ): Promise<
    | { readonly status: 'begun'; readonly expiresAt: Date }
    | StaleProof
    | { readonly status: 'too-many' | 'forbidden' | 'ended' }
  > {
    const { challenges, entropy, clock, policy } = this.its;
    const now = clock.now();
    const who = await enroller(tx, by, challenges, now);
    if (!who || !made) return { status: 'ended' };
    const late = who.kind === 'session' && stale(who.session, who.user, now, policy);
    if (late) return late;
    const begun = who.user.beginEnrolment(entropy.id<EnrolmentId>(), made, who.id, now, policy);
    if (begun === 'begun') return { status: 'begun', expiresAt: after(now, policy.enrolmentLife) };
    return { status: begun };
  }
}
