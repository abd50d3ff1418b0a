import type { Replaced, SealableFact } from '../domain/audit/sealable-fact.js';
import { Actor } from '../domain/actor.js';
import type { Client } from '../domain/client.js';
import type { UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { AuditDigests } from '../domain/ports/audit-digests.js';
import type { AuditKeeper } from '../domain/ports/audit-keeper.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';

export interface PseudonymiseUserInput {
  readonly authority: Authority;
  /** Somebody who is gone: what is recorded of them afterwards stays theirs. */
  readonly user: UserId;
  readonly client: Client;
}

/** `pseudonym`: what their facts are under from now on; nothing else connects the two. */
export type PseudonymiseUserOutcome =
  { readonly status: 'pseudonymised'; readonly pseudonym: UserId; readonly facts: number } | Unauthorised;

const step = 500;

/**
 * Takes a person out of the audit log: a name nobody knows instead of their id, and no address and no device. The story
 * stays, and so does every seal over it.
 */
export class PseudonymiseUser {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly auditKeeper: AuditKeeper;
      readonly auditDigests: AuditDigests;
      readonly entropy: Pick<Entropy, 'id'>;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, user, client }: PseudonymiseUserInput): Promise<PseudonymiseUserOutcome> {
    const { work, auditKeeper, auditDigests, entropy, clock, policy } = this.its;
    const by = acting(authority, client);
    const refusal = await work.run(by, (tx) => unauthorised(tx, authority, ['admin'], clock.now(), policy));
    if (refusal) return refusal;
    const pseudonym = entropy.id<UserId>();
    let facts = 0;
    for (
      let found = await auditKeeper.about(user, step);
      found.length > 0;
      found = await auditKeeper.about(user, step)
    ) {
      for (const fact of found) {
        const replaced = replacedIn(fact, user, pseudonym);
        await auditKeeper.forget(fact.id, replaced, auditDigests.opening(fact, replaced));
        facts += 1;
      }
    }
    await work.run(by, async (tx) => tx.record({ type: 'user.pseudonymised', userId: pseudonym, facts }));
    return { status: 'pseudonymised', pseudonym, facts };
  }
}

/** Where and on what something was done tells of whoever did it: of the user, unless somebody acted on their account. */
function replacedIn(fact: SealableFact, user: UserId, pseudonym: UserId): Replaced {
  const acted = fact.actor === Actor.write({ kind: 'user', userId: user });
  return {
    ...(fact.user === user && { user: pseudonym }),
    ...(acted && { actor: pseudonym }),
    ...((acted || fact.actor === undefined) && { address: undefined, device: undefined }),
  };
}
