import type { CredentialIssuer } from '../../domain/ports/credential-issuer.js';
import type { Secret } from '../../domain/secret.js';
import type { SessionView } from '../../domain/session/auth-session.js';
import type { Credential, Holder, Presented } from '../../domain/session/credentials.js';

const idShape = /^[\w-]{1,64}$/;
const longestSecret = 128;

/**
 * Sessions as what a signed cookie carries: an opaque id and a secret, and nothing that counts. It vouches for nobody:
 * whoever reads it compares the secret with the session's, which also knows when its time is over.
 */
export class CookieSessionIssuer implements CredentialIssuer<'cookie'> {
  readonly kind = 'cookie';

  async issue({ id, endsAt }: SessionView, secret: Secret): Promise<Credential<'cookie'>> {
    return { kind: 'cookie', sessionId: id, secret, endsAt };
  }

  async read({ sessionId, secret }: Presented<'cookie'>): Promise<Holder | undefined> {
    const { length } = secret.reveal();
    return idShape.test(sessionId) && length > 0 && length <= longestSecret ? { sessionId, secret } : undefined;
  }
}
