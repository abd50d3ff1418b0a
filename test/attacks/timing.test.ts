import { expect } from 'chai';
import { Argon2PasswordHasher } from '../../src/adapters/node/argon2-password-hasher.js';
import { HashingPool } from '../../src/adapters/node/hashing-pool.js';
import { SystemClock } from '../../src/adapters/node/system-clock.js';
import { tally } from '../support/besieged.js';
import * as say from '../support/operations.js';
import { service, type Running } from '../support/service.js';
import { tellApart } from '../support/timing.js';
import { password } from '../support/visitor.js';

/**
 * Declared beforehand: what an attacker can tell apart less surely than this is no oracle. Equal acts come to more in one
 * run of thirty thousand (48 pairs) or three thousand (24); a hash that is skipped comes to 1.
 */
const effect = { of48: 0.6, of24: 0.75 };
const [people, tries] = [12, 4];
const pairs = people * tries;

describe('How long an answer takes', function () {
  this.timeout(60_000);
  let running: Running;
  /** Unknown addresses are answered without hashing. */
  let hasty = false;
  const hashing = new HashingPool({ clock: new SystemClock(), onTrouble: () => undefined, workers: 1 });
  const hasher = new Argon2PasswordHasher(hashing);

  before(async () => {
    running = await service(
      { LIMIT_LOGIN_PER_ADDRESS: '1000', LIMIT_LOGIN_PER_CLIENT: '1000', LIMIT_MAIL_PER_CLIENT: '1000' },
      {
        instead: {
          passwords: {
            turnsAway: (...given) => hasher.turnsAway?.(...given),
            hash: (...given) => hasher.hash(...given),
            check: async (given, against, lane) =>
              hasty && !against ? { matches: false, against } : hasher.check(given, against, lane),
          },
        },
      },
    );
    for (let n = 0; n < people; n += 1) await register(`known-${n}@example.org`);
  });
  after(async () => {
    await running.close();
    await hashing.close();
  });

  const register = (email: string) => running.graphql(say.register, { input: { email, password } });
  const refused = async (email: string): Promise<string> => {
    const input = { email, password: 'not the password at all' };
    const { status, text } = await running.graphql(say.login, { input });
    return `${status} ${text}`;
  };

  it('[I02] [I05] tells a known address from an unknown one no better than guessing does, and the answer is the same', async () => {
    const answers: string[] = [];
    const wrong = (kind: string) => async (pair: number) =>
      answers.push(await refused(`${kind}-${Math.floor(pair / tries)}@example.org`));
    expect(await tellApart(pairs, wrong('known'), wrong('unknown'))).to.be.below(effect.of48);
    expect(Object.values(tally(answers))).to.deep.equal([2 * pairs]);
    expect(answers[0]).to.include('InvalidCredentials').and.match(/^200 /);
  });

  it('[I05] nor does a registration tell a taken address from a free one', async () => {
    const answers: string[] = [];
    const asking = (kind: string) => async (pair: number) => {
      const { status, data } = await register(`${kind}-${kind === 'known' ? pair % people : pair}@example.org`);
      return answers.push(`${status} ${data['register']?.__typename}`);
    };
    expect(await tellApart(24, asking('known'), asking('free'))).to.be.below(effect.of24);
    expect(Object.keys(tally(answers))).to.deep.equal(['200 RegistrationAccepted']);
  });

  it('[I05] nor where an account waits for its mail to come back', async () => {
    const DATABASE_URL = running.pool.options.connectionString;
    const verifying = await service({ DATABASE_URL, VERIFY_ADDRESS: 'on', LIMIT_LOGIN_PER_CLIENT: '1000' });
    const answers: string[] = [];
    const asking = (kind: string) => async (pair: number) => {
      const email = `${kind}-${kind === 'known' ? pair % people : pair}@example.org`;
      const { status, data } = await verifying.graphql(say.register, { input: { email, password } });
      return answers.push(`${status} ${data['register']?.__typename}`);
    };
    expect(await tellApart(24, asking('known'), asking('wished'))).to.be.below(effect.of24);
    expect(Object.keys(tally(answers))).to.deep.equal(['200 RegistrationAccepted']);
    await verifying.close();
  });

  it('[I05] nor does a reset that is asked for tell who has an account', async () => {
    const answers: string[] = [];
    const asking = (kind: string) => async (pair: number) => {
      const email = `${kind}-${Math.floor(pair / tries)}@example.org`;
      const { status, data } = await running.graphql(say.requestPasswordReset, { input: { email } });
      return answers.push(`${status} ${data['requestPasswordReset']?.__typename}`);
    };
    expect(await tellApart(pairs, asking('known'), asking('unknown'))).to.be.below(effect.of48);
    expect(Object.values(tally(answers))).to.deep.equal([2 * pairs]);
  });

  it('[G04] nor does the token of a device, genuine or forged, where the password is wrong', async () => {
    const owners = 6;
    const tokens: string[] = [];
    for (let n = 0; n < owners; n += 1) {
      const input = { email: `owner-${n}@example.org`, password };
      await register(input.email);
      const { data } = await running.graphql(say.login, { input });
      tokens.push(data['login']?.['deviceToken'] as string);
    }
    const answers: string[] = [];
    // Four each: a fifth would make a stranger of the device, and let the address wait.
    const wrong = (turn: (token: string) => string) => async (pair: number) => {
      const owner = pair % owners;
      const input = { email: `owner-${owner}@example.org`, password: 'not the password at all' };
      const deviceToken = turn(tokens[owner] ?? '');
      const { status, text } = await running.graphql(say.login, { input: { ...input, deviceToken } });
      return answers.push(`${status} ${text}`);
    };
    const forged = (token: string) => token.replace(/.{43}$/, 'A'.repeat(43));
    expect(
      await tellApart(
        owners * tries,
        wrong((token) => token),
        wrong(forged),
      ),
    ).to.be.below(effect.of24);
    expect(Object.values(tally(answers))).to.deep.equal([2 * owners * tries]);
  });

  it('would tell, were the hash of an unknown address skipped', async () => {
    hasty = true;
    const wrong = (kind: string) => (pair: number) => refused(`${kind}-${pair}@example.net`);
    const known = (pair: number) => refused(`known-${pair}@example.org`);
    expect(await tellApart(people, known, wrong('hasty'))).to.be.at.least(effect.of24);
  });
});
