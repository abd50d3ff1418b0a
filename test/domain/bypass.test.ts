import { expect } from 'chai';
import { isInForce, parseBypasses } from '../../src/domain/bypass.js';

const till = { name: 'till', reason: 'It has no keyboard yet', until: '2027-01-31' };
const parsed = (...declared: readonly object[]) => parseBypasses(JSON.stringify(declared));

describe('A bypass', () => {
  it('has a name, a reason and an end', () => {
    expect(parsed(till)).to.deep.equal([{ ...till, until: new Date('2027-01-31T00:00:00.000Z') }]);
    expect(parsed({ ...till, until: '2027-01-31T12:30Z' })?.[0]?.until).to.deep.equal(new Date('2027-01-31T12:30:00Z'));
    expect(parsed()).to.deep.equal([]);
  });

  it('is in force until its end, and not a moment longer', () => {
    const [bypass] = parsed(till) ?? [];
    if (!bypass) expect.fail();
    expect(isInForce(bypass, new Date('2027-01-30T23:59:59.999Z'))).to.equal(true);
    expect(isInForce(bypass, new Date('2027-01-31T00:00:00.000Z'))).to.equal(false);
  });

  it('is none where one of them is missing, or cannot be meant', () => {
    const { name, reason, until } = till;
    const wrong = [
      { name, reason },
      { name, until },
      { reason, until },
      { ...till, reason: ' ' },
      { ...till, reason: 'x'.repeat(201) },
      { ...till, reason: 'a\nb' },
      { ...till, until: 'never' },
      { ...till, until: '2027-02-30T99:00Z' },
      { ...till, until: '31.1.2027' },
      { ...till, until: 2 },
      { ...till, name: '' },
      { ...till, name: 'Till' },
      { ...till, name: 'a&b' },
      { ...till, more: true },
    ];
    for (const each of wrong) expect(parsed(each), JSON.stringify(each)).to.equal(undefined);
    expect(parsed(till, till)).to.equal(undefined);
    const many = Array.from({ length: 51 }, (_, index) => ({ ...till, name: `till-${index}` }));
    expect(parsed(...many)).to.equal(undefined);
    for (const text of ['', '{}', 'null', '"till"', '[null]', '[1]', '[[]]', 'nonsense'])
      expect(parseBypasses(text), text).to.equal(undefined);
  });
});
