import { expect } from 'chai';
import { Argon2PasswordHasher } from '../../src/adapters/node/argon2-password-hasher.js';
import type { Digest } from '../../src/domain/ids.js';
import type { PasswordHasher } from '../../src/domain/ports/password-hasher.js';
import type { PasswordCheck, PasswordHash } from '../../src/domain/user/password.js';
import { client } from '../../src/testing/builders.js';
import { aWorld } from '../../src/testing/world.js';
import { EmailAddress } from '../../src/domain/user/email-address.js';
import { hashingPool } from '../support/hashing-pool.js';
import { ada, hash, passwordPool, phone, policy, start } from '../support/people.js';

const newer = 'newer hash' as PasswordHash;
const former = 'digest of the former' as Digest;
const check = (changes: Partial<PasswordCheck> = {}): PasswordCheck => ({
  matches: true,
  against: hash,
  renewal: { hash: newer, former },
  ...changes,
});

describe('A hash that has become too cheap', () => {
  it('gives way to a new one when the right password is there, whether or not a second factor is due', () => {
    for (const user of [ada(), ada([phone()])]) {
      user.signIn(check(), passwordPool(), start, policy);
      expect(user.passwordHash).to.equal(newer);
    }
  });

  it('stays where the password was wrong, or the user may not sign in', () => {
    const [wrong, disabled] = [ada(), ada([], { status: 'disabled' })];
    wrong.signIn({ matches: false, against: hash }, passwordPool(), start, policy);
    disabled.signIn(check(), passwordPool(), start, policy);
    for (const user of [wrong, disabled]) expect(user.passwordHash).to.equal(hash);
  });

  it('is renewed once by two sign-ins at once, and both are let in', () => {
    const user = ada();
    expect(user.signIn(check(), passwordPool(), start, policy).kind).to.equal('authenticated');
    const rival = check({ renewal: { hash: 'another new hash' as PasswordHash, former } });
    expect(user.signIn(rival, passwordPool(), start, policy).kind).to.equal('authenticated');
    expect(user.passwordHash).to.equal(newer);
  });

  it('opens nothing once the password is another one, nor to a check that brings no new hash', () => {
    const user = ada();
    user.signIn(check(), passwordPool(), start, policy);
    const { renewal: _, ...bare } = check();
    expect(user.signIn(bare, passwordPool(), start, policy).kind).to.equal('refused');
    const changed = ada([], { ...user.snapshot(), passwordHash: 'of another password' as PasswordHash });
    expect(changed.signIn(check(), passwordPool(), start, policy).kind).to.equal('refused');
    expect(changed.passwordHash).to.equal('of another password');
  });

  it('is seen at the next sign-in after the cost was raised, and then is no more', async () => {
    const costs = [
      { memoryCost: 19_456, timeCost: 2 },
      { memoryCost: 20_480, timeCost: 2 },
    ];
    const pools = costs.map((cost) => hashingPool({ cost }));
    const [usual, raised] = pools.map((pool, index) => new Argon2PasswordHasher(pool, costs[index]));
    let hasher: PasswordHasher = usual ?? expect.fail();
    const passwords: PasswordHasher = {
      turnsAway: (...given) => hasher.turnsAway?.(...given),
      hash: (...given) => hasher.hash(...given),
      check: (...given) => hasher.check(...given),
    };
    const world = await aWorld({ instead: { passwords } }).withUser('ada');
    const stored = () =>
      world.needs().work.run(client, async (tx) => {
        const email = EmailAddress.parse(world.addressOf('ada'));
        return email && (await tx.users.byEmail(email))?.passwordHash;
      });
    expect(await stored()).to.include('m=19456');
    hasher = raised ?? expect.fail();
    expect(await world.logIn('ada', 'wrong horse')).to.include({ status: 'denied' });
    expect(await stored()).to.include('m=19456');
    const both = await Promise.all([world.logIn('ada'), world.logIn('ada')]);
    expect(both.map(({ status }) => status)).to.deep.equal(['signed-in', 'signed-in']);
    const renewed = await stored();
    expect(renewed).to.include('m=20480');
    expect(await world.logIn('ada')).to.include({ status: 'signed-in' });
    expect(await stored()).to.equal(renewed);
    // What costs more than today's stays: it need not be cheaper.
    hasher = usual ?? expect.fail();
    expect(await world.logIn('ada')).to.include({ status: 'signed-in' });
    expect(await stored()).to.equal(renewed);
    await world.close();
    await Promise.all(pools.map((pool) => pool.close()));
  });
});
