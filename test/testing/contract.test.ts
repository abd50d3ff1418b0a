import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { BrokenPromise, contract, type Runner } from '../../src/testing/contract.js';
import { verdicts } from '../support/verdicts.js';

async function underNodeTest(...given: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const program = join(process.cwd(), 'dist', 'test', 'support', 'under-node-test.js');
  const child = spawn(process.execPath, ['--test-reporter=tap', program, ...given], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { said, code: code as number };
}

describe('A port contract', () => {
  const opened: string[] = [];
  const closed: string[] = [];
  const state =
    (opens: 'once' | 'for each promise') =>
    (runner: Runner): void => {
      const open = () => String(opened.push('opened'));
      const close = async (its: string) => void closed.push(its);
      contract({ port: 'Port', adapter: 'mine', open, close, opens, runner }, (it) => {
        it('keeps this', () => undefined);
        it('keeps that', async () => Promise.reject(new Error('It does not.')));
      });
    };
  beforeEach(() => {
    opened.length = 0;
    closed.length = 0;
  });

  it('names the promise that is broken, and what was found', async () => {
    const [kept, broken] = await verdicts(state('for each promise'));
    expect(kept).to.deep.equal({ promise: 'keeps this', broken: undefined });
    expect(broken?.broken).to.be.instanceOf(BrokenPromise);
    expect(broken?.broken).to.have.property('message', 'Port · mine breaks its promise: it keeps that. It does not.');
    expect(closed).to.deep.equal(['1', '2']);
  });

  it('opens once what may be shared, and closes it where the runner knows no end', async () => {
    const all = await verdicts(state('once'));
    expect(all.map(({ promise }) => promise)).to.deep.equal(['keeps this', 'keeps that', 'closes in good order']);
    expect(closed).to.deep.equal(['1']);
  });

  it('closes at the end of the suite where the runner knows one', async () => {
    const ends: (() => Promise<void>)[] = [];
    const after = (end: () => Promise<void>) => void ends.push(end);
    for (const known of [{ after }, { afterAll: after }])
      expect(await verdicts((runner) => state('once')({ ...runner, ...known }))).to.have.length(2);
    for (const end of ends) await end();
    expect(closed).to.deep.equal(['1', '2']);
  });

  it('runs under node:test, and fails there too', async () => {
    const good = await underNodeTest();
    expect(good.said).to.include('ok 1 - accepts the password it hashed').and.include('# fail 0');
    expect(good.code).to.equal(0);
    const bad = await underNodeTest('forgetful');
    expect(bad.said)
      .to.match(/^# fail [1-9]/m)
      .and.include('Outbox · under node:test breaks its promise: it hands a fact on again later');
    expect(bad.code).to.equal(1);
  });
});
