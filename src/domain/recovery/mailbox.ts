import { Aggregate } from '../aggregate.js';
import { before, days, type Duration } from '../duration.js';
import type { Digest, LinkId } from '../ids.js';
import type { AuthPolicy } from '../policy.js';
import type { Limit } from '../throttle/limit.js';
import type { LinkPurpose } from './mailed-link.js';

export interface MailboxState {
  /** A keyed digest of the address, whether or not anybody here has it. */
  readonly id: Digest;
  /** Links mailed to it lately, oldest first. */
  readonly mailed: readonly { readonly purpose: LinkPurpose; readonly at: Date }[];
  /** The latest `confirm-address` link, while nobody has the address. */
  readonly wish: LinkId | undefined;
  readonly touchedAt: Date;
}

/** One address, as far as mailing links to it goes: nobody's is flooded, and an unknown one counts like a known one. */
export class Mailbox extends Aggregate<MailboxState> {
  static empty(id: Digest, now: Date): Mailbox {
    return new Mailbox({ id, mailed: [], wish: undefined, touchedAt: now });
  }

  static restore(state: MailboxState): Mailbox {
    return new Mailbox(state);
  }

  /** The account that is waiting for this address to be confirmed. */
  get wish(): LinkId | undefined {
    return this.state.wish;
  }

  /**
   * Counts one more link. `full` where there were enough lately and the last of them is good for a while yet: refusing a
   * further one keeps nobody out, whoever asked for those. Once its life is half over there is always one more.
   */
  take(purpose: LinkPurpose, now: Date, policy: AuthPolicy): 'taken' | 'full' {
    const { mailed } = this.state;
    const { most, per } = bound(purpose, policy);
    const lately = mailed.filter((each) => each.purpose === purpose && each.at > before(now, per));
    const last = lately.at(-1)?.at;
    const ages = purpose !== 'open-pool' && last && last <= before(now, (policy.mailedLinkLife / 2) as Duration);
    if (lately.length >= most && !ages) return 'full';
    const kept = mailed.filter((each) => each.at > before(now, days(1)));
    this.change({ mailed: [...kept, { purpose, at: now }], touchedAt: now });
    return 'taken';
  }

  /** Remembers the wish that a login before the confirmation asks for again. */
  await(wish: LinkId, now: Date): void {
    this.change({ wish, touchedAt: now });
  }
}

function bound(purpose: LinkPurpose, policy: AuthPolicy): Limit {
  return purpose === 'open-pool' ? { most: policy.openingsPerDay, per: days(1) } : policy.limits['mail-address'];
}
