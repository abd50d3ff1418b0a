import type { UserId } from '../domain/ids.js';
import { policyFor } from '../domain/policies/decision.js';
import { withEntry } from '../domain/policies/policy-book.js';
import { powerOf, ReachCount, type Reach } from '../domain/policies/reach.js';
import type { Entries, Rules, RulesProblem } from '../domain/policies/rules.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Policies } from '../domain/ports/policies.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { UserDirectory } from '../domain/ports/user-directory.js';
import { User } from '../domain/user/user.js';
import { adminsIn } from './admins.js';
import { acting, unauthorised, type Unauthorised } from './authority.js';
import { rulesOf, targetOf, type Target } from './policy-target.js';
import type { SetPolicyInput } from './set-policy.js';
import { meant } from './whom.js';

/** `locksOut`: it would be refused, as things are. */
export type DryRunPolicyOutcome =
  | { readonly status: 'counted'; readonly reach: Reach; readonly locksOut: boolean }
  | { readonly status: 'rejected'; readonly problem: RulesProblem }
  | { readonly status: 'unknown' }
  | Unauthorised;

const batch = 500;

/** Whom an entry would hit if it were set now. Nothing is changed by it. */
export class DryRunPolicy {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly policies: Pick<Policies, 'read'>;
      readonly directory: UserDirectory;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, target: wished, rules: wish, client }: SetPolicyInput): Promise<DryRunPolicyOutcome> {
    const { work, policies, clock, policy } = this.its;
    const target = targetOf(wished);
    const rules = wish && rulesOf(wish, policy);
    const decided = await work.run(acting(authority, client), async (tx) => {
      const refusal = await unauthorised(tx, authority, ['admin', 'auditor'], clock.now(), policy);
      if (refusal || target === 'bad-target' || target.kind !== 'user') return refusal ?? { status: 'go on' as const };
      const user = await meant(tx, target.whom);
      return user ? { status: 'go on' as const, id: user.id } : { status: 'unknown' as const };
    });
    if (decided.status !== 'go on') return decided;
    if (target === 'bad-target') return { status: 'rejected', problem: target };
    if (typeof rules === 'string') return { status: 'rejected', problem: rules };
    const { entries } = await policies.read();
    return this.count(entries, new Wished(policy, entries, target, 'id' in decided ? decided.id : undefined, rules));
  }

  private async count(entries: Entries, wished: Wished): Promise<DryRunPolicyOutcome> {
    const { directory, clock, policy } = this.its;
    const now = clock.now();
    const counted = new ReachCount();
    let after: UserId | undefined;
    for (;;) {
      const users = await directory.find({ text: undefined, status: 'active', role: undefined, after, limit: batch });
      for (const user of users) {
        const change = {
          before: policyFor(user.snapshot(), { ...policy, book: entries }),
          after: policyFor(wished.user(user).snapshot(), wished.policy),
        };
        counted.add(user, change, now);
      }
      after = users.at(-1)?.id;
      if (users.length < batch) break;
    }
    const admins = await adminsIn(directory);
    const former = powerOf(admins, { ...policy, book: entries }, now);
    const locksOut =
      powerOf(
        admins.map((admin) => wished.user(admin)),
        wished.policy,
        now,
      ) < former;
    return { status: 'counted', reach: counted.reach, locksOut };
  }
}

/** How things would stand. */
class Wished {
  readonly policy: AuthPolicy;

  constructor(
    policy: AuthPolicy,
    entries: Entries,
    target: Target,
    private readonly id: UserId | undefined,
    private readonly rules: Rules | undefined,
  ) {
    this.policy = { ...policy, book: target.kind === 'user' ? entries : withEntry(entries, target, rules) };
  }

  user(user: User): User {
    return user.id === this.id ? User.restore({ ...user.snapshot(), rules: this.rules }) : user;
  }
}
