import assert from 'node:assert/strict';
import type { EnrolmentId } from '../domain/ids.js';
import { spend } from '../domain/mfa/enrolment.js';
import type { Answer, Enrolment, FactorKind, Mark, Material, Reveal } from '../domain/mfa/factors.js';
import { Busy, type HashingLane } from '../domain/ports/password-hasher.js';
import type { SecondFactor } from '../domain/ports/second-factor.js';
import { EmailAddress } from '../domain/user/email-address.js';
import { contract, type Runner } from './contract.js';

/** One kind of factor, and whoever holds the other half of it. */
export interface FactorUnderTest<K extends FactorKind> {
  readonly factor: SecondFactor<K>;
  /** What the owner of `reveal` answers at `now`. */
  answer(reveal: Reveal<K>, now: Date): Answer<K>;
  /** An answer of the right shape that is not `right`. */
  wrong(right: Answer<K>): Answer<K>;
  /** An answer of this kind that says `code`, whatever that is. */
  saying(code: string): Answer<K>;
  close?(): Promise<void>;
}

const now = new Date('2026-03-01T12:00:10Z');
const lane: HashingLane = { client: '192.0.2.1', purpose: 'factor' };
const malformed = [
  '',
  '0',
  '00000000',
  '0'.repeat(1_000_000),
  ' 123456 ',
  '12 34 56',
  '123456\0',
  '１２３４５６',
  '٠١٢٣٤٥',
  '-12345',
  '1e5',
  'null',
  '[object Object]',
  '\ud800'.repeat(6),
  "' or 1=1--",
  'O'.repeat(16),
  'AAAA-AAAA-AAAA-AAAA',
];

/** A factor leaves a mark for a right answer, nothing for a wrong, malformed or foreign one, and never throws at input. */
export function secondFactorContract<K extends FactorKind>(
  name: string,
  open: () => FactorUnderTest<K>,
  runner?: Runner,
): void {
  const close = ({ its }: Examiner<K>) => its.close?.();
  contract(
    { port: 'SecondFactor', adapter: name, open: () => examiner(open()), close, opens: 'once', runner },
    (it) => {
      it('leaves a mark for a right answer, and the mark is spent once', async ({ its, enrol, judge }) => {
        const { enrolment, reveal } = await enrol('1');
        const mark = await judge([enrolment], its.answer(reveal, now));
        assert(mark && !(mark instanceof Busy));
        assert.equal(mark.kind, its.factor.kind);
        assert.equal(mark.enrolmentId, enrolment.id);
        // The compiler does not distribute a union over a type parameter.
        const spendable: Mark = mark as unknown as Mark;
        const after = spend(enrolment as unknown as Enrolment, spendable);
        assert(after);
        assert.equal(spend(after, spendable), undefined);
      });

      it('judges and remembers nothing: the same answer leaves the same mark', async ({ its, enrol, judge }) => {
        const { enrolment, reveal } = await enrol('1');
        const answer = its.answer(reveal, now);
        assert.deepEqual(await judge([enrolment], answer), await judge([enrolment], answer));
      });

      it('leaves nothing for a wrong answer', async ({ its, enrol, judge }) => {
        const { enrolment, reveal } = await enrol('1');
        assert.equal(await judge([enrolment], its.wrong(its.answer(reveal, now))), undefined);
      });

      it('leaves nothing for the answer of somebody else', async ({ its, enrol, judge }) => {
        const [ada, bob] = [await enrol('1'), await enrol('2', 'bob@example.org')];
        assert.equal(await judge([ada.enrolment], its.answer(bob.reveal, now)), undefined);
      });

      it('tries every enrolment, and says which of them was meant', async ({ its, enrol, judge }) => {
        const [first, second] = [await enrol('1'), await enrol('2')];
        const mark = await judge([first.enrolment, second.enrolment], its.answer(second.reveal, now));
        assert(mark && !(mark instanceof Busy));
        assert.equal(mark.enrolmentId, second.enrolment.id);
      });

      it('leaves nothing where nothing is enrolled', async ({ its, enrol, judge }) => {
        const { reveal } = await enrol('1');
        assert.equal(await judge([], its.answer(reveal, now)), undefined);
      });

      it('leaves nothing for a malformed answer, and never throws', async ({ its, enrol, judge }) => {
        const { enrolment } = await enrol('1');
        for (const code of malformed)
          assert.equal(await judge([enrolment], its.saying(code)), undefined, code.slice(0, 20));
      });

      it('keeps nothing that lets its reader answer, and reveals nothing by being printed', async ({ its, enrol }) => {
        const { enrolment, reveal } = await enrol('1');
        const { code } = its.answer(reveal, now);
        assert(!JSON.stringify(enrolment).includes(code));
        assert(!JSON.stringify(reveal).includes(code));
      });
    },
  );
}

interface Examiner<K extends FactorKind> {
  readonly its: FactorUnderTest<K>;
  enrol(id: string, address?: string): Promise<Enrolled<K>>;
  judge(enrolments: readonly Enrolment<K>[], answer: Answer<K>): Promise<Mark<K> | undefined | Busy>;
}

const examiner = <K extends FactorKind>(its: FactorUnderTest<K>): Examiner<K> => ({
  its,
  async enrol(id, address = 'ada@example.org') {
    const owner = EmailAddress.parse(address);
    assert(owner);
    const begun = await its.factor.enrol(owner, lane);
    assert(!(begun instanceof Busy));
    return { enrolment: enrolmentOf<K>(id, begun.made), reveal: begun.reveal };
  },
  judge: (enrolments, answer) => its.factor.verify({ enrolments, answer, lane, now }),
});

interface Enrolled<K extends FactorKind> {
  readonly enrolment: Enrolment<K>;
  readonly reveal: Reveal<K>;
}

function enrolmentOf<K extends FactorKind>(id: string, made: Material<K>): Enrolment<K> {
  const base = { id: id as EnrolmentId, label: 'test', enrolledAt: now, lastUsedAt: undefined };
  return { ...made, ...base } as unknown as Enrolment<K>;
}
