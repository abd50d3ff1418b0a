import assert from 'node:assert/strict';
import type { FactId } from '../domain/ids.js';
import type { NoticeTurns } from '../domain/ports/notice-turns.js';
import { contract, type Runner } from './contract.js';

export interface NoticeTurnsUnderTest {
  readonly turns: NoticeTurns;
  close(): Promise<void>;
}

const until = new Date('2026-03-01T13:00:00.000Z');
const fact = (n: number): FactId => `0190a000-0000-7000-8000-00000000000${n}` as FactId;

/** What everything promises that keeps mailboxes from filling up. */
export function noticeTurnsContract(name: string, open: () => Promise<NoticeTurnsUnderTest>, runner?: Runner): void {
  contract(
    { port: 'NoticeTurns', adapter: name, open, close: (its) => its.close(), opens: 'for each promise', runner },
    (it) => {
      it('gives a turn to one fact, however often it asks', async ({ turns }) => {
        assert.equal(await turns.take('ada, one o’clock', fact(1), until), true);
        assert.equal(await turns.take('ada, one o’clock', fact(2), until), false);
        assert.equal(await turns.take('ada, one o’clock', fact(1), until), true);
        assert.equal(await turns.take('ada, two o’clock', fact(2), until), true);
        assert.equal(await turns.take('grace, one o’clock', fact(2), until), true);
      });

      it('gives it to one of those who ask at once', async ({ turns }) => {
        const facts = [1, 2, 3, 4, 5, 6].map(fact);
        const asked = await Promise.all(facts.map((each) => turns.take('ada', each, until)));
        assert.equal(asked.filter(Boolean).length, 1);
      });
    },
  );
}
