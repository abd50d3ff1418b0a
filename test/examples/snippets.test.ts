import { expect } from 'chai';
import { contents, files } from '../support/repository.js';

/** Code that stands below the name of the file it is from. */
const quoted = /<!-- (examples\/[\w./-]+) -->\s*```\w+\n([^]*?)```/g;

describe('Code in what people read', () => {
  const quotes = files()
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => [...contents(path).matchAll(quoted)].map(([, from = '', code]) => ({ path, from, code })));

  it('is there', () => {
    expect(quotes.map(({ path }) => path)).to.include('docs/testing.md');
  });

  it('is the code of the example it is from', () => {
    for (const { path, from, code } of quotes) expect(code, `${path}, from ${from}`).to.equal(contents(from));
  });

  it('is short, and shortest in the README', () => {
    for (const { path, code = '' } of quotes) {
      expect(code.split('\n').length - 1, path).to.be.at.most(path === 'README.md' ? 40 : 80);
    }
  });
});
