import assert from 'node:assert/strict';
import type { Nonce, SessionId } from '../domain/ids.js';
import type { RefreshChain, RefreshSecrets } from '../domain/ports/refresh-secrets.js';
import { Secret } from '../domain/secret.js';
import { contract, type Runner } from './contract.js';

/** The refresh secrets of one service, and whoever writes and forges its tokens. */
export interface RefreshSecretsUnderTest {
  readonly secrets: RefreshSecrets;
  /** Under keys of its own. */
  readonly stranger: RefreshSecrets;
  /** The refresh token that a client is given. */
  token(session: SessionId, generation: number, secret: Secret): Secret;
}

const sessionId = '01956b0e-7a60-7c3e-9d51-6f0f5a2b7c11' as SessionId;
const strange = ['', '.', '..', 'null', '\0', '\ud800', "' or 1=1--", `${sessionId}.0`, '.'.repeat(1_000_000)];

/** The same question, the same answer, and no answer to it from anywhere else: nothing of the past need be stored. */
export function refreshSecretsContract(
  name: string,
  open: () => Promise<RefreshSecretsUnderTest>,
  runner?: Runner,
): void {
  const close = () => undefined;
  const chain = ({ secrets }: RefreshSecretsUnderTest): RefreshChain => ({ sessionId, ...secrets.begin() });
  contract({ port: 'RefreshSecrets', adapter: name, open, close, opens: 'once', runner }, (it) => {
    it('answers the same question the same', (its) => {
      const one = chain(its);
      const answer = its.secrets.of(one, 7)?.reveal();
      assert(answer);
      assert.equal(its.secrets.of({ ...one }, 7)?.reveal(), answer);
    });

    it('answers every session, generation and nonce with a secret of its own', (its) => {
      const one = chain(its);
      const others = [chain(its), { ...one, sessionId: `${sessionId}0` as SessionId }, { ...one, nonce: 'x' as Nonce }];
      const asked = [
        ...[0, 1, 10, 11].map((n) => its.secrets.of(one, n)),
        ...others.map((it) => its.secrets.of(it, 0)),
      ];
      for (const secret of asked) assert((secret?.reveal().length ?? 0) >= 43, '256 bits');
      assert.equal(new Set(asked.map((secret) => secret?.reveal())).size, asked.length);
    });

    it('begins no two chains alike', (its) => {
      const nonces = Array.from({ length: 1000 }, () => its.secrets.begin().nonce);
      assert.equal(new Set(nonces).size, nonces.length);
    });

    it('answers nothing where the key is gone', (its) => {
      assert.equal(its.stranger.of(chain(its), 0), undefined);
    });

    it('takes session, generation and secret out of the token that carries them', (its) => {
      for (const generation of [0, 1, 12, 1440]) {
        const secret = its.secrets.of(chain(its), generation);
        assert(secret);
        const parsed = its.secrets.parse(its.token(sessionId, generation, secret));
        assert.deepEqual([parsed?.sessionId, parsed?.generation], [sessionId, generation]);
        assert(parsed && its.secrets.equal(parsed.secret, secret));
      }
    });

    it('finds nothing in what has not the shape of a token, and throws at nothing', ({ secrets }) => {
      for (const text of strange) assert.equal(secrets.parse(new Secret(text)), undefined, text.slice(0, 40));
    });

    it('takes nothing for equal but what is the same', ({ secrets }) => {
      assert(secrets.equal(new Secret('secret'), new Secret('secret')));
      for (const other of ['secreT', 'secret ', 'secre', '', 'секрет'])
        assert(!secrets.equal(new Secret('secret'), new Secret(other)));
    });
  });
}
