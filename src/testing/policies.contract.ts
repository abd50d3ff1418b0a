import assert from 'node:assert/strict';
import type { DomainEvent } from '../domain/events.js';
import { hours } from '../domain/duration.js';
import type { Policies } from '../domain/ports/policies.js';
import { noEntries } from '../domain/policies/rules.js';
import { client, later } from './builders.js';
import { contract, type Runner } from './contract.js';

/** A book that nobody has written in yet, and what was recorded. */
export interface PoliciesUnderTest {
  readonly policies: Policies;
  facts(): Promise<readonly DomainEvent[]>;
  close(): Promise<void>;
}

const admins = { kind: 'role', role: 'admin' } as const;
const everybody = { kind: 'everybody' } as const;

/** One book, changed by one at a time, with a fact of each change. */
export function policiesContract(name: string, open: () => Promise<PoliciesUnderTest>, runner?: Runner): void {
  const close = (its: PoliciesUnderTest) => its.close();
  contract({ port: 'Policies', adapter: name, open, close, opens: 'for each promise', runner }, (it) => {
    it('begins with a blank book', async ({ policies }) => {
      assert.deepEqual((await policies.read()).entries, noEntries);
    });

    it('keeps what was set, moments and all, and the fact of it', async ({ policies, facts }) => {
      const rules = {
        mfa: { demand: 'required', dueBy: later(hours(1)) },
        factors: ['totp'],
        mfaAge: hours(2),
        trustedDevices: false,
      } as const;
      const answer = await policies.change(client, async (book) => {
        book.set(admins, rules);
        book.set(everybody, { mfa: { demand: 'optional', dueBy: undefined } });
        return 'an answer';
      });
      assert.equal(answer, 'an answer');
      const { everybody: all, roles } = (await policies.read()).entries;
      assert.deepEqual(roles, { admin: rules });
      assert.equal(all?.mfa?.demand, 'optional');
      const said = { mfa: 'required', mfaDueBy: later(hours(1)).toISOString(), factors: ['totp'], mfaAge: 7200 };
      assert.deepEqual(await facts(), [
        { type: 'policy.set', scope: 'role', role: 'admin', ...said, trustedDevices: false },
        { type: 'policy.set', scope: 'everybody', mfa: 'optional' },
      ]);
    });

    it('keeps nothing, and says nothing, where nothing changed or the decision threw', async ({ policies, facts }) => {
      assert.equal(await policies.change(client, async (book) => book.remove(admins)), 'unchanged');
      const thrown = policies.change(client, async (book) => {
        book.set(admins, { trustedDevices: false });
        throw new Error('a bug');
      });
      await assert.rejects(thrown, /a bug/);
      assert.deepEqual((await policies.read()).entries, noEntries);
      assert.deepEqual(await facts(), []);
    });

    it('shows each of many rivals what the others have written', async ({ policies, facts }) => {
      const steps = Array.from({ length: 6 }, (_, step) => step + 1);
      await Promise.all(
        steps.map(() =>
          policies.change(client, async (book) => {
            const former = book.entries.everybody?.mfaAge ?? 0;
            book.set(everybody, { mfaAge: hours(former / hours(1) + 1) });
          }),
        ),
      );
      assert.equal((await policies.read()).entries.everybody?.mfaAge, hours(steps.length));
      const ages = (await facts()).map((fact) => (fact.type === 'policy.set' ? fact.mfaAge : undefined));
      assert.deepEqual(
        ages,
        steps.map((step) => step * 3600),
      );
    });
  });
}
