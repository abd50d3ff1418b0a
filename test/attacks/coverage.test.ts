import { expect } from 'chai';
import { contents, files } from '../support/repository.js';
import { standard } from '../support/standards.js';
import { later } from './later.js';

interface Group {
  readonly group: string;
  readonly cases: readonly { readonly id: string }[];
}

/** Groups of the list that fit what exists. */
const ours = new Set(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'M', 'N', 'O', 'P']);

/** Every id in the title of a test or of a suite. */
const tagged = (): ReadonlySet<string> => {
  const titles = files()
    .filter((path) => /^test\/.*\.test\.ts$/.test(path))
    .flatMap((path) => contents(path).match(/\b(?:describe|it)\(\s*(['"`]).*?\1,/g) ?? []);
  return new Set(titles.flatMap((title) => title.match(/(?<=\[)[A-Z]\d\d(?=\])/g) ?? []));
};

describe('The known attacks', () => {
  it('are each tried by a test that says so, or stand in the list of what comes later', function () {
    const groups = standard<readonly Group[]>('attacks.json') ?? this.skip();
    const ids = groups
      .filter(({ group }) => ours.has(group.charAt(0)))
      .flatMap(({ cases }) => cases.map(({ id }) => id));
    expect(ids.length).to.be.above(60);
    const tried = tagged();
    expect(ids.filter((id) => !tried.has(id) && !(id in later))).to.deep.equal([]);
    // What comes later is taken off the list when it has come.
    expect(Object.keys(later).filter((id) => !ids.includes(id) || tried.has(id))).to.deep.equal([]);
  });
});
