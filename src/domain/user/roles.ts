import type { Rules } from '../policies/rules.js';
import { saidOf } from '../policies/said.js';
import type { Act } from './machines.js';
import type { UserState } from './user-state.js';

/** `admin` looks after users and policy; `auditor` reads what happened, and changes nothing. */
export const allRoles = ['admin', 'auditor'] as const;
export type Role = (typeof allRoles)[number];

export interface RoleChange {
  readonly kind: 'granted' | 'withdrawn';
  readonly role: Role;
}

/** Where nothing changes by it, nothing has happened. */
export function changed({ id: userId, roles }: UserState, { kind, role }: RoleChange): Act<readonly Role[]> {
  const held = kind === 'granted';
  if (roles.includes(role) === held) return { answer: roles };
  // In one order, however they came.
  const answer = allRoles.filter((each) => (each === role ? held : roles.includes(each)));
  const type = `role.${kind}` as const;
  return { answer, change: { roles: answer }, fact: { type, userId, role } };
}

/** What the policy says of one user alone; undefined takes it back, and where there was nothing nothing has happened. */
export function changedRules(
  { id: userId, rules: former }: UserState,
  rules: Rules | undefined,
): Act<'changed' | 'unchanged'> {
  if (!rules && !former) return { answer: 'unchanged' };
  const about = { scope: 'user', userId } as const;
  const fact = rules
    ? ({ type: 'policy.set', ...about, ...saidOf(rules) } as const)
    : ({ type: 'policy.removed', ...about } as const);
  return { answer: 'changed', change: { rules }, fact };
}
