import { Aggregate } from '../aggregate.js';
import type { Role } from '../user/roles.js';
import { noEntries, type Entries, type Rules } from './rules.js';
import { saidOf } from './said.js';

/** There is one. */
export const bookId = 'book';

export interface PolicyBookState extends Entries {
  readonly id: typeof bookId;
}

/** Whom an entry of the book is about. */
export type Scope = { readonly kind: 'everybody' } | { readonly kind: 'role'; readonly role: Role };

/** What was decided about second factors while the service ran: for everybody, and for whoever has a role. */
export class PolicyBook extends Aggregate<PolicyBookState> {
  static blank(): PolicyBook {
    return new PolicyBook({ id: bookId, ...noEntries });
  }

  static restore(state: PolicyBookState): PolicyBook {
    return new PolicyBook(state);
  }

  get entries(): Entries {
    const { everybody, roles } = this.state;
    return { everybody, roles };
  }

  /** The entry takes the place of the former one, whole. */
  set(scope: Scope, rules: Rules): void {
    this.change(withEntry(this.state, scope, rules));
    this.record({ type: 'policy.set', ...aboutWhom(scope), ...saidOf(rules) });
  }

  /** Nothing is said of them any more; where nothing was, nothing has happened. */
  remove(scope: Scope): 'removed' | 'unchanged' {
    const there = scope.kind === 'role' ? this.state.roles[scope.role] : this.state.everybody;
    if (!there) return 'unchanged';
    this.change(withEntry(this.state, scope, undefined));
    this.record({ type: 'policy.removed', ...aboutWhom(scope) });
    return 'removed';
  }
}

const aboutWhom = (scope: Scope) =>
  scope.kind === 'role' ? ({ scope: 'role', role: scope.role } as const) : ({ scope: 'everybody' } as const);

/** The entries as they would be with this one; undefined takes it out. */
export function withEntry({ everybody, roles }: Entries, scope: Scope, rules: Rules | undefined): Entries {
  if (scope.kind === 'everybody') return { everybody: rules, roles };
  const { [scope.role]: _former, ...others } = roles;
  return { everybody, roles: rules ? { ...others, [scope.role]: rules } : others };
}
