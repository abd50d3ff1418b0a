import { expect } from 'chai';
import { KeyedDeviceSecrets } from '../../../src/adapters/credentials/device-secrets.js';
import { minutes } from '../../../src/domain/duration.js';
import type { DeviceId, SessionId, UserId } from '../../../src/domain/ids.js';
import { anId } from '../../../src/testing/builders.js';
import { deviceSecretsContract } from '../../../src/testing/device-secrets.contract.js';
import { keyRoom } from '../../support/key-room.js';

deviceSecretsContract('keyed', async () => ({
  secrets: new KeyedDeviceSecrets((await keyRoom()).ring),
  stranger: new KeyedDeviceSecrets((await keyRoom()).ring),
}));

describe('Device secrets', () => {
  it('go on under the key they began with while new devices begin under the next', async () => {
    const room = await keyRoom();
    const secrets = new KeyedDeviceSecrets(room.ring);
    const chain = { id: anId<DeviceId>(), userId: anId<UserId>(), ...secrets.begin() };
    const was = secrets.token(chain, 5)?.reveal();
    const { id } = await room.rotation.rotate('device');
    await room.ring.reload();
    room.clock.advance(minutes(15));
    expect(secrets.begin().keyId).to.equal(id).and.not.to.equal(chain.keyId);
    expect(secrets.token(chain, 5)?.reveal()).to.equal(was);
  });

  it('are worth nothing once their key is revoked', async () => {
    const room = await keyRoom();
    const secrets = new KeyedDeviceSecrets(room.ring);
    const chain = { id: anId<DeviceId>(), userId: anId<UserId>(), ...secrets.begin() };
    const token = secrets.token(chain, 0);
    await room.rotation.revoke(chain.keyId);
    await room.ring.reload();
    const read = token && secrets.parse(token);
    expect(read && secrets.isGenuine(read, chain)).to.equal(false);
  });

  it('are no refresh secrets, though both are computed alike', async () => {
    const room = await keyRoom();
    const { nonce, keyId } = new KeyedDeviceSecrets(room.ring).begin();
    expect(room.refresh.of({ sessionId: anId<SessionId>(), nonce, keyId }, 0)).to.equal(undefined);
  });
});
