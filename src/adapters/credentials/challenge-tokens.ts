import type { ChallengeId } from '../../domain/ids.js';
import type { ChallengeView } from '../../domain/mfa/mfa-challenge.js';
import type { ChallengeTokens, ChallengeUse } from '../../domain/ports/challenge-tokens.js';
import { Secret } from '../../domain/secret.js';
import type { KeyRing } from './key-ring.js';
import { numericDate, signJwt, type TokenType } from './sign-jws.js';
import { TokenReader } from './token-reader.js';

// prettier-ignore
const kinds = {
  verify: { typ: 'mfa-challenge+jwt', scope: 'mfa:verify' },
  enrol:  { typ: 'mfa-enrolment+jwt', scope: 'mfa:enrol' },
} as const satisfies Record<ChallengeUse, { readonly typ: TokenType; readonly scope: string }>;

type Reader = TokenReader<'jti' | 'secret' | 'scope'>;

/**
 * A pending sign-in as a JWT that is nobody: HS256 under a key that no key set shows, so that a verifier which checks
 * only the signature must refuse it; a type and an audience of its own; no `sub`.
 */
export class HmacChallengeTokens implements ChallengeTokens {
  private readonly audience: string;
  private readonly readers: Readonly<Record<ChallengeUse, Reader>>;

  constructor(
    private readonly ring: KeyRing,
    private readonly issuer: string,
  ) {
    this.audience = `${issuer}/mfa`;
    this.readers = { verify: this.reader('verify'), enrol: this.reader('enrol') };
  }

  async issue({ id, purpose, expiresAt }: ChallengeView, secret: Secret, now: Date): Promise<Secret> {
    const { typ, scope } = kinds[purpose === 'enrolment' ? 'enrol' : 'verify'];
    const token = signJwt(this.ring.active('challenge'), typ, {
      iss: this.issuer,
      aud: this.audience,
      jti: id,
      iat: numericDate(now),
      exp: numericDate(expiresAt),
      scope,
      mfa_verified: false,
      authorities: ['PRE_AUTHENTICATED_MFA_REQUIRED'],
      secret: secret.reveal(),
    });
    return new Secret(token);
  }

  async read(use: ChallengeUse, token: Secret, now: Date): ReturnType<ChallengeTokens['read']> {
    const claims = await this.readers[use].read(token, now);
    if (claims?.scope !== kinds[use].scope) return undefined;
    return { id: claims.jti as ChallengeId, secret: new Secret(claims.secret) };
  }

  private reader(use: ChallengeUse): Reader {
    const { ring, issuer, audience } = this;
    const texts = ['jti', 'secret', 'scope'] as const;
    return new TokenReader(ring, { keys: 'challenge', typ: kinds[use].typ, issuer, audience, texts });
  }
}
