import assert from 'node:assert/strict';
import type { KeyId, LinkId } from '../domain/ids.js';
import type { LinkSecrets } from '../domain/ports/link-secrets.js';
import { Secret } from '../domain/secret.js';
import { contract, type Runner } from './contract.js';

/** The link secrets of one service, and those of somebody else. */
export interface LinkSecretsUnderTest {
  readonly secrets: LinkSecrets;
  /** Under keys of its own. */
  readonly stranger: LinkSecrets;
}

const id = '01956b0e-7a60-7c3e-9d51-6f0f5a2b7c11' as LinkId;
const other = '01956b0e-7a60-7c3e-9d51-6f0f5a2b7c12' as LinkId;
const strange = ['', '.', id, `${id}.`, `${id}.x`, '\0', '\ud800', "' or 1=1--", '.'.repeat(1_000_000)];

/** The same link, the same secret, and no secret for it from anywhere else: nothing secret waits to be mailed. */
export function linkSecretsContract(name: string, open: () => Promise<LinkSecretsUnderTest>, runner?: Runner): void {
  const close = () => undefined;
  contract({ port: 'LinkSecrets', adapter: name, open, close, opens: 'once', runner }, (it) => {
    it('computes the same secret for the same link, and another for every other', ({ secrets }) => {
      const keyId = secrets.keyId();
      const secret = secrets.of({ id, keyId })?.reveal();
      assert((secret?.length ?? 0) >= 43, '256 bits');
      assert.equal(secrets.of({ id, keyId })?.reveal(), secret);
      assert.notEqual(secrets.of({ id: other, keyId })?.reveal(), secret);
    });

    it('computes nothing where the key is gone or never was', ({ secrets, stranger }) => {
      assert.equal(stranger.of({ id, keyId: secrets.keyId() }), undefined);
      assert.equal(secrets.of({ id, keyId: 'no key' as KeyId }), undefined);
    });

    it('takes id and secret out of the code that carries them', ({ secrets }) => {
      const secret = secrets.of({ id, keyId: secrets.keyId() });
      assert(secret);
      const code = secrets.code(id, secret);
      assert.match(code.reveal(), /^[\w.~-]{1,128}$/, 'safe in a URL');
      const parsed = secrets.parse(code);
      assert.deepEqual([parsed?.id, parsed?.secret.reveal()], [id, secret.reveal()]);
    });

    it('finds nothing in what has not the shape of a code, and throws at nothing', ({ secrets }) => {
      for (const text of strange) assert.equal(secrets.parse(new Secret(text)), undefined, text.slice(0, 60));
    });
  });
}
