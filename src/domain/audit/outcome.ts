import type { DomainEvent, FactKind } from '../events.js';

/** How what was tried came out. `pending`: something was asked, and the answer is a fact of its own. */
export const auditOutcomes = ['success', 'failure', 'pending'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

// One row a kind: a new one starts as a compile error here, and so it cannot be missing from the log.
// prettier-ignore
const outcomes: Readonly<Record<FactKind, AuditOutcome>> = {
  'user.registered':        'success',
  'registration.repeated':  'failure',
  'user.imported':          'success',
  'user.added':             'success',
  'user.deleted':           'success',
  'user.disabled':          'success',
  'user.enabled':           'success',
  'user.standing-renewed':  'success',
  'user.pseudonymised':     'success',
  'sign-in.refused':        'failure',
  'limit.reached':          'failure',
  'pool.closed':            'failure',
  'mfa.challenged':         'pending',
  'mfa.enrolment-demanded': 'pending',
  'mfa.expired':            'failure',
  'mfa.refused':            'failure',
  'mfa.guessed':            'failure',
  'password.exposed':       'success',
  'mfa.passed':             'success',
  'mfa.disabled':           'success',
  'factor.enrolled':        'success',
  'factor.renamed':         'success',
  'factor.removed':         'success',
  'backup-code.used':       'success',
  'backup-codes.issued':    'success',
  'session.opened':         'success',
  'session.revoked':        'success',
  'signed-out.everywhere':  'success',
  'device.known':           'success',
  'device.trusted':         'success',
  'device.revoked':         'success',
  'device.reused':          'failure',
  'machine-token.created':  'success',
  'machine-token.used':     'success',
  'machine-token.revoked':  'success',
  'machine-token.refused':  'failure',
  'link.issued':            'success',
  'link.refused':           'failure',
  'link.spent':             'success',
  'pool.opened':            'success',
  'password.changed':       'success',
  'password.reset':         'success',
  'address.changed':        'success',
  'account.secured':        'success',
  'mfa-reset.asked':        'pending',
  'mfa-reset.cancelled':    'failure',
  'mfa-reset.carried-out':  'success',
  'bypass.used':            'success',
  'service-account.opened': 'success',
  'service-account.closed': 'success',
  'role.granted':           'success',
  'role.withdrawn':         'success',
  'notice.replayed':        'success',
  'authority.refused':      'failure',
  'policy.set':             'success',
  'policy.removed':         'success',
  'audit.read':             'success',
  'audit.exported':         'success',
  'audit.verified':         'success',
  'audit.pruned':           'success',
  'webhook.created':        'success',
  'webhook.removed':        'success',
  'webhook.secret-rotated': 'success',
  'webhook.paused':         'success',
  'webhook.disabled':       'failure',
  'webhook.resumed':        'success',
  'webhook.replayed':       'success',
};

export const factKinds = Object.keys(outcomes) as readonly FactKind[];
export const outcomeOf = (kind: FactKind): AuditOutcome => outcomes[kind];
export const kindsOf = (outcome: AuditOutcome): readonly FactKind[] =>
  factKinds.filter((kind) => outcomes[kind] === outcome);

/** Why it came out so, where the fact says it; for auditors alone. */
export const reasonOf = (event: DomainEvent): string | undefined => ('why' in event ? event.why : undefined);

/** Whatever else the fact says, as text: ids, kinds and numbers. */
export function detailsOf(event: DomainEvent): readonly (readonly [name: string, value: string])[] {
  const said = Object.entries(event).filter(([name]) => !['type', 'userId', 'why'].includes(name));
  return said.map(([name, value]) => [name, Array.isArray(value) ? value.join(' ') : String(value)]);
}
