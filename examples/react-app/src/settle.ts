import type { LoginResult } from 'portcullis/client';
import { portcullis } from './session.js';

/** What a login comes to, in words; nothing: signed in. A member that is forgotten here does not compile. */
export async function settle(result: LoginResult): Promise<string> {
  switch (result.__typename) {
    case 'Authenticated':
      return '';
    case 'MfaRequired':
      await portcullis.secondFactor(result);
      return '';
    case 'MfaEnrolmentRequired':
      return 'Set up an authenticator first.';
    case 'InvalidCredentials':
      return result.message;
    case 'TooManyAttempts':
      return result.retryAt ? `${result.message} Come back at ${result.retryAt}.` : result.message;
  }
}
