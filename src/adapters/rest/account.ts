import type { RegisterUser } from '../../application/register-user.js';
import { Secret } from '../../domain/secret.js';
import { refuse } from './problems.js';
import type { Handlers } from './routes.js';

export function account({ registerUser }: { readonly registerUser: RegisterUser }): Pick<Handlers, 'register'> {
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
  };
}
