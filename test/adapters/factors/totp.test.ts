import { expect } from 'chai';
import { randomBytes, randomInt } from 'node:crypto';
import { Totp } from '../../../src/adapters/factors/totp.js';
import type { EnrolmentId } from '../../../src/domain/ids.js';
import { parseAnswer } from '../../../src/domain/mfa/answer.js';
import { spend } from '../../../src/domain/mfa/enrolment.js';
import type { Enrolment, TotpAlgorithm } from '../../../src/domain/mfa/factors.js';
import { EmailAddress } from '../../../src/domain/user/email-address.js';
import { Phone } from '../../../src/testing/phone.js';
import { secondFactorContract } from '../../../src/testing/second-factor.contract.js';
import { base32 } from '../../support/base32.js';
import { authenticator, lane, seal } from '../../support/authenticator.js';
import { vectors } from '../../support/vectors.js';

const totp = new Totp(seal, 'Acme');
const at = (epoch: number): Date => new Date(epoch * 1000);
const judge = (enrolments: readonly Enrolment<'totp'>[], code: string, now: Date) =>
  totp.verify({ enrolments, answer: { kind: 'totp', code }, lane, now });

async function enrolled(address: string): Promise<Phone> {
  const owner = EmailAddress.parse(address);
  if (!owner) throw new Error('no address');
  return Phone.scan((await totp.enrol(owner)).reveal.uri.reveal());
}

secondFactorContract('TOTP', () => ({
  factor: totp,
  answer: (reveal, now) => ({ kind: 'totp', code: Phone.scan(reveal.uri.reveal()).code(now) }),
  wrong: ({ code }) => ({ kind: 'totp', code: code.replace(/.$/, (last) => String((Number(last) + 5) % 10)) }),
  saying: (code) => ({ kind: 'totp', code }),
}));

