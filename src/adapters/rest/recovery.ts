import type { ChangeAddress } from '../../application/change-address.js';
import type { ChangePassword } from '../../application/change-password.js';
import type { ConfirmAddress } from '../../application/confirm-address.js';
import type { ReopenSignIn } from '../../application/reopen-sign-in.js';
import type { RequestPasswordReset } from '../../application/request-password-reset.js';
import type { ResetPassword } from '../../application/reset-password.js';
import type { SecureAccount } from '../../application/secure-account.js';
import { Secret } from '../../domain/secret.js';
import { presentSignedIn, stepUpRequired } from './present.js';
import { refuse, type Refusal } from './problems.js';
import type { recoveryRoutes } from './recovery-routes.js';
import type { Handlers } from './routes.js';

interface Its {
  readonly changePassword: ChangePassword;
  readonly requestPasswordReset: RequestPasswordReset;
  readonly resetPassword: ResetPassword;
  readonly changeAddress: ChangeAddress;
  readonly confirmAddress: ConfirmAddress;
  readonly reopenSignIn: ReopenSignIn;
  readonly secureAccount: SecureAccount;
}

/** Of a mailed code there is nothing to try: it is right or it is not. */
const wrongCode = (): Refusal<'invalid-code'> => refuse('invalid-code', { attemptsLeft: 0, nextCodeAt: undefined });
const tooMany = (retryAt: Date | undefined): Refusal<'too-many-attempts'> => refuse('too-many-attempts', { retryAt });

export function recovery(its: Its): Pick<Handlers, keyof typeof recoveryRoutes> {
  return {
    async changePassword({ body: { current, next }, viewer, caller: { client, envelope } }) {
      const wish = { viewer, current: new Secret(current), next: new Secret(next), client };
      const outcome = await its.changePassword.execute(wish);
      // prettier-ignore
      switch (outcome.status) {
        case 'changed':           return { status: 200, body: { status: 'changed', ...presentSignedIn(outcome.signedIn, envelope) } };
        case 'password-rejected': return refuse('password-rejected', { reason: outcome.problem });
        case 'denied':            return refuse('invalid-credentials');
        case 'stale-proof':       return stepUpRequired(outcome);
        case 'ended':             return refuse('session-ended');
        case 'too-many-attempts': return tooMany(outcome.retryAt);
        default:                  return outcome satisfies never;
      }
    },

    async requestPasswordReset({ body: { email }, caller: { client } }) {
      const outcome = await its.requestPasswordReset.execute({ email, client });
      // prettier-ignore
      switch (outcome.status) {
        case 'accepted':          return { status: 202, body: { status: 'accepted', email: outcome.email } };
        case 'email-rejected':    return refuse('email-rejected');
        case 'too-many-attempts': return tooMany(outcome.retryAt);
        default:                  return outcome satisfies never;
      }
    },

    async resetPassword({ body: { code, password }, caller: { client } }) {
      const wish = { code: new Secret(code), password: new Secret(password), client };
      const outcome = await its.resetPassword.execute(wish);
      // prettier-ignore
      switch (outcome.status) {
        case 'reset':             return { status: 200, body: { status: 'reset' } };
        case 'password-rejected': return refuse('password-rejected', { reason: outcome.problem });
        case 'refused':           return wrongCode();
        case 'too-many-attempts': return tooMany(outcome.retryAt);
        default:                  return outcome satisfies never;
      }
    },

    async changeAddress({ body: { email }, viewer, caller: { client } }) {
      const outcome = await its.changeAddress.execute({ viewer, email, client });
      // prettier-ignore
      switch (outcome.status) {
        case 'accepted':          return { status: 202, body: { status: 'accepted', email: outcome.email } };
        case 'email-rejected':    return refuse('email-rejected');
        case 'stale-proof':       return stepUpRequired(outcome);
        case 'ended':             return refuse('session-ended');
        case 'too-many-attempts': return tooMany(outcome.retryAt);
        default:                  return outcome satisfies never;
      }
    },

    async confirmAddress({ body: { code }, caller: { client } }) {
      const outcome = await its.confirmAddress.execute({ code: new Secret(code), client });
      // prettier-ignore
      switch (outcome.status) {
        case 'confirmed':         return { status: 200, body: { status: 'confirmed', email: outcome.email } };
        case 'refused':           return wrongCode();
        case 'too-many-attempts': return tooMany(outcome.retryAt);
        default:                  return outcome satisfies never;
      }
    },

    async reopenSignIn({ body: { code, credential }, caller: { client, envelope } }) {
      const outcome = await its.reopenSignIn.execute({ code: new Secret(code), client });
      // prettier-ignore
      switch (outcome.status) {
        case 'reopened':          break;
        case 'refused':           return wrongCode();
        case 'too-many-attempts': return tooMany(outcome.retryAt);
        default:                  return outcome satisfies never;
      }
      const { device } = outcome;
      if (credential === 'cookie') envelope.remember(device);
      const deviceToken = credential === 'token' ? device.token.reveal() : undefined;
      return { status: 200, body: { status: 'reopened', deviceToken } };
    },

    async thisWasNotMe({ body: { code }, caller: { client } }) {
      const outcome = await its.secureAccount.execute({ code: new Secret(code), client });
      // prettier-ignore
      switch (outcome.status) {
        case 'secured':           return { status: 200, body: { status: 'secured' } };
        case 'refused':           return wrongCode();
        case 'too-many-attempts': return tooMany(outcome.retryAt);
        default:                  return outcome satisfies never;
      }
    },
  };
}
