import { expect } from 'chai';
import { contents, files } from './support/repository.js';

// Spelled so that this file does not find itself.
const machines = /(?<![\w.@~-])\/(?:work|root|home|Users)\/[\w.-]+|(?<![\w.@~-])\/tmp\/brief|\b[A-Z]:\\Users\b/;
const registries = /\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b|"resolved": *"https?:/;

const found = (text: string, what: RegExp): readonly string[] => text.split('\n').filter((line) => what.test(line));

describe('The repository', () => {
  it('names no path of the machine it was written on', () => {
    expect(files().flatMap((path) => found(contents(path), machines).map((line) => `${path}: ${line}`))).to.deep.equal(
      [],
    );
  });

  it('names no host of a registry', () => {
    expect(
      files().flatMap((path) => found(contents(path), registries).map((line) => `${path}: ${line}`)),
    ).to.deep.equal([]);
  });

  it('would notice one', () => {
    const paths = ['work/main/x', 'root/.npmrc', 'home/ada/x', 'Users/ada/x'].map((rest) => `see /${rest}`);
    for (const path of paths) expect(found(path, machines), path).to.have.length(1);
    const host = ['registry', 'example', 'org'].join('.');
    for (const line of [JSON.stringify({ resolved: 'https://r.example' }), `fetched from ${host}`]) {
      expect(found(line, registries), line).to.have.length(1);
    }
    expect(found(`import '../work/rows.js'; see https://example.org/home/ada`, machines)).to.have.length(0);
  });
});
