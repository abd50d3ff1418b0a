import { PostgresBypassUses } from './adapters/postgres/bypass-uses.js';
import { PostgresPolicies } from './adapters/postgres/policies.js';
import { PostgresUserDirectory } from './adapters/postgres/user-directory.js';
import { DryRunPolicy } from './application/dry-run-policy.js';
import { ExplainPolicy } from './application/explain-policy.js';
import { policyInForce, PolicyShelf } from './application/policy-in-force.js';
import { ReadPolicies } from './application/read-policies.js';
import { SetPolicy } from './application/set-policy.js';
import type { Config } from './config.js';
import { Opened, pick, Ports, type Bind, type Its } from './container.js';

/** The part of the container that is about what the policy says, and who may say it. */
export function bindPolicies(bind: Bind, config: Config): void {
  const pool = (its: Its) => its.resolve(Opened.database).pool;
  const core = (its: Its) => pick(its, 'work', 'clock', 'policy', 'policies', 'directory');

  bind(PolicyShelf, () => new PolicyShelf());
  bind(Ports.policy, (its) => policyInForce(config.policy, its.resolve(PolicyShelf)));
  bind(Ports.policies, (its) => new PostgresPolicies({ pool: pool(its), ...pick(its, 'clock', 'entropy') }));
  bind(Ports.directory, (its) => new PostgresUserDirectory(pool(its)));
  bind(Ports.bypassUses, (its) => new PostgresBypassUses(pool(its)));
  bind(SetPolicy, (its) => new SetPolicy({ ...core(its), shelf: its.resolve(PolicyShelf) }));
  bind(ExplainPolicy, (its) => new ExplainPolicy(core(its)));
  bind(DryRunPolicy, (its) => new DryRunPolicy(core(its)));
  bind(ReadPolicies, (its) => new ReadPolicies(core(its)));
}
