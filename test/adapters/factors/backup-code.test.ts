import { expect } from 'chai';
import { BackupCode } from '../../../src/adapters/factors/backup-code.js';
import { Argon2Digests } from '../../../src/adapters/node/argon2-digests.js';
import type { HashingPool } from '../../../src/adapters/node/hashing-pool.js';
import type { EnrolmentId } from '../../../src/domain/ids.js';
import { parseAnswer } from '../../../src/domain/mfa/answer.js';
import { spend } from '../../../src/domain/mfa/enrolment.js';
import type { Enrolment } from '../../../src/domain/mfa/factors.js';
import { Busy } from '../../../src/domain/ports/password-hasher.js';
import { EmailAddress } from '../../../src/domain/user/email-address.js';
import { secondFactorContract } from '../../../src/testing/second-factor.contract.js';
import { lane } from '../../support/authenticator.js';
import { hashingPool } from '../../support/hashing-pool.js';

const now = new Date('2026-03-01T12:00:10Z');
const owner = EmailAddress.parse('ada@example.org');

secondFactorContract('backup codes', () => {
  const pool = hashingPool();
  return {
    factor: new BackupCode(new Argon2Digests(pool)),
    answer: ({ codes }) => ({ kind: 'backup-code', code: codes[3]?.reveal().replaceAll('-', '') ?? '' }),
    wrong: ({ code }) => ({ kind: 'backup-code', code: code.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }),
    saying: (code) => ({ kind: 'backup-code', code }),
    close: () => pool.close(),
  };
});

interface Sheet {
  readonly enrolment: Enrolment<'backup-code'>;
  readonly codes: readonly string[];
}

async function sheet(pool: HashingPool): Promise<Sheet> {
  if (!owner) throw new Error('an address');
  const begun = await new BackupCode(new Argon2Digests(pool)).enrol(owner, lane);
  if (begun instanceof Busy) throw new Error('there is room');
  return {
    enrolment: {
      ...begun.made,
      id: 's1' as EnrolmentId,
      label: 'Backup codes',
      enrolledAt: now,
      lastUsedAt: undefined,
    },
    codes: begun.reveal.codes.map((code) => code.reveal()),
  };
}

describe('A sheet of backup codes', () => {
  let pool: HashingPool;
  let factor: BackupCode;
  before(() => {
    pool = hashingPool();
    factor = new BackupCode(new Argon2Digests(pool));
  });
  after(() => pool.close());

  const judge = async (enrolment: Enrolment<'backup-code'>, typed: string) => {
    const answer = parseAnswer('backup-code', typed);
    return answer?.kind === 'backup-code' ? factor.verify({ enrolments: [enrolment], answer, lane, now }) : undefined;
  };

  it('has ten different codes of 80 bits, shown in fours, and a salt of its own', async () => {
    const [one, two] = [await sheet(pool), await sheet(pool)];
    expect(new Set([...one.codes, ...two.codes])).to.have.property('size', 20);
    for (const code of one.codes) expect(code).to.match(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    expect(one.enrolment.digests).to.have.length(10);
    expect(new Set(one.enrolment.digests)).to.have.property('size', 10);
    expect(one.enrolment.salt).not.to.equal(two.enrolment.salt);
  });

  it('uses every character of its alphabet', async () => {
    const seen = new Set<string>();
    while (seen.size < 32)
      for (const code of (await sheet(pool)).codes) for (const each of code.replaceAll('-', '')) seen.add(each);
    expect([...seen].sort().join('')).to.equal('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
  });

  it('accepts each code once, in whatever spelling it is typed', async () => {
    const { enrolment, codes } = await sheet(pool);
    let held: Enrolment<'backup-code'> = enrolment;
    const misread = (code: string): string => code.replaceAll('0', 'o').replaceAll('1', 'l').toLowerCase();
    for (const code of codes) {
      let accepted = 0;
      for (const spelling of [code, code.replaceAll('-', ' '), misread(code)]) {
        const mark = await judge(held, spelling);
        if (!mark || mark instanceof Busy) continue;
        const after = spend(held, mark);
        if (after?.kind !== 'backup-code') continue;
        held = after;
        accepted++;
      }
      expect(accepted, code).to.equal(1);
    }
    expect(held.digests).to.deep.equal([]);
  });

  it('[C04] costs one hash an answer, whichever code it is', async () => {
    const { enrolment, codes } = await sheet(pool);
    let asked = 0;
    const counting = new BackupCode({
      of: (values, salt, at) => {
        asked += values.length;
        return new Argon2Digests(pool).of(values, salt, at);
      },
    });
    const code = codes[9]?.replaceAll('-', '') ?? '';
    for (const each of [code, 'Z'.repeat(16)]) {
      await counting.verify({ enrolments: [enrolment], answer: { kind: 'backup-code', code: each }, lane, now });
    }
    expect(asked).to.equal(2);
  });

  it('is worth nothing under the salt of another sheet', async () => {
    const [one, two] = [await sheet(pool), await sheet(pool)];
    expect(await judge({ ...one.enrolment, salt: two.enrolment.salt }, one.codes[0] ?? '')).to.equal(undefined);
  });

  it('is neither made nor judged where hashing has no room', async () => {
    const { enrolment, codes } = await sheet(pool);
    const closed = hashingPool({ workers: 1 });
    await closed.close();
    const without = new BackupCode(new Argon2Digests(closed));
    const code = codes[0]?.replaceAll('-', '') ?? '';
    const question = { enrolments: [enrolment], answer: { kind: 'backup-code', code }, lane, now } as const;
    expect(await without.verify(question)).to.be.instanceOf(Busy);
    expect(owner && (await without.enrol(owner, lane))).to.be.instanceOf(Busy);
  });

  it('fails closed at odd codes [A14]', async () => {
    const { enrolment } = await sheet(pool);
    for (const typed of [
      '',
      '0',
      '0000-0000-0000-0000',
      '0'.repeat(1_000_000),
      'null',
      '[]',
      '{}',
      '%',
      '*'.repeat(16),
    ]) {
      expect(await judge(enrolment, typed), typed.slice(0, 20)).to.equal(undefined);
    }
  });
});
