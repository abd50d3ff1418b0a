import type { RegisterUser } from '../../application/register-user.js';
import type { SetLanguage } from '../../application/set-language.js';
import { Secret } from '../../domain/secret.js';
import { refuse } from './problems.js';
import type { Handlers } from './routes.js';

interface Its {
  readonly registerUser: RegisterUser;
  readonly setLanguage: SetLanguage;
}

export function account({ registerUser, setLanguage }: Its): Pick<Handlers, 'register' | 'setLanguage'> {
  return {
    async register({ body: { email, password }, caller: { client } }) {
      const outcome = await registerUser.execute({ email, password: new Secret(password), client });
      // prettier-ignore
      switch (outcome.status) {
        case 'accepted':          return { status: 202, body: { status: 'accepted', email: outcome.email } };
        case 'email-rejected':    return refuse('email-rejected');
        case 'password-rejected': return refuse('password-rejected', { reason: outcome.problem });
        case 'closed':            return refuse('not-allowed', { reason: 'registration-closed' });
        case 'too-many-attempts': return refuse('too-many-attempts', { retryAt: outcome.retryAt });
        default:                  return outcome satisfies never;
      }
    },

    async setLanguage({ body: { language }, caller: { client }, viewer }) {
      const outcome = await setLanguage.execute({ viewer, language, client });
      return outcome.status === 'set' ? { status: 200, body: outcome } : refuse('session-ended');
    },
  };
}