describe('A TOTP authenticator', () => {
  it('agrees with RFC 4226, appendix D', async function () {
    const { secretHex, vectors: rows } = vectors(this).rfc4226_appendix_d;
    for (const { count, hotp } of rows) {
      expect(await judge([authenticator(secretHex)], hotp, at(count * 30))).to.include({ step: count });
    }
  });

  it('agrees with RFC 6238, appendix B, in SHA-1, SHA-256 and SHA-512', async function () {
    const { seeds, vectors: rows } = vectors(this).rfc6238_appendix_b;
    for (const { mode, time, step, totp8, totp6 } of rows) {
      const seed = seeds[mode]?.hex ?? '';
      const algorithm = mode.toLowerCase() as TotpAlgorithm;
      expect(await judge([authenticator(seed, { algorithm, digits: 8 })], totp8, at(time))).to.include({ step });
      expect(await judge([authenticator(seed, { algorithm, digits: 6 })], totp6, at(time))).to.include({ step });
    }
  });

  it('counts steps from 1970 on, and beyond 32 bits', async function () {
    const { seeds, stepBoundaries } = vectors(this).rfc6238_appendix_b;
    const seed = seeds['SHA1']?.hex ?? '';
    for (const { time, step, totp8_sha1: published } of stepBoundaries) {
      const code = published ?? typed(seed, 8).codeAt(step);
      expect(await judge([authenticator(seed, { digits: 8 })], code, at(time))).to.include({ step });
    }
  });

  it('accepts this step and the one before it, and no other', async function () {
    const cases = vectors(this).totp_window_cases;
    const accepted: number[] = [];
    for (const { offset, step, code } of cases.codes6) {
      const mark = await judge([authenticator(cases.secretHex)], code, at(cases.serverTime));
      if (!mark) continue;
      expect(mark.step).to.equal(step);
      accepted.push(offset);
    }
    expect(accepted).to.deep.equal(cases.expected['back=1,fwd=0']);
  });

  it('leaves a mark that closes its step and every step before it', async function () {
    const { secretHex, serverTime, codes6 } = vectors(this).totp_window_cases;
    const codeOf = (offset: number): string => codes6.find((each) => each.offset === offset)?.code ?? '';
    const held = authenticator(secretHex);
    const current = await judge([held], codeOf(0), at(serverTime));
    const former = await judge([held], codeOf(-1), at(serverTime));
    if (!current || !former) return expect.fail('two right codes');
    const after = spend(held, current);
    expect(after).to.include({ lastStep: current.step });
    expect(after && spend(after, former)).to.equal(undefined);
    expect(after && spend(after, current)).to.equal(undefined);
  });

  it('takes the authenticator that was not used yet where two show the same digits', async () => {
    const seed = randomBytes(20).toString('hex');
    const now = at(1_700_000_000);
    const step = Math.floor(1_700_000_000 / 30);
    const used = authenticator(seed, { id: 'used' as EnrolmentId, lastStep: step });
    const fresh = authenticator(seed, { id: 'fresh' as EnrolmentId });
    const code = typed(seed, 6).codeAt(step);
    expect(await judge([used, fresh], code, now)).to.include({ enrolmentId: 'fresh' });
    expect(await judge([used], code, now)).to.include({ enrolmentId: 'used', step });
  });

  it('judges by the digits, the period and the algorithm of each authenticator', async () => {
    const seed = randomBytes(32).toString('hex');
    const now = at(1_700_000_059);
    const odd = authenticator(seed, { algorithm: 'sha256', digits: 7, period: 60 });
    const phone = Phone.scan(`otpauth://totp/x?secret=${base32(seed)}&algorithm=SHA256&digits=7&period=60`);
    const step = phone.stepAt(now);
    expect(await judge([odd], phone.codeAt(step), now)).to.include({ step });
    expect(await judge([odd], phone.codeAt(step - 1), now)).to.include({ step: step - 1 });
    expect(await judge([odd], phone.codeAt(step - 2), now)).to.equal(undefined);
    expect(await judge([odd], phone.codeAt(step + 1), now)).to.equal(undefined);
    expect(await judge([odd], phone.codeAt(step).slice(1), now)).to.equal(undefined);
  });

  it('agrees with a phone that shares no code with it, on any seed at any time', async () => {
    for (let round = 0; round < 100; round++) {
      const seed = randomBytes(randomInt(16, 65)).toString('hex');
      const algorithm = (['sha1', 'sha256', 'sha512'] as const)[round % 3] ?? 'sha1';
      const digits = 6 + (round % 3);
      const now = at(randomInt(0, 2 ** 40));
      const phone = Phone.scan(
        `otpauth://totp/x?secret=${base32(seed)}&algorithm=${algorithm.toUpperCase()}&digits=${digits}`,
      );
      const mark = await judge([authenticator(seed, { algorithm, digits })], phone.code(now), now);
      expect(mark, seed).to.include({ step: phone.stepAt(now) });
    }
  });

  it('reads one code in many spellings as one code, which is spent once [A11]', async () => {
    const seed = randomBytes(20).toString('hex');
    const phone = typed(seed, 6);
    // A code with a leading zero: dropping it must not make a second code.
    let step = 50_000_000;
    while (!phone.codeAt(step).startsWith('0')) step++;
    const code = phone.codeAt(step);
    let held = authenticator(seed);
    let accepted = 0;
    const fullWidth = code.replace(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
    const spellings = [code, ` ${code}`, code.replace(/^.../, '$& '), code.replace(/^.../, '$&-'), [...code].join(' ')];
    for (const spelling of [...spellings, code.slice(1), `0${code}`, `00${code}`, fullWidth, `${code}\u200b`]) {
      const answer = parseAnswer('totp', spelling);
      if (answer?.kind !== 'totp') continue;
      const mark = await totp.verify({ enrolments: [held], answer, lane, now: at(step * 30) });
      const after = mark && spend(held, mark);
      if (after?.kind !== 'totp') continue;
      held = after;
      accepted++;
    }
    expect(accepted).to.equal(1);
  });

  it('goes by the time of the service alone: a code of another time stays wrong whatever the phone thinks [A13]', async () => {
    const seed = randomBytes(20).toString('hex');
    const now = at(1_700_000_000);
    const ahead = typed(seed, 6).code(at(1_700_000_000 + 3600));
    expect(await judge([authenticator(seed)], ahead, now)).to.equal(undefined);
  });

  it('fails closed at odd codes [A14]', async () => {
    const held = authenticator('3132333435363738393031323334353637383930');
    for (const code of [
      '',
      '0',
      '000000',
      '0'.repeat(1_000_000),
      'null',
      '[]',
      '{}',
      'true',
      'NaN',
      '+12345',
      '12345.',
    ]) {
      expect(await judge([held], code, at(1_700_000_000)), code.slice(0, 9)).to.equal(undefined);
    }
  });

  it('throws at a seed that was sealed for other parameters: such a row was written by somebody else', async () => {
    const { seed } = authenticator(randomBytes(20).toString('hex'), { algorithm: 'sha512' });
    const tampered = { ...authenticator('00'.repeat(20)), seed };
    const failed: unknown = await judge([tampered], '123456', at(0)).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
  });
});

describe('Enrolling a TOTP authenticator', () => {
  it('makes a new seed of 160 bits each time, sealed and never revealed in print', async () => {
    const owner = EmailAddress.parse('ada@example.org');
    if (!owner) return expect.fail('an address');
    const [one, two] = [await totp.enrol(owner), await totp.enrol(owner)];
    expect(one.reveal.secret.reveal()).to.match(/^[A-Z2-7]{32}$/);
    expect(one.reveal.secret.reveal()).not.to.equal(two.reveal.secret.reveal());
    expect(one.made).to.include({ kind: 'totp', algorithm: 'sha1', digits: 6, period: 30, lastStep: -1 });
    expect(JSON.stringify(one)).not.to.include(one.reveal.secret.reveal());
  });

  it('shows the same seed as URI and as text', async () => {
    const owner = EmailAddress.parse('ada@example.org');
    if (!owner) return expect.fail('an address');
    const { reveal } = await totp.enrol(owner);
    const now = at(1_700_000_000);
    expect(Phone.type(reveal.secret.reveal().toLowerCase()).code(now)).to.equal(
      Phone.scan(reveal.uri.reveal()).code(now),
    );
  });

  it('names issuer and account on the phone', async () => {
    const phone = await enrolled('Ada+work@Example.org');
    expect(phone.issuer).to.equal('Acme');
    expect(phone.account).to.equal('ada+work@example.org');
  });
});

const typed = (hex: string, digits: number): Phone =>
  Phone.scan(`otpauth://totp/x?secret=${base32(hex)}&digits=${digits}`);
