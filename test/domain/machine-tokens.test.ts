import { expect } from 'chai';
import { days, hours, minutes, seconds } from '../../src/domain/duration.js';
import type { Digest, MachineTokenId, UserId } from '../../src/domain/ids.js';
import type { AuthPolicy } from '../../src/domain/policy.js';
import { Secret } from '../../src/domain/secret.js';
import { FreshFactor } from '../../src/domain/session/fresh-factor.js';
import type { AuthSession } from '../../src/domain/session/auth-session.js';
import { EmailAddress } from '../../src/domain/user/email-address.js';
import { MachineSecret } from '../../src/domain/user/machine-secret.js';
import { parseScopes } from '../../src/domain/user/scope.js';
import type { User } from '../../src/domain/user/user.js';
import { ada, adaId, at, graceId, passwordPool, phone, policy, session, start } from '../support/people.js';

const digest = 'digest' as Digest;
const wish = { label: 'CI', scope: 'deploy reports:read', days: 30 };
const made = (id = 'token') => ({ id: id as MachineTokenId, digest });

/** Ada with a phone, and her proof of it. */
function owner(by: AuthPolicy = policy): { readonly user: User; readonly proof: FreshFactor } {
  const user = ada([phone()]);
  const proof = FreshFactor.of(session(user), user, start, by);
  if (!(proof instanceof FreshFactor)) expect.fail(proof);
  user.releaseEvents();
  return { user, proof };
}
function holder(): User {
  const { user, proof } = owner();
  expect(user.grantMachineToken(wish, made(), proof, start, policy)).to.be.an('object');
  user.releaseEvents();
  return user;
}
const use = (user: User, now = start, shown = digest, id = 'token') =>
  user.useMachineToken(id as MachineTokenId, shown, now, policy);

