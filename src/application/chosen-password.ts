import type { AuthPolicy } from '../domain/policy.js';
import type { PasswordBlocklist } from '../domain/ports/password-blocklist.js';
import type { Secret } from '../domain/secret.js';
import type { EmailAddress } from '../domain/user/email-address.js';
import { passwordProblem, type PasswordProblem } from '../domain/user/password.js';

/** What is wrong with a password that somebody chooses, or undefined. Slow work: it may ask somebody far away. */
export async function chosenPasswordProblem(
  { blocklist, policy }: { readonly blocklist: PasswordBlocklist; readonly policy: AuthPolicy },
  password: Secret,
  owner: EmailAddress,
): Promise<PasswordProblem | undefined> {
  return passwordProblem(password, owner, policy) ?? (await blocklist.find(password));
}
