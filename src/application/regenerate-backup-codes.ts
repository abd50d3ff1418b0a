import type { Client } from '../domain/client.js';
import type { EnrolmentId } from '../domain/ids.js';
import { policyOf } from '../domain/policies/duties.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import { Busy } from '../domain/ports/password-hasher.js';
import type { SecondFactors } from '../domain/ports/second-factor.js';
import { Unavailable, type Transaction, type UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { User } from '../domain/user/user.js';
import { stale, type StaleProof } from './freshness.js';
import { lane } from './lane.js';
import { standing, type Viewer } from './viewer.js';

export interface RegenerateBackupCodesInput {
  readonly viewer: Viewer;
  readonly client: Client;
}

/** `forbidden`: the policy lets nobody like them use backup codes. */
export type RegenerateBackupCodesOutcome =
  | { readonly status: 'issued'; readonly codes: readonly Secret[] }
  | StaleProof
  | { readonly status: 'no-factor' | 'forbidden' | 'ended' };

/** A new sheet of backup codes; the former one is worth nothing from here on. */
export class RegenerateBackupCodes {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly factors: SecondFactors;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  execute({ viewer, client }: RegenerateBackupCodesInput): Promise<RegenerateBackupCodesOutcome> {
    const { work, factors, entropy, clock } = this.its;
    return work.run(client, {
      gather: async (tx) => {
        const may = await this.mayIssue(tx, viewer, clock.now());
        return may.status === 'may' ? may.user.snapshot().email : undefined;
      },
      prove: async (owner) => {
        const sheet = owner && (await factors['backup-code'].enrol(owner, lane(client, 'factor')));
        if (sheet instanceof Busy) throw new Unavailable('no place for hashing');
        return sheet;
      },
      decide: async (tx, sheet): Promise<RegenerateBackupCodesOutcome> => {
        const now = clock.now();
        const may = await this.mayIssue(tx, viewer, now);
        if (may.status !== 'may') return may;
        if (!sheet) return { status: 'ended' };
        may.user.issueBackupCodes(entropy.id<EnrolmentId>(), sheet.made, now);
        return { status: 'issued', codes: sheet.reveal.codes };
      },
    });
  }

  private async mayIssue(
    tx: Transaction,
    viewer: Viewer,
    now: Date,
  ): Promise<
    | { readonly status: 'may'; readonly user: User }
    | StaleProof
    | { readonly status: 'no-factor' | 'forbidden' | 'ended' }
  > {
    const { policy } = this.its;
    const live = await standing(tx, viewer, now);
    if (!live) return { status: 'ended' };
    const { session, user } = live;
    if (user.factors().length === 0) return { status: 'no-factor' };
    if (!policyOf(user, policy).factors.includes('backup-code')) return { status: 'forbidden' };
    return stale(session, user, now, policy) ?? { status: 'may', user };
  }
}
