import { expect } from 'chai';
import { after, days, seconds } from '../../src/domain/duration.js';
import type { DeviceId, KeyId, Nonce } from '../../src/domain/ids.js';
import { Device } from '../../src/domain/throttle/device.js';
import { FailurePool, PoolKey } from '../../src/domain/throttle/failure-pool.js';
import { anId, aUser, later, policy, rightPassword, start } from '../../src/testing/builders.js';

const chain = { nonce: 'nonce' as Nonce, keyId: 'key' as KeyId };
const met = (user = aUser()) => {
  const device = Device.meet(anId<DeviceId>(), user, chain, undefined, start);
  device.releaseEvents();
  return { user, device };
};

describe('A device', () => {
  it('is no news where nobody has ever signed in, and news every time after', () => {
    const user = aUser({ hasSignedIn: false });
    const firsts = [1, 2].flatMap(() => Device.meet(anId<DeviceId>(), user, chain, undefined, start).releaseEvents());
    expect(firsts.map((event) => event.type === 'device.known' && event.first)).to.deep.equal([true, false]);
  });

  it('is known to its user alone, until it was unused for long', () => {
    const { user, device } = met();
    expect(device.isKnown(user, later(days(179)), policy)).to.equal(true);
    expect(device.isKnown(user, later(policy.deviceMemory), policy)).to.equal(false);
    expect(device.isKnown(aUser(), start, policy)).to.equal(false);
  });

  it('goes on with one successor, given again within the grace', () => {
    const { device } = met();
    device.use(0, start);
    device.use(0, start);
    expect(device.snapshot().generation).to.equal(1);
    expect(device.judge(1, start, policy)).to.equal('held');
    expect(device.judge(0, later(policy.refreshGrace), policy)).to.equal('held');
    expect(device.judge(0, after(later(policy.refreshGrace), seconds(1)), policy)).to.equal('reused');
    expect(device.judge(2, start, policy), 'a restored database is older than its clients').to.equal('unknown');
    device.use(1, start);
    expect(device.judge(0, start, policy), 'two before is never a lost answer').to.equal('reused');
  });

  it('is trusted for thirty days from when it was asked for, whatever happens meanwhile', () => {
    const { user, device } = met();
    expect(device.trustedUntil(user, start, policy)).to.equal(undefined);
    device.trust(user, start, policy);
    device.use(0, later(days(29)));
    expect(device.trustedUntil(user, later(days(29)), policy)).to.deep.equal(later(days(30)));
    expect(device.trustedUntil(user, later(days(30)), policy)).to.equal(undefined);
    expect(device.isKnown(user, later(days(30)), policy)).to.equal(true);
  });

  it('is not trusted where the policy forbids it, before and after', () => {
    const { user, device } = met();
    const never = { ...policy, trustedDevices: false };
    device.trust(user, start, never);
    expect([device.releaseEvents(), device.snapshot().trust]).to.deep.equal([[], undefined]);
    device.trust(user, start, policy);
    expect(device.trustedUntil(user, start, never)).to.equal(undefined);
  });

  it('loses its trust with the epoch, and is known still', () => {
    const { user, device } = met();
    device.trust(user, start, policy);
    user.signOutEverywhere();
    expect(device.trustedUntil(user, start, policy)).to.equal(undefined);
    expect(device.isKnown(user, start, policy)).to.equal(true);
  });

  it('is forgotten with all others, but for one that is kept, and that loses its trust', () => {
    const { user, device } = met();
    const { device: own } = met(user);
    own.trust(user, start, policy);
    user.recovery.secure();
    own.keep(user);
    expect([device, own].map((each) => each.isKnown(user, start, policy))).to.deep.equal([false, true]);
    expect(own.trustedUntil(user, start, policy)).to.equal(undefined);
  });

  it('is forgotten once, with one fact, and cannot be kept or trusted after', () => {
    const { user, device } = met();
    device.forget('reused', start);
    device.forget('by-owner', start);
    device.keep(user);
    device.trust(user, start, policy);
    const { id } = device;
    expect(device.releaseEvents()).to.deep.equal([{ type: 'device.reused', userId: user.id, deviceId: id }]);
    expect(device.isKnown(user, start, policy)).to.equal(false);
  });

  it('spares the question for a second factor, and proves nothing', () => {
    const { user, device } = met();
    const pool = FailurePool.empty(PoolKey.device(device.id), start);
    expect(user.signIn(rightPassword, pool, start, policy, device).kind).to.equal('second-factor');
    device.trust(user, start, policy);
    const step = user.signIn(rightPassword, pool, start, policy, device);
    expect(step.kind === 'authenticated' && step.authentication.proofs.map(({ factor }) => factor)).to.deep.equal([
      'password',
    ]);
    expect(aUser().signIn(rightPassword, pool, start, policy, device).kind, 'somebody else').to.equal('second-factor');
  });

  it('has a pool of its own that closes at five, without a fact about the account', () => {
    const pool = FailurePool.empty(PoolKey.device(met().device.id), start);
    const closed = [1, 2, 3, 4, 5].map(() => (pool.fail(start, policy), pool.isClosed));
    expect(closed).to.deep.equal([false, false, false, false, true]);
    expect(pool.releaseEvents()).to.deep.equal([]);
  });
});
