import type { UserId } from '../../domain/ids.js';
import type { Entropy } from '../../domain/ports/entropy.js';
import type { MachineAccess, MachineIssuer } from '../../domain/ports/machine-issuer.js';
import { Secret } from '../../domain/secret.js';
import type { MachineTokenView } from '../../domain/user/machine-view.js';
import type { TokenNames } from './jwt-issuer.js';
import type { KeyRing } from './key-ring.js';
import { numericDate, signJwt } from './sign-jws.js';

/** RFC 8176 has no word for it: what proves nothing but that a program holds a secret. */
const machineMark = 'machine';

/**
 * A program's access token (RFC 9068): `client_id` is the machine token, and no `sid` and no `auth_time` is in it, for
 * nobody has signed in. Servers that ask for a second factor refuse it, and so does every door of ours.
 */
export class MachineTokenIssuer implements MachineIssuer {
  constructor(
    private readonly ring: KeyRing,
    private readonly entropy: Pick<Entropy, 'id'>,
    private readonly names: Pick<TokenNames, 'issuer' | 'audience'>,
  ) {}

  async issue(userId: UserId, { id, scopes }: MachineTokenView, until: Date, now: Date): Promise<MachineAccess> {
    const { issuer, audience } = this.names;
    const expiresAt = numericDate(until);
    const accessToken = signJwt(this.ring.active('signing'), 'at+jwt', {
      iss: issuer,
      aud: audience,
      sub: userId,
      client_id: id,
      jti: this.entropy.id(),
      iat: numericDate(now),
      exp: expiresAt,
      scope: scopes.join(' '),
      acr: 'aal1',
      amr: [machineMark],
      mfa_verified: false,
    });
    return { accessToken: new Secret(accessToken), expiresAt: new Date(expiresAt * 1000), scopes };
  }
}
