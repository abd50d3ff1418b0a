import { expect } from 'chai';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { days, seconds } from '../../src/domain/duration.js';
import type { UserId } from '../../src/domain/ids.js';
import type { Caller } from '../../src/testing/caller.js';
import { aWorld, type World } from '../../src/testing/world.js';
import * as say from '../support/operations.js';
import { password } from '../support/visitor.js';

const wish = { scope: 'deploy reports:read', days: 30, label: 'CI' };

describe('Machine tokens', function () {
  this.timeout(20_000);
  let world: World;
  beforeEach(async () => {
    world = await aWorld({ now: new Date('2031-03-01T12:00:00.000Z') })
      .withUser('ada', { totp: true })
      .withUser('grace', { totp: true })
      .withUser('bob');
  });
  afterEach(() => world.close());

  const make = (by: Caller, input: object = {}) => by.one(say.createMachineToken, { input: { ...wish, ...input } });
  async function made(by: Caller, input: object = {}) {
    const created = await make(by, input);
    expect(created.__typename).to.equal('MachineTokenCreated');
    const { machineToken, token } = created as unknown as { machineToken: { id: string }; token: string };
    return { id: machineToken.id, token };
  }
  const exchange = (token: string) => world.caller().one(say.exchangeMachineToken, { input: { token } });
  const listed = async (by: Caller) => {
    const { machineTokens } = await by.one(say.machines);
    return machineTokens as readonly Record<string, unknown>[];
  };
  const claimsOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

  it('are exchanged for a token of five minutes that says what it is, and that other servers can check', async () => {
    const { id, token } = await made(await world.signIn('ada'));
    const access = await exchange(token);
    expect(access).to.include({ __typename: 'MachineAccess', accessTokenExpiresAt: '2031-03-01T12:05:00.000Z' });
    expect(access['scopes']).to.deep.equal(['deploy', 'reports:read']);
    const keys = (await (await fetch(`${world.url}/.well-known/jwks.json`)).json()) as Parameters<
      typeof createLocalJWKSet
    >[0];
    const { payload, protectedHeader } = await jwtVerify(String(access['accessToken']), createLocalJWKSet(keys), {
      typ: 'at+jwt',
      issuer: world.url,
      audience: world.url,
      currentDate: world.clock.now(),
    });
    expect(protectedHeader.alg).to.equal('ES256');
    const { jti, sub, ...rest } = payload;
    expect([jti, sub].every((each) => typeof each === 'string')).to.equal(true);
    const iat = world.clock.now().getTime() / 1000;
    expect(rest).to.deep.equal({
      iss: world.url,
      aud: world.url,
      client_id: id,
      iat,
      exp: iat + 300,
      scope: 'deploy reports:read',
      acr: 'aal1',
      amr: ['machine'],
      mfa_verified: false,
    });
  });

  it('take a second factor proven just now', async () => {
    const bob = await world.signIn('bob');
    expect(await make(bob)).to.include({ __typename: 'NotAllowed', reason: 'NO_FACTOR' });
    expect(await bob.one(say.createServiceAccount)).to.include({ __typename: 'NotAllowed', reason: 'NO_FACTOR' });
    const ada = world.caller();
    await ada.one(say.login, { input: { email: 'ada@example.org', password, credential: 'COOKIE' } });
    await ada.one(say.verifyMfa, { input: { factor: 'TOTP', code: world.phoneOf('ada').code() } });
    world.clock.advance(seconds(301));
    expect(await make(ada)).to.include({ __typename: 'StepUpRequired', requiredAssurance: 'AAL2', maxAge: 300 });
    expect(await ada.one(say.createServiceAccount)).to.include({ __typename: 'StepUpRequired' });
    expect((await make(world.caller())).__typename).to.equal('SessionEnded');
    expect(world.facts().map(({ type }) => type)).to.not.include('machine-token.created');
  });

  it('are refused in one way whatever is wrong with them, and the facts know what', async () => {
    const ada = await world.signIn('ada');
    const [one, other] = [await made(ada), await made(ada, { days: 1 })];
    const wrong = [
      'nonsense',
      '',
      'x'.repeat(5000),
      `${one.token.slice(0, -1)}${one.token.endsWith('A') ? 'B' : 'A'}`,
      one.token.replace(one.id, other.id),
      one.token.replace(one.id, '01956b0e-7a60-7c3e-9d51-00000000c4a1'),
      one.token.replace(/machine\.[0-9a-f-]{36}/, 'machine.01956b0e-7a60-7c3e-9d51-00000000c4a1'),
    ];
    const answers = new Set<string>();
    for (const token of wrong) answers.add(JSON.stringify(await exchange(token)));
    world.clock.advance(days(1));
    answers.add(JSON.stringify(await exchange(other.token)));
    expect([...answers]).to.deep.equal([JSON.stringify({ __typename: 'InvalidMachineToken' })]);
    expect(world.facts().flatMap((fact) => (fact.type === 'machine-token.refused' ? [fact.why] : []))).to.deep.equal([
      'wrong-secret',
      'wrong-secret',
      'unknown',
      'unknown',
      'expired',
    ]);
  });

  it('are listed with their last use, exact to a minute, and revoked at once', async () => {
    const ada = await world.signIn('ada');
    const { id, token } = await made(ada);
    expect(await listed(ada)).to.deep.equal([
      {
        id,
        label: 'CI',
        scopes: ['deploy', 'reports:read'],
        createdAt: '2031-03-01T12:00:00.000Z',
        expiresAt: '2031-03-31T12:00:00.000Z',
        lastUsedAt: null,
      },
    ]);
    for (const past of [0, 20, 20, 20]) {
      world.clock.advance(seconds(past));
      expect((await exchange(token)).__typename).to.equal('MachineAccess');
    }
    expect((await listed(ada))[0]).to.include({ lastUsedAt: '2031-03-01T12:01:00.000Z' });
    expect(world.facts().filter(({ type }) => type === 'machine-token.used')).to.have.length(2);
    expect(await ada.one(say.revokeMachineToken, { input: { id } })).to.include({
      __typename: 'MachineTokenRevoked',
      id,
    });
    expect((await exchange(token)).__typename).to.equal('InvalidMachineToken');
    expect(await listed(ada)).to.deep.equal([]);
  });

  it('[M02] are nobody else’s to see, to make or to revoke', async () => {
    const [ada, grace] = [await world.signIn('ada'), await world.signIn('grace')];
    const { id, token } = await made(ada);
    const { serviceAccount } = (await ada.one(say.createServiceAccount)) as unknown as {
      serviceAccount: { id: string };
    };
    const robot = await made(ada, { serviceAccount: serviceAccount.id });
    for (const input of [{ id }, { id: 'nonsense' }, { id: robot.id }])
      expect((await grace.one(say.revokeMachineToken, { input })).__typename).to.equal('MachineCredentialNotFound');
    for (const account of [serviceAccount.id, String(claimsOf(String((await exchange(token))['accessToken']))['sub'])])
      expect((await make(grace, { serviceAccount: account })).__typename).to.equal('MachineCredentialNotFound');
    const removal = await grace.one(say.removeServiceAccount, { input: { id: serviceAccount.id } });
    expect(removal.__typename).to.equal('MachineCredentialNotFound');
    expect(await listed(grace)).to.deep.equal([]);
    for (const each of [token, robot.token]) expect((await exchange(each)).__typename).to.equal('MachineAccess');
    expect((await ada.one(say.revokeMachineToken, { input: { id: robot.id } })).__typename).to.equal(
      'MachineTokenRevoked',
    );
    expect((await exchange(robot.token)).__typename).to.equal('InvalidMachineToken');
  });

  it('go on where everything else of their user ends, but not where the user does', async () => {
    const ada = await world.signIn('ada');
    const { token } = await made(ada);
    await ada.one(say.disableMfa);
    await ada.one(say.logout, { input: { everywhere: true } });
    const access = await exchange(token);
    expect(access.__typename).to.equal('MachineAccess');
    await disable(String(claimsOf(String(access['accessToken']))['sub']) as UserId);
    expect((await exchange(token)).__typename).to.equal('InvalidMachineToken');
  });

  const disable = (id: UserId) =>
    world.needs().work.run({ address: undefined, device: undefined, correlationId: 'a test' }, async (tx) => {
      (await tx.users.byId(id))?.disable();
    });

  it('[M07] of a service account act in its name, as long as its owner may, and end with it', async () => {
    const ada = await world.signIn('ada');
    const opened = await ada.one(say.createServiceAccount, { input: { label: 'Nightly backup' } });
    const account = (opened as unknown as { serviceAccount: { id: string; label: string } }).serviceAccount;
    expect(account.label).to.equal('Nightly backup');
    const [own, its] = [await made(ada), await made(ada, { serviceAccount: account.id })];
    const access = claimsOf(String((await exchange(its.token))['accessToken']));
    expect(access['sub']).to.equal(account.id);
    const owner = String(claimsOf(String((await exchange(own.token))['accessToken']))['sub']) as UserId;
    const { serviceAccounts } = (await ada.one(say.machines)) as unknown as {
      serviceAccounts: { id: string; tokens: { id: string }[] }[];
    };
    expect(serviceAccounts.map(({ id, tokens }) => [id, tokens.map((each) => each.id)])).to.deep.equal([
      [account.id, [its.id]],
    ]);
    expect((await world.mail()).map(({ to, template }) => [to, template])).to.deep.equal([
      ['ada@example.org', 'service-account-made'],
      ['ada@example.org', 'machine-token-made'],
      ['ada@example.org', 'machine-token-made'],
    ]);

    await disable(owner);
    expect((await exchange(its.token)).__typename).to.equal('InvalidMachineToken');
    const last = world.facts().at(-1);
    expect(last).to.deep.equal({ type: 'machine-token.refused', userId: account.id, why: 'owner-disabled' });
  });

  it('of a service account end with it', async () => {
    const ada = await world.signIn('ada');
    const opened = (await ada.one(say.createServiceAccount)) as unknown as { serviceAccount: { id: string } };
    const { id } = opened.serviceAccount;
    const { token } = await made(ada, { serviceAccount: id });
    expect(await ada.one(say.removeServiceAccount, { input: { id } })).to.include({
      __typename: 'ServiceAccountRemoved',
    });
    expect((await exchange(token)).__typename).to.equal('InvalidMachineToken');
    expect((await make(ada, { serviceAccount: id })).__typename).to.equal('MachineCredentialNotFound');
    expect((await ada.one(say.machines))['serviceAccounts']).to.deep.equal([]);
  });

  it('say what is wrong with a wish', async () => {
    const ada = await world.signIn('ada');
    for (const [input, problem] of [
      [{ scope: '' }, 'BAD_SCOPE'],
      [{ scope: 'mfa:verify' }, 'BAD_SCOPE'],
      [{ days: 0 }, 'BAD_LIFETIME'],
      [{ days: 366 }, 'BAD_LIFETIME'],
    ] as const)
      expect(await make(ada, input)).to.include({ __typename: 'MachineCredentialRejected', problem });
    for (let count = 0; count < 20; count += 1) await made(ada);
    expect(await make(ada)).to.include({ __typename: 'MachineCredentialRejected', problem: 'TOO_MANY' });
  });
});
