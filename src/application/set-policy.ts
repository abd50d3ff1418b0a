import type { Client } from '../domain/client.js';
import { withEntry, type Scope } from '../domain/policies/policy-book.js';
import { powerOf } from '../domain/policies/reach.js';
import { noEntries, type Entries, type Rules, type RulesProblem } from '../domain/policies/rules.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Policies } from '../domain/ports/policies.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { UserDirectory } from '../domain/ports/user-directory.js';
import { User } from '../domain/user/user.js';
import { adminsIn } from './admins.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';
import type { PolicyShelf } from './policy-in-force.js';
import { rulesOf, targetOf, type RulesWish, type TargetWish } from './policy-target.js';
import { meant } from './whom.js';

export interface SetPolicyInput {
  readonly authority: Authority;
  readonly target: TargetWish;
  /** Undefined takes back whatever is said of them. */
  readonly rules: RulesWish | undefined;
  readonly client: Client;
}

/** `locks-out`: no administrator could do any more what the ablest can do now; enrol, or set a deadline. */
export type SetPolicyOutcome =
  | { readonly status: 'set' | 'removed' | 'unchanged' | 'unknown' | 'locks-out' }
  | { readonly status: 'rejected'; readonly problem: RulesProblem }
  | Unauthorised;

/**
 * Says what holds for everybody, for a role or for one user, in place of what was said of them before. In force here at
 * once and on other replicas within seconds; who is signed in is asked at the next refresh.
 */
export class SetPolicy {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly policies: Policies;
      readonly directory: UserDirectory;
      readonly shelf: PolicyShelf;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, target: wished, rules: wish, client }: SetPolicyInput): Promise<SetPolicyOutcome> {
    const { work, clock, policy } = this.its;
    const by = acting(authority, client);
    const target = targetOf(wished);
    const rules = wish && rulesOf(wish, policy);
    const decided = await work.run(by, async (tx) => {
      const refusal = await unauthorised(tx, authority, ['admin'], clock.now(), policy);
      if (refusal) return refusal;
      if (target === 'bad-target') return { status: 'rejected', problem: target } as const;
      if (typeof rules === 'string') return { status: 'rejected', problem: rules } as const;
      if (target.kind === 'user') return this.ofUser(tx, target.whom, rules);
      return { status: 'go on', scope: target, rules } as const;
    });
    return decided.status === 'go on' ? this.ofBook(decided.scope, decided.rules, by) : decided;
  }

  private async ofUser(tx: Transaction, whom: string, rules: Rules | undefined): Promise<SetPolicyOutcome> {
    const { directory, policies, clock, policy } = this.its;
    const user = await meant(tx, whom);
    if (!user || user.snapshot().service || user.snapshot().status === 'deleted') return { status: 'unknown' };
    const now = clock.now();
    const standing = { ...policy, book: (await policies.read()).entries };
    const admins = await adminsIn(directory);
    const changed = admins.map((each) => (each.id === user.id ? User.restore({ ...each.snapshot(), rules }) : each));
    if (powerOf(changed, standing, now) < powerOf(admins, standing, now)) return { status: 'locks-out' };
    if (user.changeRules(rules) === 'unchanged') return { status: 'unchanged' };
    return { status: rules ? 'set' : 'removed' };
  }

  private async ofBook(scope: Scope, rules: Rules | undefined, by: Client): Promise<SetPolicyOutcome> {
    const { policies, directory, shelf, clock, policy } = this.its;
    let entries: Entries = noEntries;
    const outcome = await policies.change(by, async (book): Promise<SetPolicyOutcome> => {
      const [now, admins] = [clock.now(), await adminsIn(directory)];
      const before = powerOf(admins, { ...policy, book: book.entries }, now);
      const after = powerOf(admins, { ...policy, book: withEntry(book.entries, scope, rules) }, now);
      if (after < before) return { status: 'locks-out' };
      if (!rules && book.remove(scope) === 'unchanged') return { status: 'unchanged' };
      if (rules) book.set(scope, rules);
      entries = book.entries;
      return { status: rules ? 'set' : 'removed' };
    });
    if (outcome.status === 'set' || outcome.status === 'removed') shelf.keep(entries);
    return outcome;
  }
}
