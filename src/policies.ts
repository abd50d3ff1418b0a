import { PostgresPolicies } from './adapters/postgres/policies.js';
import { policyInForce, PolicyShelf } from './application/policy-in-force.js';
import type { Config } from './config.js';
import { Opened, pick, Ports, type Bind } from './container.js';

/** The part of the container that is about what the policy says, and who may say it. */
export function bindPolicies(bind: Bind, config: Config): void {
  bind(PolicyShelf, () => new PolicyShelf());
  bind(Ports.policy, (its) => policyInForce(config.policy, its.resolve(PolicyShelf)));
  bind(
    Ports.policies,
    (its) => new PostgresPolicies({ pool: its.resolve(Opened.database).pool, ...pick(its, 'clock', 'entropy') }),
  );
}
