import { CookieSessionIssuer } from '../../../src/adapters/credentials/cookie-session-issuer.js';
import type { SigningAlg } from '../../../src/adapters/credentials/jws-key.js';
import type { SessionId } from '../../../src/domain/ids.js';
import { Secret } from '../../../src/domain/secret.js';
import { credentialIssuerContract } from '../../../src/testing/credential-issuer.contract.js';
import { aChallenge } from '../../support/a-challenge.js';
import { keyRoom } from '../../support/key-room.js';

for (const alg of ['ES256', 'EdDSA'] satisfies SigningAlg[]) {
  credentialIssuerContract<'token'>(`access token, ${alg}`, async () => {
    const { issuer, challenges } = await keyRoom({ alg });
    return {
      issuer,
      stranger: (await keyRoom({ alg })).issuer,
      present: ({ accessToken }) => ({ kind: 'token', accessToken }),
      saying: (text) => ({ kind: 'token', accessToken: new Secret(text) }),
      otherKinds: async (now) => [await challenges.issue(aChallenge(now), new Secret('secret'), now)],
    };
  });
}

credentialIssuerContract<'cookie'>('cookie', async () => ({
  issuer: new CookieSessionIssuer(),
  stranger: new CookieSessionIssuer(),
  present: ({ sessionId, secret }) => ({ kind: 'cookie', sessionId, secret }),
  saying: (text) => ({ kind: 'cookie', sessionId: text as SessionId, secret: new Secret(text) }),
}));
