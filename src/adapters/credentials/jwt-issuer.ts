import type { SessionId } from '../../domain/ids.js';
import type { CredentialIssuer } from '../../domain/ports/credential-issuer.js';
import type { Entropy } from '../../domain/ports/entropy.js';
import { Secret } from '../../domain/secret.js';
import type { SessionView } from '../../domain/session/auth-session.js';
import type { Credential, Holder, Presented } from '../../domain/session/credentials.js';
import type { KeyRing } from './key-ring.js';
import { refreshToken } from './refresh-secrets.js';
import { numericDate, signJwt } from './sign-jws.js';
import { TokenReader } from './token-reader.js';

/** What our tokens say of themselves. */
export interface TokenNames {
  readonly issuer: string;
  /** Of whom an access token is for; only tokens for this audience are read back. */
  readonly audience: string;
  readonly clientId: string;
}

/** Sessions as an access token (RFC 9068) beside a refresh token. */
export class JwtIssuer implements CredentialIssuer<'token'> {
  readonly kind = 'token';
  private readonly reader: TokenReader<'sub' | 'sid' | 'jti'>;

  constructor(
    private readonly ring: KeyRing,
    private readonly entropy: Pick<Entropy, 'id'>,
    private readonly names: TokenNames,
  ) {
    const { issuer, audience } = names;
    this.reader = new TokenReader(ring, {
      keys: 'signing',
      typ: 'at+jwt',
      issuer,
      audience,
      texts: ['sub', 'sid', 'jti'],
    });
  }

  async issue(session: SessionView, secret: Secret, now: Date): Promise<Credential<'token'>> {
    const { issuer, audience, clientId } = this.names;
    const expiresAt = numericDate(session.accessUntil);
    const accessToken = signJwt(this.ring.active('signing'), 'at+jwt', {
      iss: issuer,
      aud: audience,
      sub: session.userId,
      client_id: clientId,
      sid: session.id,
      jti: this.entropy.id(),
      iat: numericDate(now),
      exp: expiresAt,
      auth_time: numericDate(session.authenticatedAt),
      acr: session.assurance,
      amr: session.amr,
      mfa_verified: session.assurance === 'aal2',
    });
    return {
      kind: 'token',
      accessToken: new Secret(accessToken),
      accessTokenExpiresAt: new Date(expiresAt * 1000),
      refreshToken: refreshToken(session.id, session.generation, secret),
      refreshTokenExpiresAt: session.expiresAt,
    };
  }

  async read({ accessToken }: Presented<'token'>, now: Date): Promise<Holder | undefined> {
    const claims = await this.reader.read(accessToken, now);
    return claims && { sessionId: claims.sid as SessionId, secret: undefined };
  }
}
