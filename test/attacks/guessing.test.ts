import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { Phone } from '../../src/testing/phone.js';
import { Besieged, crowd, tally, wrongCodes } from '../support/besieged.js';
import * as say from '../support/operations.js';

const wrong = { type: 'mfa.refused', why: 'no-proof' };
/** Wrong answers in a row before waiting begins. */
const free = 5;

describe('Guessing a second factor', function () {
  this.timeout(60_000);
  let house: Besieged;
  beforeEach(async () => {
    house = await Besieged.begin({ MFA_AGE: '2m', LIMIT_CHALLENGE_PER_USER: '15' });
  });
  afterEach(() => house.end());

  it('[A01] a thousand wrong codes on one challenge: five are judged, and the right one comes too late', async () => {
    const { email, phone } = await house.owner('ada@example.org');
    const attacker = house.visitor(email);
    const challenge = (await attacker.logIn())['challengeToken'] as string;
    const codes = wrongCodes(house.now, phone);
    const answers = await crowd(1000, async () => (await attacker.verify(codes.next().value, challenge)).__typename);
    expect(tally(answers)).to.deep.equal({ InvalidCode: free, ChallengeClosed: 1000 - free });
    expect(await house.facts(wrong)).to.equal(free);
    expect((await attacker.verify(phone.code(house.now), challenge)).__typename).to.equal('ChallengeClosed');

    const next = (await attacker.logIn())['challengeToken'] as string;
    expect((await attacker.verify(phone.code(house.now), next)).__typename).to.equal('TooManyAttempts');
    expect(Number(attacker.headers.get('retry-after'))).to.be.at.least(1);
    expect(await house.facts(wrong)).to.equal(free);
  });

  it('[A02] challenges side by side, from logins and from step-ups: one budget for all of them, and so many of each', async () => {
    const { email, phone, visitor } = await house.owner('ada@example.org');
    const byPassword = await crowd(20, async () => house.visitor(email).logIn(), 10);
    const bySession = await crowd(80, async () => visitor.one(say.stepUp, { assurance: 'AAL2' }));
    const kinds = (answers: readonly { __typename: string }[]) => tally(answers.map(({ __typename }) => __typename));
    expect(kinds(byPassword)).to.deep.equal({ MfaRequired: 15, TooManyAttempts: 5 });
    expect(kinds(bySession)).to.deep.equal({ MfaRequired: 20, TooManyAttempts: 60 });
    const posed = [...byPassword, ...bySession].filter(({ __typename }) => __typename === 'MfaRequired');
    const challenges = posed.map(({ challengeToken }) => challengeToken as string);
    const codes = wrongCodes(house.now, phone);
    const answers = await crowd(1000, async (index) => {
      const answer = await house.visitor(email).verify(codes.next().value, challenges[index % challenges.length]);
      return answer.__typename;
    });
    expect(tally(answers)).to.deep.equal({ InvalidCode: free, TooManyAttempts: 1000 - free });
    expect(await house.facts(wrong)).to.equal(free);
  });

  it('[A04] the password, proven again, is no fresh budget', async () => {
    const { email, phone } = await house.owner('ada@example.org');
    const codes = wrongCodes(house.now, phone);
    const answers: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const attacker = house.visitor(email);
      const { challengeToken } = await attacker.logIn();
      for (let guess = 0; guess < 4; guess += 1) {
        answers.push((await attacker.verify(codes.next().value, challengeToken as string)).__typename);
      }
    }
    expect(answers.slice(0, free)).to.deep.equal(Array(free).fill('InvalidCode'));
    expect(tally(answers)).to.deep.equal({ InvalidCode: free, TooManyAttempts: 12 - free });
  });

  it('[A05] nor are a new challenge, a logout, another replica and a restart', async () => {
    const { email, phone } = await house.owner('ada@example.org');
    const codes = wrongCodes(house.now, phone);
    const guess = async (at: Besieged): Promise<string> => {
      const attacker = at.visitor(email, 'COOKIE');
      await attacker.logIn();
      const { __typename } = await attacker.verify(codes.next().value);
      await attacker.one(say.logout);
      return __typename;
    };
    const answers = [await guess(house), await guess(house)];
    for (let replica = 0; replica < 3; replica += 1) {
      const other = await Besieged.begin({ MFA_AGE: '2m' }, house);
      answers.push(await guess(other), await guess(house));
      await other.end();
    }
    expect(answers).to.deep.equal([...Array(free).fill('InvalidCode'), ...Array(3).fill('TooManyAttempts')]);
  });

  it('[A07] every door counts in the same pool: login, step-up, refresh and the confirmation of another authenticator', async () => {
    const { email, phone, visitor } = await house.owner('ada@example.org');
    const second = await visitor.scan();
    house.clock.advance(minutes(2));
    const codes = wrongCodes(house.now, phone, second);
    const challenges = await Promise.all([
      house.visitor(email).logIn(),
      visitor.one(say.stepUp, { assurance: 'AAL2' }),
      visitor.one(say.refreshSession, { refreshToken: visitor.tokens?.refreshToken }),
    ]);
    expect(challenges.map(({ __typename }) => __typename)).to.deep.equal(Array(3).fill('MfaRequired'));
    const confirm = (by: Phone | undefined) =>
      visitor.kindOf(say.confirmTotp, { code: by ? by.code(house.now) : codes.next().value });
    const answer = async (at: number, by?: Phone) =>
      (await visitor.verify(by ? by.code(house.now) : codes.next().value, challenges[at]?.['challengeToken'] as string))
        .__typename;

    expect([await confirm(undefined), await answer(0), await answer(1), await answer(2), await confirm(undefined)]) //
      .to.deep.equal(Array(free).fill('InvalidCode'));
    const rightAnswers = [
      await answer(0, phone),
      await answer(1, phone),
      await answer(2, phone),
      await confirm(second),
    ];
    expect(rightAnswers).to.deep.equal(Array(4).fill('TooManyAttempts'));
    expect(await house.facts(wrong)).to.equal(free);

    // Whoever waits is judged again, and a second longer each time.
    house.clock.advance(seconds(1));
    expect(await answer(1)).to.equal('InvalidCode');
    house.clock.advance(seconds(1));
    expect(await confirm(second)).to.equal('TooManyAttempts');
    house.clock.advance(seconds(1));
    expect(await answer(0, phone)).to.equal('Authenticated');
  });
});
