import type { PolicyBookState } from '../../domain/policies/policy-book.js';
import type { Rules } from '../../domain/policies/rules.js';
import { dateIn, type Json } from './json.js';

/** What an entry says, wherever it is kept. */
export const rulesIn = ({ mfa, ...rest }: Json<Rules>): Rules => ({
  ...rest,
  ...(mfa && { mfa: { demand: mfa.demand, dueBy: dateIn(mfa.dueBy) } }),
});

/** `policies.state`, read. */
export function bookState(text: string): PolicyBookState {
  const { id, everybody, roles } = JSON.parse(text) as Json<PolicyBookState>;
  const entries = Object.entries(roles).map(([role, rules]) => [role, rulesIn(rules)] as const);
  return { id, everybody: everybody && rulesIn(everybody), roles: Object.fromEntries(entries) };
}
