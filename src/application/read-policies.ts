import type { Client } from '../domain/client.js';
import type { Entries, Rules } from '../domain/policies/rules.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Policies } from '../domain/ports/policies.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';

/** `deployment`: what holds where no entry says otherwise. */
export type ReadPoliciesOutcome =
  { readonly status: 'read'; readonly deployment: Required<Rules>; readonly entries: Entries } | Unauthorised;

/** Everything that is said of second factors, but for what is said of single users. */
export class ReadPolicies {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly policies: Pick<Policies, 'read'>;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({
    authority,
    client,
  }: {
    readonly authority: Authority;
    readonly client: Client;
  }): Promise<ReadPoliciesOutcome> {
    const { work, policies, clock, policy } = this.its;
    const roles = ['admin', 'auditor'] as const;
    const refusal = await work.run(acting(authority, client), (tx) =>
      unauthorised(tx, authority, roles, clock.now(), policy),
    );
    if (refusal) return refusal;
    const { mfa: demand, mfaDueBy: dueBy, factors, mfaAge, trustedDevices } = policy;
    const deployment = { mfa: { demand, dueBy }, factors, mfaAge, trustedDevices };
    return { status: 'read', deployment, entries: (await policies.read()).entries };
  }
}
