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
    // Where the session was the one that guessed five times, it has ended.
    const { InvalidCode, TooManyAttempts = 0, ChallengeClosed = 0 } = tally(answers);
    expect([InvalidCode, TooManyAttempts + ChallengeClosed]).to.deep.equal([free, 1000 - free]);
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

  it('[A07] every door counts in the same pool: GraphQL, REST, step-up, refresh, another authenticator, another replica', async () => {
    const { email, phone, visitor } = await house.owner('ada@example.org');
    const second = await visitor.scan();
    house.clock.advance(minutes(2));
    const codes = wrongCodes(house.now, phone, second);
    const replica = await Besieged.begin({ MFA_AGE: '2m' }, house);
    const challenges = await Promise.all([
      house.visitor(email).logIn(),
      visitor.one(say.stepUp, { assurance: 'AAL2' }),
      visitor.one(say.refreshSession, { refreshToken: visitor.tokens?.refreshToken }),
    ]);
    expect(challenges.map(({ __typename }) => __typename)).to.deep.equal(Array(3).fill('MfaRequired'));
    const tokenOf = (at: number) => challenges[at]?.['challengeToken'] as string;
    const codeOf = (by: Phone | undefined) => (by ? by.code(house.now) : codes.next().value);
    const confirm = (by?: Phone) => visitor.kindOf(say.confirmTotp, { code: codeOf(by) });
    const answer = async (at: number, by?: Phone) => (await visitor.verify(codeOf(by), tokenOf(at))).__typename;
    const elsewhere = async (at: number, by?: Phone) =>
      (await replica.visitor(email).verify(codeOf(by), tokenOf(at))).__typename;
    const rest = async (at: number, by?: Phone) => {
      const answered = await fetch(`${replica.running.url}/auth/mfa/verify`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ challengeToken: tokenOf(at), factor: 'totp', code: codeOf(by) }),
      });
      return answered.status;
    };

    expect([await confirm(), await answer(0), await elsewhere(1), await rest(2), await rest(0)]).to.deep.equal(
      ['InvalidCode', 'InvalidCode', 'InvalidCode', 401, 401], //
    );
    const right = [answer(0, phone), elsewhere(1, phone), rest(2, phone), confirm(second), rest(0, phone)];
    expect(await Promise.all(right)).to.deep.equal(['TooManyAttempts', 'TooManyAttempts', 429, 'TooManyAttempts', 429]);
    expect(await house.facts(wrong)).to.equal(free);

    // Whoever waits is judged again, and a second longer each time.
    house.clock.advance(seconds(1));
    expect(await elsewhere(1)).to.equal('InvalidCode');
    house.clock.advance(seconds(1));
    expect(await confirm(second)).to.equal('TooManyAttempts');
    house.clock.advance(seconds(1));
    expect(await answer(0, phone)).to.equal('Authenticated');
    await replica.end();
  });

  it('[A07] out of a stolen session ends that session, whatever it was asked by, and keeps its owner out of nothing', async () => {
    const { email, phone, visitor: thief } = await house.owner('ada@example.org');
    const own = await house.visitor(email).logIn();
    const other = house.visitor(email);
    expect((await other.verify(phone.code(house.now), own['challengeToken'] as string)).__typename).to.equal(
      'Authenticated',
    );
    house.clock.advance(minutes(1));
    const codes = wrongCodes(house.now, phone);
    const answers: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { challengeToken } = await thief.one(say.stepUp, { assurance: 'AAL2' });
      for (let guess = 0; guess < 2; guess += 1)
        answers.push((await thief.verify(codes.next().value, challengeToken as string)).__typename);
    }
    expect(answers).to.deep.equal([...Array(5).fill('InvalidCode'), 'ChallengeClosed']);
    expect(await house.facts({ type: 'session.revoked', why: 'guessed' })).to.equal(1);
    expect((await thief.one(say.stepUp, { assurance: 'AAL2' })).__typename).to.equal('SessionEnded');

    // The wait is a second; everything else of the owner's is as it was.
    house.clock.advance(seconds(1));
    const { challengeToken } = await other.one(say.stepUp, { assurance: 'AAL2' });
    expect((await other.verify(phone.code(house.now), challengeToken as string)).__typename).to.equal('Authenticated');
  });
});
