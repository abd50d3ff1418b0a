import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { Besieged, crowd, tally } from '../support/besieged.js';
import * as say from '../support/operations.js';

const replayed = { type: 'mfa.refused', why: 'already-used' };

describe('Replaying a code, and codes that are none', function () {
  this.timeout(30_000);
  let house: Besieged;
  beforeEach(async () => {
    house = await Besieged.begin();
  });
  afterEach(() => house.end());
  const challenge = async (email: string) => (await house.visitor(email).logIn())['challengeToken'] as string;

  it('[A08] a code counts once, whatever challenge it answers, and so does the one before it', async () => {
    const { email, phone, visitor } = await house.owner('ada@example.org');
    const attacker = house.visitor(email);
    // The code that confirmed the enrolment is still on the screen, and was used.
    const confirmed = phone.codeAt(phone.stepAt(house.now) - 1);
    const [one, two] = [await challenge(email), await challenge(email)];
    expect((await attacker.verify(confirmed, one)).__typename).to.equal('InvalidCode');
    expect((await visitor.verify(phone.code(house.now), one)).__typename).to.equal('Authenticated');
    expect((await attacker.verify(phone.code(house.now), one)).__typename).to.equal('ChallengeClosed');
    const refused = await attacker.verify(phone.code(house.now), two);
    expect(refused).to.include({ __typename: 'InvalidCode', attemptsLeft: 4 });
    house.clock.advance(seconds(30));
    expect((await attacker.verify(phone.codeAt(phone.stepAt(house.now) - 1), two)).__typename).to.equal('InvalidCode');
    expect(await house.facts(replayed)).to.equal(3);
    expect(attacker.tokens).to.equal(undefined);
  });

  it('[A10] fifty at once with the same right code, on one challenge and on eight: one session', async () => {
    const { email, phone } = await house.owner('ada@example.org');
    const before = await house.facts({ type: 'session.opened' });
    const challenges = await crowd(8, () => challenge(email), 4);
    const code = phone.code(house.now);
    const answers = await crowd(50, async (index) => {
      const answer = await house.visitor(email).verify(code, challenges[index % 2 === 0 ? 0 : index % 8]);
      return answer.__typename;
    });
    expect(tally(answers)['Authenticated']).to.equal(1);
    expect(await house.facts({ type: 'session.opened' })).to.equal(before + 1);
    expect(await house.facts({ type: 'mfa.passed' })).to.equal(1);
  });

  it('[A11] another spelling of a code is the same code, or none', async () => {
    const { email, phone } = await house.owner('ada@example.org');
    const code = phone.code(house.now);
    const digits = [...code];
    const same = [code, ` ${code}\n`, digits.join(' '), digits.join('-'), `${code.slice(0, 3)}\u00a0${code.slice(3)}`];
    const at = await challenge(email);
    const answers = await crowd(20, async (index) => {
      const visitor = house.visitor(email);
      return (await visitor.verify(same[index % 5] ?? '', index < 5 ? at : await challenge(email))).__typename;
    });
    expect(tally(answers)['Authenticated']).to.equal(1);
    expect(await house.facts({ type: 'mfa.passed' })).to.equal(1);
  });

  it('[A11] what only looks like a code is none, though the code is unused', async () => {
    const { email, phone } = await house.owner('ada@example.org');
    const code = phone.code(house.now);
    const inScript = (zero: number) => [...code].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
    const others = [`0${code}`, `00${code}`, `${code}0`, `+${code}`, `${code}.0`, `${code}e0`, `0x${code}`];
    others.push(`${code}\u0000`, `${code}\u200b`, inScript(0xff10), inScript(0x0660), inScript(0x1d7ce));
    for (const spelling of others) {
      const answer = await house.visitor(email).verify(spelling, await challenge(email));
      expect(answer.__typename, spelling).to.equal('InvalidCode');
    }
    expect((await house.visitor(email).verify(code, await challenge(email))).__typename).to.equal('Authenticated');
  });

  it('[A13] time is the service’s own: no argument and no header moves it', async () => {
    const { email, phone } = await house.owner('ada@example.org');
    const later = phone.codeAt(phone.stepAt(house.now) + 10);
    const then = new Date(house.now.getTime() + minutes(5));
    const headers = { date: then.toUTCString(), 'x-time': then.toISOString(), 'x-timestamp': String(then.getTime()) };
    const attacker = house.visitor(email, 'TOKEN', headers);
    const token = (await attacker.logIn())['challengeToken'] as string;
    expect((await attacker.verify(later, token)).__typename).to.equal('InvalidCode');
    for (const field of ['timestamp', 'time', 'now', 'step', 'epoch']) {
      const input = { challengeToken: token, factor: 'TOTP', code: later, [field]: then.getTime() };
      const { status, errors } = await attacker.ask(say.verifyMfa, { input });
      expect([status, errors?.length], field).to.deep.equal([400, 1]);
    }
  });

  it('[A14] odd codes are refused, and never a fault', async () => {
    const { email, backupCodes } = await house.owner('ada@example.org');
    const attacker = house.visitor(email);
    const token = await challenge(email);
    const odd: unknown[] = ['', ' ', null, undefined, 0, -1, 1e21, [], ['000000'], {}, { $ne: null }, true, false];
    odd.push(
      'null',
      'undefined',
      'NaN',
      'true',
      '%00',
      "' or 1=1 --",
      '９'.repeat(6),
      '0'.repeat(30_000),
      '0'.repeat(1e6),
    );
    for (const factor of ['TOTP', 'BACKUP_CODE', 'PASSKEY']) {
      for (const code of odd) {
        const { status, data } = await attacker.ask(say.verifyMfa, { input: { challengeToken: token, factor, code } });
        const answer = data['verifyMfa']?.__typename ?? 'refused';
        expect(`${status} ${answer}`, JSON.stringify(code)?.slice(0, 40)).to.match(/^(200 InvalidCode|4\d\d refused)$/);
      }
    }
    expect(await house.facts({ type: 'mfa.refused' })).to.equal(0);
    const zeros = await Promise.all(Array.from({ length: 8 }, () => attacker.verify('000000', token)));
    expect(tally(zeros.map(({ __typename }) => __typename))).to.deep.equal({ InvalidCode: 5, ChallengeClosed: 3 });
    // Nothing was spent by all that.
    const sheet = await attacker.verify(backupCodes[0] ?? '', await challenge(email), 'BACKUP_CODE');
    expect(sheet.__typename).to.equal('Authenticated');
  });

  it('[A16] an authenticator that was shown and not confirmed proves nothing, and replaces nothing', async () => {
    const { email, phone, visitor } = await house.owner('ada@example.org');
    const shown = await visitor.scan();
    const token = await challenge(email);
    expect((await visitor.verify(shown.code(house.now), token)).__typename).to.equal('InvalidCode');
    expect((await visitor.verify(phone.code(house.now), token)).__typename).to.equal('Authenticated');

    const grace = await (await house.visitor('grace@example.org').register()).signIn();
    const unconfirmed = await grace.scan();
    expect((await grace.verify(unconfirmed.code(house.now), token)).__typename).to.equal('ChallengeClosed');
    expect((await house.visitor('grace@example.org').logIn()).__typename).to.equal('Authenticated');
    // And only the session that began it may confirm it.
    const other = await house.visitor('grace@example.org').signIn();
    const input = { code: unconfirmed.code(house.now) };
    expect(await other.kindOf(say.confirmTotp, input)).to.equal('EnrolmentNotFound');
  });
});
