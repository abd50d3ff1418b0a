import { createHmac } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { StoredKey } from '../../src/adapters/credentials/key-store.js';
import { refreshToken } from '../../src/adapters/credentials/refresh-secrets.js';
import { MemoryKeyStore } from '../../src/adapters/memory/memory-key-store.js';
import { NodeEntropy } from '../../src/adapters/node/entropy.js';
import type { Digest, SessionId } from '../../src/domain/ids.js';
import { Secret } from '../../src/domain/secret.js';
import type { Holder, Presented } from '../../src/domain/session/credentials.js';
import { challengeTokensContract } from '../../src/testing/challenge-tokens.contract.js';
import { credentialIssuerContract } from '../../src/testing/credential-issuer.contract.js';
import { entropyContract } from '../../src/testing/entropy.contract.js';
import { keyStoreContract } from '../../src/testing/key-store.contract.js';
import { refreshSecretsContract } from '../../src/testing/refresh-secrets.contract.js';
import { aChallenge } from '../support/a-challenge.js';
import { keyRoom } from '../support/key-room.js';
import { breaks } from '../support/breaks.js';

describe('A broken adapter of keys is told which promise it breaks:', () => {
  it('an issuer that accepts another kind of token', () =>
    breaks(['vouches for nobody with what was issued for something else'], (runner) =>
      credentialIssuerContract<'token'>(
        'mine',
        async () => {
          const { issuer, challenges } = await keyRoom();
          const lenient = async (presented: Presented<'token'>, now: Date): Promise<Holder | undefined> => {
            const challenge = await challenges.read('verify', presented.accessToken, now);
            const sessionId = challenge?.id as string as SessionId;
            return challenge ? { sessionId, secret: undefined } : issuer.read(presented, now);
          };
          return {
            issuer: { kind: 'token', issue: (...all) => issuer.issue(...all), read: lenient },
            stranger: (await keyRoom()).issuer,
            present: ({ accessToken }) => ({ kind: 'token', accessToken }),
            saying: (text) => ({ kind: 'token', accessToken: new Secret(text) }),
            otherKinds: async (now) => [await challenges.issue(aChallenge(now), new Secret('secret'), now)],
          };
        },
        runner,
      ),
    ));

  it('a store of keys that lets two sets begin', () =>
    breaks(['lets one set win, however many begin at the same moment'], (runner) => {
      class Slow extends MemoryKeyStore {
        override async begin(first: readonly StoredKey[]): Promise<void> {
          const held = new Set((await this.all()).map(({ purpose }) => purpose));
          await setImmediate();
          for (const key of first) if (!held.has(key.purpose)) await this.succeed(key, key.activeFrom);
        }
      }
      const open = async () => {
        const store = new Slow();
        return { store, other: store, close: async () => undefined };
      };
      keyStoreContract('mine', open, runner);
    }));

  it('challenge tokens that are good for everything', () =>
    breaks(['reads a token of one use for no other'], (runner) =>
      challengeTokensContract(
        'mine',
        async () => {
          const { challenges } = await keyRoom();
          const tokens = {
            issue: challenges.issue.bind(challenges),
            read: async (_use: string, token: Secret, now: Date) =>
              (await challenges.read('verify', token, now)) ?? challenges.read('enrol', token, now),
          };
          return { tokens, stranger: (await keyRoom()).challenges };
        },
        runner,
      ),
    ));

  it('refresh secrets that are the same in every generation', () =>
    breaks(['answers every session, generation and nonce with a secret of its own'], (runner) =>
      refreshSecretsContract(
        'mine',
        async () => {
          const { refresh } = await keyRoom();
          const secrets = {
            begin: () => refresh.begin(),
            of: (chain: Parameters<typeof refresh.of>[0]) => refresh.of(chain, 0),
            parse: (token: Secret) => refresh.parse(token),
            equal: (a: Secret, b: Secret) => refresh.equal(a, b),
          };
          return { secrets, stranger: (await keyRoom()).refresh, token: refreshToken };
        },
        runner,
      ),
    ));

  it('a source of chance that takes one kind of secret for another', () =>
    breaks(['digests a secret of one kind apart from the same secret of another'], (runner) => {
      class Alike extends NodeEntropy {
        override digest(_kind: unknown, presented: Secret): Digest {
          return super.digest('challenge', presented);
        }
      }
      const keyed = (key: string) => new Alike((value) => createHmac('sha256', key).update(value).digest('base64url'));
      entropyContract('mine', () => ({ entropy: keyed('a key'), stranger: keyed('another') }), runner);
    }));
});
