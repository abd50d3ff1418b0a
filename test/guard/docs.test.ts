import { expect } from 'chai';
import { contents, files } from '../support/repository.js';

const included = /<!-- (examples\/guards\/[\w-]+\.ts) -->\n\n```ts\n([^]*?)```/g;

describe('docs/guards.md', () => {
  const page = contents('docs/guards.md');
  const blocks = [...page.matchAll(included)].map(([, path = '', code = '']) => ({ path, code }));

  it('shows every example as it is, and no code that no test runs', () => {
    for (const { path, code } of blocks) expect(code, path).to.equal(contents(path));
    const examples = files().filter((path) => path.startsWith('examples/guards/'));
    expect(blocks.map(({ path }) => path).toSorted()).to.deep.equal([...examples].toSorted());
    expect([...page.matchAll(/^```ts$/gm)]).to.have.length(blocks.length);
    const tests = ['servers', 'graphql', 'pages'].map((name) => contents(`test/guard/${name}.test.ts`)).join();
    for (const { path } of blocks) expect(tests).to.contain(`'${/([\w-]+)\.ts$/.exec(path)?.[1]}'`);
  });

  it('names the doors that the package has', () => {
    const { exports } = JSON.parse(contents('package.json')) as { exports: Record<string, string> };
    const doors = Object.keys(exports).filter((door) => door.startsWith('./guard'));
    for (const door of doors) expect(page).to.contain(`\`portcullis/${door.slice(2)}\``);
    expect(doors).to.have.length(5);
  });
});
