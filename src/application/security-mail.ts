import { after } from '../domain/duration.js';
import type { Fact } from '../domain/events.js';
import { notice, type Notice } from '../domain/notice/notices.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { LinkPurpose } from '../domain/recovery/mailed-link.js';
import { isRemedy } from './remedy.js';

/** From fact to notice: the product's decision "what does a person hear about", in one screen. */
export function securityMail({ event, at }: Pick<Fact, 'event' | 'at'>, policy: AuthPolicy): Notice | undefined {
  // prettier-ignore
  switch (event.type) {
    case 'registration.repeated':  return notice('registration-repeated', {});
    case 'pool.closed':            return notice('pool-closed', { kind: event.kind });
    // Codes come and go with authenticators: one word about both.
    case 'factor.enrolled':        return notice(event.authenticators === 1 ? 'mfa-on' : 'factor-added', { kind: event.kind });
    case 'factor.removed':         return event.authenticators === 0 ? undefined : notice('factor-removed', { kind: event.kind });
    // The first one is whoever made the account.
    case 'device.known':           return event.first ? undefined : notice('new-device', {});
    case 'device.reused':          return notice('device-reused', {});
    case 'mfa.guessed':            return notice('second-factor-guessed', {});
    case 'password.exposed':       return notice('password-exposed', {});
    case 'mfa.disabled':           return notice('mfa-off', {});
    case 'backup-code.used':       return notice(event.left > policy.backupCodesLow ? 'backup-code-used' : 'backup-codes-low', { left: event.left });
    case 'backup-codes.issued':    return event.renewed ? notice('backup-codes-renewed', {}) : undefined;
    case 'machine-token.created':  return notice('machine-token-made', {});
    case 'service-account.opened': return notice('service-account-made', {});
    case 'password.changed':
    case 'password.reset':         return notice('password-changed', {});
    case 'address.changed':        return notice('address-changed', {});
    case 'mfa-reset.asked':        return notice('administrator-reset', { due: after(at, policy.mfaResetWait) });
    case 'link.issued':            return isRemedy(event.linkId) ? undefined : aboutLink(event.purpose);
    case 'factor.renamed':
    case 'device.trusted':
    case 'device.revoked':
    case 'machine-token.used':
    case 'machine-token.revoked':
    case 'machine-token.refused':
    case 'service-account.closed':
    case 'bypass.used':
    case 'user.registered':
    case 'user.disabled':
    case 'user.enabled':
    case 'user.standing-renewed':
    case 'user.deleted':
    case 'user.imported':
    case 'user.added':
    case 'sign-in.refused':
    case 'limit.reached':
    case 'mfa.challenged':
    case 'mfa.enrolment-demanded':
    case 'mfa.refused':
    case 'mfa.passed':
    case 'pool.opened':
    case 'link.spent':
    case 'link.refused':
    case 'mfa.expired':
    case 'role.granted':
    case 'role.withdrawn':
    case 'notice.replayed':
    case 'authority.refused':
    case 'policy.set':
    case 'policy.removed':
    case 'user.pseudonymised':
    case 'audit.read':
    case 'audit.exported':
    case 'audit.verified':
    case 'audit.pruned':
    case 'account.secured':
    case 'mfa-reset.cancelled':
    case 'mfa-reset.carried-out':
    case 'webhook.created':
    case 'webhook.removed':
    case 'webhook.secret-rotated':
    case 'webhook.paused':
    case 'webhook.disabled':
    case 'webhook.resumed':
    case 'webhook.replayed':
    case 'session.opened':
    case 'session.revoked':
    case 'signed-out.everywhere': return undefined;
    default:                      return event satisfies never;
  }
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
