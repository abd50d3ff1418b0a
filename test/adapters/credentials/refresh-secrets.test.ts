import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { refreshToken } from '../../../src/adapters/credentials/refresh-secrets.js';
import { minutes } from '../../../src/domain/duration.js';
import type { Nonce, SessionId } from '../../../src/domain/ids.js';
import { Secret } from '../../../src/domain/secret.js';
import { refreshSecretsContract } from '../../../src/testing/refresh-secrets.contract.js';
import { keyRoom, type Room } from '../../support/key-room.js';

const sessionId = '01956b0e-7a60-7c3e-9d51-6f0f5a2b7c11' as SessionId;

refreshSecretsContract('keyed', async () => ({
  secrets: (await keyRoom()).refresh,
  stranger: (await keyRoom()).refresh,
  token: refreshToken,
}));

describe('Refresh secrets', () => {
  let room: Room;
  before(async () => {
    room = await keyRoom();
  });
  const chain = () => ({ sessionId, ...room.refresh.begin() });

  it('do not run fields into one another', () => {
    const { keyId } = room.refresh.begin();
    const of = (id: string, generation: number, nonce: string) =>
      room.refresh.of({ sessionId: id as SessionId, nonce: nonce as Nonce, keyId }, generation)?.reveal();
    expect(of('a', 1, '1b')).not.to.equal(of('a', 11, 'b'));
    expect(of('a1', 1, 'b')).not.to.equal(of('a', 11, 'b'));
  });

  it('are HMAC-SHA-256 over fields with their lengths before them', () => {
    const { nonce, keyId } = room.refresh.begin();
    const field = (text: string) => [Buffer.from([0, 0, 0, text.length]), Buffer.from(text)];
    const message = Buffer.concat(['refresh', sessionId, '7', nonce].flatMap(field));
    const expected = createHmac('sha256', room.ring.active('refresh').verifies).update(message).digest('base64url');
    expect(room.refresh.of({ sessionId, nonce, keyId }, 7)?.reveal()).to.equal(expected);
  });

  it('go on under the key they began with while new chains begin under the next', async () => {
    const one = chain();
    const was = room.refresh.of(one, 5)?.reveal();
    const { id } = await room.rotation.rotate('refresh');
    await room.ring.reload();
    room.clock.advance(minutes(15));
    expect(room.refresh.begin().keyId).to.equal(id).and.not.to.equal(one.keyId);
    expect(room.refresh.of(one, 5)?.reveal()).to.equal(was);
  });

  it('are found in nothing else', () => {
    const s = 'A'.repeat(43);
    for (const text of [
      '',
      '..',
      `${sessionId}.0`,
      `${sessionId}.0.${s}A`,
      `${sessionId}.0.${s.slice(1)}`,
      `${sessionId}.00.${s}`,
      `${sessionId}.-1.${s}`,
      `${sessionId}.1e3.${s}`,
      `${sessionId}.1.5.${s}`,
      `${sessionId}.9999999999.${s}`,
      `${sessionId}.٣.${s}`,
      `.0.${s}`,
      `${'a'.repeat(65)}.0.${s}`,
      ` ${sessionId}.0.${s}`,
      `${sessionId}.0.${s}\n`,
      `${sessionId}.0.${'='.repeat(43)}`,
      '.'.repeat(1_000_000),
      `${sessionId}.${'9'.repeat(1_000_000)}.${s}`,
    ]) {
      expect(room.refresh.parse(new Secret(text)), text.slice(0, 60)).to.equal(undefined);
    }
  });
});
