import { factKinds } from '../domain/audit/outcome.js';
import { after } from '../domain/duration.js';
import type { DomainEvent, Fact, FactKind } from '../domain/events.js';
import { notice, type Notice } from '../domain/notice/notices.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { LinkPurpose } from '../domain/recovery/mailed-link.js';
import { isRemedy } from './remedy.js';

type EventOf<Kind extends FactKind, Event = DomainEvent> = Event extends { readonly type: infer Kinds }
  ? Kind extends Kinds
    ? Event
    : never
  : never;

interface Circumstances {
  readonly at: Date;
  readonly policy: AuthPolicy;
}

type Tell<Kind extends FactKind> = (event: EventOf<Kind>, circumstances: Circumstances) => Notice | undefined;

/** From fact to notice: the product's decision "what does a person hear about", in one screen. */
// prettier-ignore
const tells: { readonly [Kind in FactKind]: Tell<Kind> | undefined } = {
  'registration.repeated': () => notice('registration-repeated', {}),
  'pool.closed': (event) => notice('pool-closed', { kind: event.kind }),
  // Codes come and go with authenticators: one word about both.
  'factor.enrolled': (event) => notice(event.authenticators === 1 ? 'mfa-on' : 'factor-added', { kind: event.kind }),
  'factor.removed': (event) => event.authenticators === 0 ? undefined : notice('factor-removed', { kind: event.kind }),
  // The first one is whoever made the account.
  'device.known': (event) => event.first ? undefined : notice('new-device', {}),
  'device.reused': () => notice('device-reused', {}),
  'mfa.guessed': () => notice('second-factor-guessed', {}),
  'password.exposed': () => notice('password-exposed', {}),
  'mfa.disabled': () => notice('mfa-off', {}),
  'backup-code.used': (event, { policy }) => notice(event.left > policy.backupCodesLow ? 'backup-code-used' : 'backup-codes-low', { left: event.left }),
  'backup-codes.issued': (event) => event.renewed ? notice('backup-codes-renewed', {}) : undefined,
  'machine-token.created': () => notice('machine-token-made', {}),
  'service-account.opened': () => notice('service-account-made', {}),
  'password.changed': () => notice('password-changed', {}),
  'password.reset': () => notice('password-changed', {}),
  'address.changed': () => notice('address-changed', {}),
  'mfa-reset.asked': (_, { at, policy }) => notice('administrator-reset', { due: after(at, policy.mfaResetWait) }),
  'link.issued': (event) => isRemedy(event.linkId) ? undefined : aboutLink(event.purpose),
  'factor.renamed': undefined,
  'device.trusted': undefined,
  'device.revoked': undefined,
  'machine-token.used': undefined,
  'machine-token.revoked': undefined,
  'machine-token.refused': undefined,
  'service-account.closed': undefined,
  'bypass.used': undefined,
  'user.registered': undefined,
  'user.disabled': undefined,
  'user.enabled': undefined,
  'user.standing-renewed': undefined,
  'user.deleted': undefined,
  'user.imported': undefined,
  'user.added': undefined,
  'sign-in.refused': undefined,
  'limit.reached': undefined,
  'mfa.challenged': undefined,
  'mfa.enrolment-demanded': undefined,
  'mfa.refused': undefined,
  'mfa.passed': undefined,
  'pool.opened': undefined,
  'link.spent': undefined,
  'link.refused': undefined,
  'mfa.expired': undefined,
  'role.granted': undefined,
  'role.withdrawn': undefined,
  'notice.replayed': undefined,
  'authority.refused': undefined,
  'policy.set': undefined,
  'policy.removed': undefined,
  'user.pseudonymised': undefined,
  'audit.read': undefined,
  'audit.exported': undefined,
  'audit.verified': undefined,
  'audit.pruned': undefined,
  'account.secured': undefined,
  'mfa-reset.cancelled': undefined,
  'mfa-reset.carried-out': undefined,
  'webhook.created': undefined,
  'webhook.removed': undefined,
  'webhook.secret-rotated': undefined,
  'webhook.paused': undefined,
  'webhook.disabled': undefined,
  'webhook.resumed': undefined,
  'webhook.replayed': undefined,
  'session.opened': undefined,
  'session.revoked': undefined,
  'signed-out.everywhere': undefined,
};

/** Of all others nobody hears. */
export const mailedKinds: readonly FactKind[] = factKinds.filter((kind) => tells[kind]);

/** What a person hears about a fact, if anything. */
export function securityMail({ event, at }: Pick<Fact, 'event' | 'at'>, policy: AuthPolicy): Notice | undefined {
  const tell = tells[event.type] as Tell<FactKind> | undefined;
  return tell?.(event, { at, policy });
}

function aboutLink(purpose: LinkPurpose): Notice | undefined {
  // prettier-ignore
  switch (purpose) {
    case 'confirm-address': return notice('confirm-address', {});
    case 'change-address':  return notice('confirm-new-address', {});
    case 'reset-password':  return notice('reset-asked', {});
    case 'set-password':    return notice('invitation', {});
    // These are part of a notice about something else.
    case 'open-pool':
    case 'not-me':          return undefined;
    default:                return purpose satisfies never;
  }
}