describe('A machine token', () => {
  it('is born with a second factor proven just now, and with nothing less', () => {
    const strong = ada([phone()]);
    const evidence = (user: User, now = start, by = policy) =>
      FreshFactor.of(opened.get(user) ?? open(user), user, now, by);
    const opened = new Map<User, AuthSession>();
    const open = (user: User) => {
      const its = session(user);
      opened.set(user, its);
      return its;
    };
    expect(evidence(strong)).to.be.instanceOf(FreshFactor);
    expect(evidence(ada())).to.equal('no-factor');
    expect(evidence(strong, start, { ...policy, mfa: 'off' })).to.equal('no-factor');
    expect(evidence(strong, at(minutes(5)))).to.be.instanceOf(FreshFactor);
    expect(evidence(strong, at(seconds(301)))).to.equal('stale');
    // A session that has ended proves nothing.
    const ended = ada([phone()]);
    open(ended).revoke('signed-out', start);
    expect(evidence(ended)).to.equal('stale');
  });

  it('remembers a digest and what it may do, and says so in its fact', () => {
    const { user, proof } = owner();
    const token = user.grantMachineToken(wish, made(), proof, start, policy);
    const remembered = {
      id: 'token',
      label: 'CI',
      scopes: ['deploy', 'reports:read'],
      digest,
      createdAt: start,
      expiresAt: at(days(30)),
      lastUsedAt: undefined,
    };
    expect(token).to.deep.equal(remembered);
    expect(user.snapshot().machineTokens).to.deep.equal([remembered]);
    expect(user.releaseEvents()).to.deep.equal([{ type: 'machine-token.created', userId: adaId, tokenId: 'token' }]);
  });

  it('is made for nobody but whoever proved it', () => {
    const { proof } = owner();
    const grace = ada([phone()], { id: graceId });
    expect(() => grace.grantMachineToken(wish, made(), proof, start, policy)).to.throw('somebody else');
    expect(() => grace.openServiceAccount('robot' as UserId, 'Robot', proof, start, policy)).to.throw('somebody else');
  });

  it('expires, and no later than a year from now', () => {
    const { user, proof } = owner();
    const ask = (count: number) => user.grantMachineToken({ ...wish, days: count }, made(), proof, start, policy);
    for (const count of [0, -1, 366, 1.5, Number.NaN, Infinity, 1e300]) expect(ask(count)).to.equal('bad-lifetime');
    for (const count of [1, 365]) expect(ask(count)).to.be.an('object');
  });

  it('takes up to twenty different scopes, and none of ours', () => {
    for (const raw of ['a', 'a b', 'https://api.example.com/read', 'x'.repeat(64), '!#[]~'])
      expect(parseScopes(raw), raw).to.deep.equal(raw.split(' '));
    const many = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`).join(' ');
    expect(parseScopes(many(20))).to.have.length(20);
    const wrong = ['', ' ', 'a  b', ' a', 'a ', 'a a', 'a\tb', 'a\nb', 'a"', 'a\\b', 'é', 'x'.repeat(65), many(21)];
    for (const raw of [...wrong, 'mfa', 'mfa:verify', 'MFA:enrol', 'a mfa:x'])
      expect(parseScopes(raw), JSON.stringify(raw)).to.equal(undefined);
    const { user, proof } = owner();
    expect(user.grantMachineToken({ ...wish, scope: 'a  b' }, made(), proof, start, policy)).to.equal('bad-scope');
  });

  it('is one of twenty at most; those that have expired make room', () => {
    const { user, proof } = owner();
    const ask = (index: number, now = start) =>
      user.grantMachineToken({ ...wish, days: index === 0 ? 1 : 30 }, made(`t${index}`), proof, now, policy);
    for (let index = 0; index < 20; index += 1) expect(ask(index)).to.be.an('object');
    expect(ask(20)).to.equal('too-many');
    expect(ask(20, at(days(1)))).to.be.an('object');
    const ids = user.snapshot().machineTokens.map(({ id }) => String(id));
    expect(ids).to.have.length(20);
    expect(ids).to.not.include('t0');
    expect(user.revokeMachineToken('t5' as MachineTokenId)).to.equal('revoked');
    expect(ask(21)).to.be.an('object');
  });

  it('is used by whoever holds its secret, until it expires or is revoked', () => {
    const user = holder();
    expect(use(user)).to.include({ id: 'token', lastUsedAt: start });
    expect(use(user, start, 'another' as Digest)).to.equal('wrong-secret');
    expect(use(user, start, digest, 'nobody')).to.equal('unknown');
    expect(use(user, at(days(30)))).to.equal('expired');
    expect(user.revokeMachineToken('token' as MachineTokenId)).to.equal('revoked');
    expect(user.revokeMachineToken('token' as MachineTokenId)).to.equal('unknown');
    expect(use(user)).to.equal('unknown');
    expect(user.releaseEvents().map(({ type }) => type)).to.deep.equal(['machine-token.used', 'machine-token.revoked']);
  });

  it('writes down that it was used once a minute', () => {
    const user = holder();
    use(user);
    const after = user.snapshot();
    for (const past of [0, 30, 59]) use(user, at(seconds(past)));
    expect(user.snapshot()).to.equal(after);
    use(user, at(minutes(1)));
    expect(user.snapshot().machineTokens[0]?.lastUsedAt).to.deep.equal(at(minutes(1)));
    expect(user.releaseEvents()).to.have.length(2);
  });

  it('outlives a password, a factor and every session, and ends with its user, for good', () => {
    const user = holder();
    user.signOutEverywhere();
    user.disableMfa([]);
    expect(use(user, at(hours(1)))).to.be.an('object');
    user.disable();
    expect(use(user)).to.equal('disabled');
    user.enable();
    expect(use(user)).to.equal('unknown');
    expect(user.releaseEvents().map(({ type }) => type)).to.include('machine-token.revoked');
  });

  it('is written in one way, and read back from that alone', () => {
    const ids = { userId: '01956b0e-7a60-7c3e-9d51-00000000c4a1', tokenId: '01956b0e-7a60-7c3e-9d51-00000000c4a2' };
    const value = 'A'.repeat(43);
    const whole = MachineSecret.write({
      userId: ids.userId as UserId,
      tokenId: ids.tokenId as MachineTokenId,
      secret: new Secret(value),
    }).reveal();
    expect(whole).to.equal(`portcullis-machine.${ids.userId}.${ids.tokenId}.${value}`);
    const read = MachineSecret.parse(new Secret(whole));
    expect({ ...read, secret: read?.secret.reveal() }).to.deep.equal({ ...ids, secret: value });
    const wrong = [
      '',
      whole.toUpperCase(),
      ` ${whole}`,
      `${whole}\n`,
      `${whole}A`,
      whole.slice(0, -1),
      whole.replace('machine', 'person'),
      whole.replace(ids.userId, ids.userId.replaceAll('-', 'a')),
      whole.split('.').slice(1).join('.'),
      `${ids.userId}.1.${value}`,
    ];
    for (const raw of wrong) expect(MachineSecret.parse(new Secret(raw)), raw).to.equal(undefined);
  });
});

describe('A service account', () => {
  const opened = () => {
    const { user, proof } = owner();
    const account = user.openServiceAccount('robot' as UserId, 'Robot', proof, start, policy);
    if (account === 'too-many') expect.fail(account);
    return { user, proof, account };
  };

  it('is a user without a password, an address or a factor, whom an owner answers for', () => {
    const { user, account } = opened();
    expect(account.snapshot()).to.include({ passwordHash: undefined, status: 'active' });
    expect(account.snapshot().service).to.deep.equal({ owner: adaId, label: 'Robot' });
    expect(EmailAddress.parse(account.snapshot().email)).to.equal(undefined);
    expect(user.snapshot().serviceAccounts).to.deep.equal(['robot']);
    expect(user.releaseEvents()).to.deep.equal([{ type: 'service-account.opened', userId: adaId, accountId: 'robot' }]);
  });

  it('is signed in by no password, and not by the lack of one', () => {
    const { account } = opened();
    for (const matches of [true, false])
      expect(account.signIn({ matches, against: undefined }, passwordPool(), start, policy).kind).to.equal('refused');
  });

  it('gets its tokens from its owner', () => {
    const { proof, account } = opened();
    expect(account.grantMachineToken(wish, made(), proof, start, policy)).to.be.an('object');
    expect(use(account)).to.be.an('object');
  });

  it('is one of as many as the policy allows', () => {
    const { user, proof } = owner();
    const ask = (id: string) =>
      user.openServiceAccount(id as UserId, 'Robot', proof, start, { ...policy, serviceAccounts: 1 });
    expect(ask('one')).to.be.an('object');
    expect(ask('two')).to.equal('too-many');
  });

  it('is closed for good by its owner, with all its tokens, and by nobody else', () => {
    const { user, proof, account } = opened();
    account.grantMachineToken(wish, made(), proof, start, policy);
    expect(ada([phone()], { id: graceId }).closeServiceAccount(account)).to.equal('unknown');
    expect(use(account)).to.be.an('object');
    expect(user.closeServiceAccount(account)).to.equal('closed');
    expect(user.closeServiceAccount(account)).to.equal('unknown');
    expect(use(account)).to.equal('disabled');
    expect(user.snapshot().serviceAccounts).to.deep.equal([]);
  });
});
