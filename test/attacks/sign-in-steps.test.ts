import { expect } from 'chai';
import { securityMail } from '../../src/application/security-mail.js';
import type { FactId } from '../../src/domain/ids.js';
import { defaultPolicy } from '../../src/domain/policy.js';
import { PoolKey } from '../../src/domain/throttle/failure-pool.js';
import type { User } from '../../src/domain/user/user.js';
import { Besieged, crowd, tally, wrongCodes } from '../support/besieged.js';
import * as say from '../support/operations.js';
import { password, type Visitor } from '../support/visitor.js';

const anId = '01920000-0000-7000-8000-000000000000';

/** Everything that is not for nobody, and what nobody hears. */
async function isNobody(visitor: Visitor): Promise<void> {
  expect(await visitor.me()).to.equal(null);
  const ended: readonly (readonly [string, Record<string, unknown>?])[] = [
    [say.stepUp, { assurance: 'AAL1', password }],
    [say.stepUp, { assurance: 'AAL2' }],
    [say.enrolTotp],
    [say.confirmTotp, { code: '000000' }],
    [say.regenerateBackupCodes],
    [say.removeFactor, { id: anId }],
    [say.renameFactor, { id: anId, label: 'x' }],
    [say.disableMfa],
    [say.revokeSession, { id: anId }],
    [say.setLanguage, { language: 'DE' }],
  ];
  for (const [operation, input] of ended) {
    expect(await visitor.kindOf(operation, input), operation).to.equal('SessionEnded');
  }
}

