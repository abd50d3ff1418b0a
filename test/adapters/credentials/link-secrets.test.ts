import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { KeyedLinkSecrets } from '../../../src/adapters/credentials/link-secrets.js';
import { days, minutes } from '../../../src/domain/duration.js';
import type { LinkId } from '../../../src/domain/ids.js';
import { Secret } from '../../../src/domain/secret.js';
import { linkSecretsContract } from '../../../src/testing/link-secrets.contract.js';
import { keyRoom } from '../../support/key-room.js';
import { pass } from '../../support/key-acts.js';

const id = '01956b0e-7a60-7c3e-9d51-6f0f5a2b7c11' as LinkId;

linkSecretsContract('keyed', async () => ({
  secrets: new KeyedLinkSecrets((await keyRoom()).ring),
  stranger: new KeyedLinkSecrets((await keyRoom()).ring),
}));

describe('Secrets of mailed links', () => {
  it('are HMAC-SHA-256 over fields with their lengths before them', async () => {
    const { ring } = await keyRoom();
    const secrets = new KeyedLinkSecrets(ring);
    const field = (text: string) => [Buffer.from([0, 0, 0, text.length]), Buffer.from(text)];
    const message = Buffer.concat(['link', id].flatMap(field));
    const expected = createHmac('sha256', ring.active('link').verifies).update(message).digest('base64url');
    expect(secrets.of({ id, keyId: secrets.keyId() })?.reveal()).to.equal(expected);
  });

  it('stay what they were when the key is rotated, for as long as a mail may wait', async () => {
    const room = await keyRoom();
    const secrets = new KeyedLinkSecrets(room.ring);
    const keyId = secrets.keyId();
    const was = secrets.of({ id, keyId })?.reveal();
    await room.rotation.rotate('link');
    await pass(room, minutes(15));
    expect(secrets.keyId()).not.to.equal(keyId);
    expect(secrets.of({ id, keyId })?.reveal()).to.equal(was);
    await pass(room, days(30));
    expect(secrets.of({ id, keyId })).to.equal(undefined);
  });

  it('are found in nothing else', async () => {
    const secrets = new KeyedLinkSecrets((await keyRoom()).ring);
    const s = 'A'.repeat(43);
    for (const text of [
      `${id}.${s}A`,
      `${id}.${s.slice(1)}`,
      ` ${id}.${s}`,
      `${id}.${s}\n`,
      `${id.toUpperCase()}.${s}`,
      `${id}.${'='.repeat(43)}`,
      `${'-'.repeat(36)}.${s}`,
      `${id}..${s}`,
    ])
      expect(secrets.parse(new Secret(text)), text).to.equal(undefined);
  });
});
