import { noEntries, type Entries } from '../domain/policies/rules.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Policies } from '../domain/ports/policies.js';

/** The book as this process last read it, so that no request has to. */
export class PolicyShelf {
  private held: Entries = noEntries;

  get entries(): Entries {
    return this.held;
  }

  keep(entries: Entries): void {
    this.held = entries;
  }

  /** Reads it anew: at the start, and every few seconds for what was set elsewhere. */
  async reload(policies: Pick<Policies, 'read'>): Promise<void> {
    this.keep((await policies.read()).entries);
  }
}

/** The deployment's policy with whatever the book says at the moment when somebody asks it. */
export const policyInForce = (deployment: AuthPolicy, shelf: PolicyShelf): AuthPolicy => ({
  ...deployment,
  get book() {
    return shelf.entries;
  },
});