describe('Skipping, mixing and racing the steps of a sign-in', function () {
  this.timeout(30_000);
  let house: Besieged;
  beforeEach(async () => {
    house = await Besieged.begin();
  });
  afterEach(() => house.end());
  const opened = () => house.facts({ type: 'session.opened' });

  it('[B01] a challenge token is nobody: as a bearer, as a cookie, as a refresh token', async () => {
    const { email, visitor } = await house.owner('ada@example.org');
    const attacker = house.visitor(email);
    const token = (await attacker.logIn())['challengeToken'] as string;
    for (const [name, value] of [
      ['authorization', `Bearer ${token}`],
      ['cookie', `portcullis=${token}`],
      ['cookie', `portcullis=${token}; portcullis.sig=${token}`],
      ['x-access-token', token],
    ] as const) {
      await isNobody(house.visitor(email, 'TOKEN', { [name]: value }));
    }
    for (const refreshToken of [token, `${anId}.0.${token}`.slice(0, 100)]) {
      expect(await attacker.kindOf(say.refreshSession, { refreshToken })).to.equal('SessionEnded');
    }
    // Nor is a session a challenge.
    const { accessToken = '', refreshToken = '' } = visitor.tokens ?? {};
    for (const other of [accessToken, refreshToken]) {
      expect((await attacker.verify('000000', other)).__typename).to.equal('ChallengeClosed');
    }
  });

  it('[B02] nothing opens before the second factor, nor does the pending cookie under another name', async () => {
    const { email } = await house.owner('ada@example.org');
    const before = await opened();
    const browser = house.visitor(email, 'COOKIE');
    expect((await browser.logIn()).__typename).to.equal('MfaRequired');
    expect(browser.cookies.names).to.have.members(['portcullis-pending', 'portcullis-pending.sig']);
    await isNobody(browser);
    await isNobody(
      house.visitor(email, 'COOKIE', { cookie: browser.cookies.header.replaceAll('portcullis-pending', 'portcullis') }),
    );
    for (const method of ['GET', 'PUT', 'HEAD', 'DELETE', 'PATCH']) {
      const { status } = await fetch(`${house.running.url}/graphql`, {
        method,
        headers: { cookie: browser.cookies.header },
      });
      expect(status, method).to.equal(405);
    }
    expect(await opened()).to.equal(before);
  });

  it('[B04] two sign-ins in one browser: the proof of one is no step of the other', async () => {
    const ada = await house.owner('ada@example.org');
    const grace = await house.owner('grace@example.org');
    // Grace knows Ada's password, and everything of her own.
    const browser = house.visitor(ada.email, 'COOKIE');
    const ofAda = (await browser.logIn())['challengeToken'] as string;
    const input = { email: grace.email, password, credential: 'COOKIE' };
    const ofGrace = (await browser.one(say.login, input))['challengeToken'] as string;
    expect((await browser.verify(grace.phone.code(house.now), ofAda)).__typename).to.equal('InvalidCode');
    expect((await browser.verify(grace.backupCodes[0] ?? '', ofAda, 'BACKUP_CODE')).__typename).to.equal('InvalidCode');
    const passed = await browser.verify(grace.phone.code(house.now), ofGrace);
    expect(passed['user']).to.include({ email: grace.email });
    expect((await browser.verify(grace.backupCodes[1] ?? '', ofAda, 'BACKUP_CODE')).__typename).to.equal(
      'ChallengeClosed',
    );
    // A wrong password in between is no step back to a former one.
    expect(await browser.kindOf(say.login, { ...input, email: ada.email, password: `${password}!` })).to.equal(
      'InvalidCredentials',
    );
    expect(await browser.me()).to.include({ email: grace.email });
  });

  it('[B05] the password alone adds no factor where there is one, and where one is demanded only the first', async () => {
    const { email } = await house.owner('ada@example.org');
    const attacker = house.visitor(email, 'COOKIE');
    const token = (await attacker.logIn())['challengeToken'] as string;
    for (const input of [{}, { enrolmentToken: token }, { enrolmentToken: null }]) {
      expect(await attacker.kindOf(say.enrolTotp, input)).to.equal('SessionEnded');
      expect(await attacker.kindOf(say.confirmTotp, { ...input, code: '000000' })).to.equal('SessionEnded');
    }
    const strict = await Besieged.begin({ MFA: 'required' }, house);
    const grace = await strict.visitor('grace@example.org').register();
    const [one, two] = [await grace.logIn(), await grace.elsewhere().logIn()].map((due) => {
      expect(due.__typename).to.equal('MfaEnrolmentRequired');
      return due['enrolmentToken'] as string;
    });
    await isNobody(strict.visitor(email, 'TOKEN', { authorization: `Bearer ${one}` }));
    expect((await grace.verify('000000', one)).__typename).to.equal('ChallengeClosed');
    const late = await grace.scan({ enrolmentToken: two });
    const phone = await grace.scan({ enrolmentToken: one });
    // The one that began it confirms it, and no other.
    const stolen = { enrolmentToken: two, code: late.code(house.now) };
    expect(await grace.kindOf(say.confirmTotp, stolen)).to.equal('EnrolmentNotFound');
    const confirmed = { enrolmentToken: one, code: phone.code(house.now) };
    expect(await grace.kindOf(say.confirmTotp, confirmed)).to.equal('FactorConfirmed');
    for (const enrolmentToken of [one, two]) {
      expect(await grace.kindOf(say.enrolTotp, { enrolmentToken })).to.equal('SessionEnded');
    }
    await strict.end();
  });

  it('[B07] a challenge that was passed is closed, also to the next right code', async () => {
    const { email, phone, backupCodes } = await house.owner('ada@example.org');
    const browser = house.visitor(email);
    const token = (await browser.logIn())['challengeToken'] as string;
    const before = await opened();
    expect((await browser.verify(phone.code(house.now), token)).__typename).to.equal('Authenticated');
    expect((await browser.verify(backupCodes[0] ?? '', token, 'BACKUP_CODE')).__typename).to.equal('ChallengeClosed');
    expect(await opened()).to.equal(before + 1);
    expect(await browser.me()).to.include({ backupCodesLeft: 10 });
  });

  it('[B08] fifty right answers at once, of several codes: one session, one code used', async () => {
    const { email, phone, backupCodes } = await house.owner('ada@example.org');
    const browser = house.visitor(email);
    const token = (await browser.logIn())['challengeToken'] as string;
    const before = await opened();
    const answers = await crowd(50, async (index) => {
      const sheet = index % 5 === 0;
      const code = sheet ? backupCodes[index % 3] : phone.code(house.now);
      return (await browser.verify(code ?? '', token, sheet ? 'BACKUP_CODE' : 'TOTP')).__typename;
    });
    expect(tally(answers)['Authenticated']).to.equal(1);
    expect(answers.every((name) => /^(Authenticated|ChallengeClosed|TooManyAttempts)$/.test(name))).to.equal(true);
    expect(await opened()).to.equal(before + 1);
    expect(await house.facts({ type: 'mfa.passed' })).to.equal(1);
    const used = await house.facts({ type: 'backup-code.used' });
    const next = await house.visitor(email).logIn();
    const again = await browser.verify(phone.code(house.now), next['challengeToken'] as string);
    expect(again.__typename).to.equal(used === 1 ? 'Authenticated' : 'InvalidCode');
  });

  it('[B10] a stolen challenge token is nothing without the cookie of the browser that logged in', async () => {
    const { email, phone } = await house.owner('ada@example.org');
    const browser = house.visitor(email, 'COOKIE');
    const token = (await browser.logIn())['challengeToken'] as string;
    const thief = house.visitor(email, 'COOKIE');
    expect((await thief.verify(phone.code(house.now), token)).__typename).to.equal('ChallengeClosed');
    // With a pending cookie of their own as well.
    await thief.logIn();
    expect((await thief.verify(phone.code(house.now), token)).__typename).to.equal('ChallengeClosed');
    expect((await thief.verify(wrongCodes(house.now, phone).next().value, token)).__typename).to.equal(
      'ChallengeClosed',
    );
    expect(await house.facts({ type: 'mfa.refused' })).to.equal(0);
    expect((await browser.verify(phone.code(house.now), token)).__typename).to.equal('Authenticated');
  });

  it('[B11] nobody chooses a weaker factor: neither an unknown kind nor the password stands in for the one that is due', async () => {
    const { email, phone, visitor } = await house.owner('ada@example.org');
    const attacker = house.visitor(email);
    const token = (await attacker.logIn())['challengeToken'] as string;
    expect((await attacker.verify(phone.code(house.now), token, 'PASSKEY')).__typename).to.equal('InvalidCode');
    for (const factor of ['PASSWORD', 'SMS', 'EMAIL', 'NONE', '']) {
      const { status } = await attacker.ask(say.verifyMfa, {
        input: { challengeToken: token, factor, code: password },
      });
      expect(status, factor).to.equal(400);
    }
    for (const assurance of ['AAL1', 'AAL2']) {
      expect(await visitor.kindOf(say.stepUp, { assurance, password })).to.equal('MfaRequired');
    }
  });

  it('[B13] nothing is pushed at the owner, however many challenges are posed and left', async () => {
    const { email } = await house.owner('ada@example.org');
    const before = (await house.running.facts()).length;
    await crowd(20, () => house.visitor(email).logIn(), 5);
    const posed = (await house.running.facts()).slice(before);
    expect(posed.map(({ type }) => type)).to.deep.equal(Array(20).fill('mfa.challenged'));
    const fact = {
      id: '' as FactId,
      at: house.now,
      address: undefined,
      device: undefined,
      correlationId: '',
      actor: undefined,
    };
    expect(posed.filter((event) => securityMail({ ...fact, event }, defaultPolicy))).to.deep.equal([]);
  });

  it('[B14] a lock that came meanwhile is seen when the answer is judged', async () => {
    const { email, phone } = await house.owner('ada@example.org');
    const lockedBy = async (lock: Parameters<Besieged['change']>[1]) => {
      const browser = house.visitor(email);
      const token = (await browser.logIn())['challengeToken'] as string;
      await house.change(email, lock);
      return browser.verify(phone.code(house.now), token);
    };
    const closed = await lockedBy(async ({ id }, tx) => {
      const pool = await tx.pools.of(PoolKey.factor('totp', id), house.now);
      for (let failures = 0; failures < defaultPolicy.failuresToClose; failures += 1)
        pool.fail(house.now, defaultPolicy);
    });
    expect(closed).to.include({ __typename: 'TooManyAttempts', retryAt: null });
    for (const lock of [
      (user: User) => user.signOutEverywhere(),
      (user: User) => (user.disable(), user.enable()),
      (user: User) => user.disable(),
    ]) {
      expect((await lockedBy(lock)).__typename).to.equal('ChallengeClosed');
    }
    expect((await house.visitor(email).logIn()).__typename).to.equal('InvalidCredentials');
  });
});
