import { expect } from 'chai';
import { days, seconds } from '../../src/domain/duration.js';
import { Besieged, crowd, tally, wrongCodes, type Owner } from '../support/besieged.js';
import * as say from '../support/operations.js';
import { password, type Visitor } from '../support/visitor.js';

describe('Device tokens in the wrong hands', function () {
  this.timeout(60_000);
  let house: Besieged;
  let ada: Owner;
  let token: string;
  beforeEach(async () => {
    house = await Besieged.begin();
    ada = await house.owner('ada@example.org');
    token = await trusted();
  });
  afterEach(() => house.end());

  /** A token of a device that Ada trusts. */
  async function trusted(): Promise<string> {
    const client = house.visitor(ada.email);
    const { challengeToken } = await client.logIn();
    const code = ada.phone.code(house.now);
    house.clock.advance(seconds(30));
    const verified = await client.one(say.verifyMfa, { challengeToken, factor: 'TOTP', code, trustDevice: true });
    return verified['deviceToken'] as string;
  }
  const logIn = (deviceToken: string | undefined, more: object = {}, by: Visitor = house.visitor(ada.email)) =>
    by.one(say.login, { email: ada.email, password, deviceToken, ...more });

  it('[G01] one without the password opens nothing, is not rotated, and is judged like none', async () => {
    const [withIt, without] = [
      await logIn(token, { password: 'a guess' }),
      await logIn(undefined, { password: 'a guess' }),
    ];
    expect(withIt).to.deep.equal(without);
    const holder = house.visitor(ada.email);
    holder.tokens = { accessToken: token, refreshToken: token };
    expect(await holder.me()).to.equal(null);
    expect((await holder.refresh()).__typename).to.equal('SessionEnded');
    expect((await holder.verify(ada.phone.code(house.now), token)).__typename).to.equal('ChallengeClosed');
    expect((await logIn(token)).__typename, 'the owner’s is still in force').to.equal('Authenticated');
  });

  it('[G02] one of somebody else is as none', async () => {
    const grace = await house.owner('grace@example.org');
    const asGrace = { email: grace.email };
    expect((await logIn(token, asGrace)).__typename).to.equal('MfaRequired');
    const [user, ...rest] = token.split('.');
    const graceId = (await grace.visitor.me())?.['id'] as string;
    expect(user).not.to.equal(graceId);
    expect((await logIn([graceId, ...rest].join('.'), asGrace)).__typename).to.equal('MfaRequired');
    expect((await logIn(token)).__typename).to.equal('Authenticated');
  });

  it('[G04] one that was forged or changed is as none, and ends nothing', async () => {
    const [user, device, generation, secret = ''] = token.split('.');
    const turned = secret.startsWith('A') ? `B${secret.slice(1)}` : `A${secret.slice(1)}`;
    const forged = [
      '',
      'null',
      '\0',
      'x'.repeat(5000),
      `${user}.${device}.${generation}.${turned}`,
      `${user}.${device}.7.${secret}`,
      `${user}.${user}.${generation}.${secret}`,
      `${token}.${token}`,
      `${token} `,
    ];
    for (const each of forged) expect((await logIn(each)).__typename, each.slice(0, 60)).to.equal('MfaRequired');
    expect(await house.facts({ type: 'device.reused' })).to.equal(0);
    expect((await logIn(token)).__typename).to.equal('Authenticated');
  });

  it('[G04] a cookie that was changed in a browser is as none', async () => {
    const browser = house.visitor(ada.email, 'COOKIE');
    await browser.signInWith(ada.phone, house.now);
    house.clock.advance(seconds(30));
    const copy = browser.twin();
    const forged = Buffer.from(JSON.stringify({ known: [token] })).toString('base64');
    copy.cookies.take([`portcullis-device=${forged}; path=/`]);
    expect((await copy.logIn()).__typename).to.equal('MfaRequired');
    expect((await browser.one(say.devices))['devices']).to.have.length.at.least(2);
  });

  it('[G05] one whose time is over on the server is as none, whatever the browser says', async () => {
    house.clock.advance(days(30));
    expect((await logIn(token)).__typename, 'known still').to.equal('MfaRequired');
    const known = await house.facts({ type: 'device.known' });
    house.clock.advance(days(150));
    expect((await logIn(token)).__typename).to.equal('MfaRequired');
    expect(await house.facts({ type: 'device.known' })).to.equal(known);
  });

  it('one that was used up long ago forgets the device, asks for the second factor and tells', async () => {
    const next = (await logIn(token))['deviceToken'] as string;
    expect((await logIn(token))['deviceToken'], 'a lost answer').to.equal(next);
    house.clock.advance(seconds(11));
    expect((await logIn(token, { password: 'a guess' })).__typename, 'without the password it says nothing').to.equal(
      'InvalidCredentials',
    );
    expect(await house.facts({ type: 'device.reused' })).to.equal(0);
    expect((await logIn(token)).__typename).to.equal('MfaRequired');
    expect(await house.facts({ type: 'device.reused' })).to.equal(1);
    expect(await house.facts({ type: 'session.revoked', why: 'trust-ended' }), 'what it had opened').to.be.at.least(1);
    expect((await logIn(next)).__typename, 'for the one who was first as well').to.equal('MfaRequired');
  });

  it('[G07] a trusted device satisfies no step-up and nothing that wants a second factor', async () => {
    const client = house.visitor(ada.email);
    const opened = await logIn(token, {}, client);
    expect(opened['session']).to.deep.include({ assurance: 'AAL1', mfaVerified: false, amr: ['pwd'] });
    for (const change of [say.disableMfa, say.regenerateBackupCodes, say.enrolTotp])
      expect(await client.kindOf(change), change).to.equal('StepUpRequired');
    expect(await client.kindOf(say.stepUp, { password })).to.equal('MfaRequired');
    expect(await client.kindOf(say.stepUp, { password, assurance: 'AAL1' })).to.equal('MfaRequired');
  });

  it('[G08] a wrong code trusts nothing, however politely it asks', async () => {
    const facts = () => Promise.all(['device.known', 'device.trusted'].map((type) => house.facts({ type })));
    const before = await facts();
    const client = house.visitor(ada.email);
    const { challengeToken } = await client.logIn();
    const code = wrongCodes(house.now, ada.phone).next().value;
    const input = { challengeToken, factor: 'TOTP', code, trustDevice: true };
    expect(await client.kindOf(say.verifyMfa, input)).to.equal('InvalidCode');
    expect(await facts()).to.deep.equal(before);
  });

  it('a siege of the address does not keep the owner’s known device out', async () => {
    const guesses = await crowd(120, async (n) => logIn(undefined, { password: `guess ${n}` }), 10);
    expect(tally(guesses.map(({ __typename }) => __typename))).to.have.property('TooManyAttempts');
    expect((await logIn(undefined)).__typename, 'a stranger, even with the password').to.equal('TooManyAttempts');
    const opened = await logIn(token);
    expect(opened.__typename).to.equal('Authenticated');
    const { rows } = await house.running.pool.query<{ found: string }>(
      `select found from (select event::text as found from facts union all select state::text from devices) kept
       where found like '%' || $1 || '%'`,
      [token.split('.')[3]],
    );
    expect(rows, 'no secret of it is kept').to.deep.equal([]);
    expect(house.running.logs.join('\n')).not.to.include(token.split('.')[3]);
  });
});
