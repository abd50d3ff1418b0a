import assert from 'node:assert/strict';
import { PruneAudit } from '../application/prune-audit.js';
import { PseudonymiseUser } from '../application/pseudonymise-user.js';
import { SealAudit } from '../application/seal-audit.js';
import { VerifyAudit, type VerifyAuditInput } from '../application/verify-audit.js';
import type { Client, DeviceLabel } from '../domain/client.js';
import { days } from '../domain/duration.js';
import type { DomainEvent } from '../domain/events.js';
import type { UserId } from '../domain/ids.js';
import type { AuditChain } from '../domain/ports/audit-chain.js';
import type { AuditDigests } from '../domain/ports/audit-digests.js';
import type { AuditKeeper } from '../domain/ports/audit-keeper.js';
import type { AuditLog } from '../domain/ports/audit-log.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { anId, client, later, policy, start } from './builders.js';
import { contract, type Runner } from './contract.js';

/** A chain with whoever looks after it, over a store of its own. */
export interface AuditChainUnderTest {
  readonly auditChain: AuditChain;
  readonly auditKeeper: AuditKeeper;
  readonly auditLog: AuditLog;
  readonly auditDigests: AuditDigests;
  readonly work: UnitOfWork;
  close(): Promise<void>;
}

const authority = { kind: 'operator' } as const;
const device = 'Firefox on Linux' as DeviceLabel;

/** The use cases of the chain over one store. */
export function auditRoom(its: AuditChainUnderTest) {
  const all = { ...its, clock: { now: () => start }, policy, entropy: { id: anId } };
  const [sealing, verifying, pruning] = [new SealAudit(all), new VerifyAudit(all), new PruneAudit(all)];
  const pseudonymising = new PseudonymiseUser(all);
  const happen = (event: DomainEvent, by: Client = { ...client, device }): Promise<void> =>
    its.work.run(by, async (tx) => tx.record(event));
  return {
    happen,
    /** Disabled, enabled and signed out everywhere, each in a commit of its own. */
    async three(userId = anId<UserId>()): Promise<UserId> {
      await happen({ type: 'user.disabled', userId });
      await happen({ type: 'user.enabled', userId });
      await happen({ type: 'signed-out.everywhere', userId });
      return userId;
    },
    seal: () => sealing.execute(),
    async verify(head?: VerifyAuditInput['head']) {
      const outcome = await verifying.execute({ authority, head, client });
      if (outcome.status !== 'sound' && outcome.status !== 'flawed') throw new Error(`Not checked: ${outcome.status}`);
      return outcome;
    },
    prune: (before: Date) => pruning.execute({ authority, before, client }),
    pseudonymise: (user: UserId) => pseudonymising.execute({ authority, user, client }),
  };
}

type Room = ReturnType<typeof auditRoom> & { readonly its: AuditChainUnderTest };

/** What every audit chain promises, and whoever keeps it. */
export function auditChainContract(name: string, open: () => Promise<AuditChainUnderTest>, runner?: Runner): void {
  const opened = async (): Promise<Room> => {
    const its = await open();
    return { its, ...auditRoom(its) };
  };
  const close = async ({ its }: Room): Promise<void> => {
    await its.auditKeeper.close();
    await its.close();
  };
  contract({ port: 'AuditChain', adapter: name, open: opened, close, opens: 'for each promise', runner }, (it) => {
    it('seals what happened in the order in which it was committed, each fact once', async ({
      three,
      seal,
      verify,
    }) => {
      assert.equal(await seal(), undefined);
      await three();
      const first = await seal();
      assert.equal(first?.number, 1);
      assert.equal(first.count, 3);
      assert.equal(await seal(), undefined);
      await three();
      const second = await seal();
      assert.equal(second?.number, 2);
      assert.equal(new Set([...(first.facts ?? []), ...(second.facts ?? [])]).size, 6);
      const { status, seals, facts, flaws, head } = await verify();
      assert.deepEqual({ status, seals, facts, flaws }, { status: 'sound', seals: 2, facts: 6, flaws: [] });
      assert.deepEqual(head, { number: 2, hash: second.hash });
    });

    it('gives every fact to one of several sealers', async ({ three, seal, verify }) => {
      await three();
      await three();
      const made = await Promise.all([seal(), seal(), seal()]);
      for (let next = await seal(); next; next = await seal()) made.push(next);
      assert.equal(made.flatMap((each) => each?.facts ?? []).length, 6);
      assert.equal((await verify()).status, 'sound');
    });

    it('notices an end that was cut off, once it was told of it', async ({ three, seal, verify }) => {
      await three();
      const made = await seal();
      const beyond = { number: 2, hash: 'of a seal that is not there any more' };
      assert.deepEqual((await verify(made)).flaws, []);
      assert.deepEqual((await verify(beyond)).flaws, [{ kind: 'seal-missing', seal: 2 }]);
      assert.deepEqual((await verify({ number: 1, hash: 'another' })).flaws, [{ kind: 'seal-broken', seal: 1 }]);
    });

    it('forgets a person, and holds', async ({ its, happen, three, seal, verify, pseudonymise }) => {
      const ada = await three();
      const actor = { kind: 'user', userId: ada } as const;
      const grace = anId<UserId>();
      await happen({ type: 'user.disabled', userId: grace }, { ...client, device, actor });
      await seal();
      // Not sealed yet.
      await happen({ type: 'mfa.disabled', userId: ada });
      const outcome = await pseudonymise(ada);
      assert.ok(outcome.status === 'pseudonymised');
      assert.equal(outcome.facts, 5);
      while (await seal());
      assert.deepEqual((await verify()).flaws, []);

      const { entries } = await its.auditLog.page({}, { count: 100, end: 'last' });
      assert.ok(!JSON.stringify(entries).includes(ada));
      const { entries: theirs } = await its.auditLog.page({ user: outcome.pseudonym }, { count: 10, end: 'first' });
      const told = theirs.map(({ fact }) => [fact.event.type, fact.address, fact.device]);
      const forgotten = ['mfa.disabled', 'signed-out.everywhere', 'user.enabled', 'user.disabled'];
      assert.deepEqual(
        told.slice(1),
        forgotten.map((type) => [type, undefined, undefined]),
      );
      const { entries: graces } = await its.auditLog.page({ user: grace }, { count: 10, end: 'first' });
      assert.deepEqual(graces.at(-1)?.fact.actor, { kind: 'user', userId: outcome.pseudonym });
      assert.equal(graces.at(-1)?.fact.event.userId, grace);
    });

    it('forgets both who did something and whom it was done to, one after the other', async (room) => {
      const [ada, grace] = [anId<UserId>(), anId<UserId>()];
      const actor = { kind: 'user', userId: ada } as const;
      await room.happen({ type: 'user.disabled', userId: grace }, { ...client, device, actor });
      await room.seal();
      await room.pseudonymise(grace);
      await room.pseudonymise(ada);
      assert.deepEqual((await room.verify()).flaws, []);
    });

    it('drops the oldest facts seal by seal, and holds', async ({ its, three, seal, verify, prune }) => {
      await three();
      await seal();
      assert.deepEqual(await prune(start), { status: 'pruned', seals: 0, facts: 0, held: false });
      assert.deepEqual(await prune(later(days(1))), { status: 'pruned', seals: 1, facts: 3, held: false });
      const { status, prunedSeals, flaws } = await verify();
      assert.deepEqual({ status, prunedSeals, flaws }, { status: 'sound', prunedSeals: 1, flaws: [] });
      while (await seal());
      assert.deepEqual((await verify()).flaws, []);
      const { entries } = await its.auditLog.page({ kinds: ['audit.pruned'] }, { count: 1, end: 'first' });
      assert.deepEqual(entries[0]?.fact.event, { type: 'audit.pruned', seals: 1, facts: 3 });
      assert.deepEqual(entries[0].fact.actor, { kind: 'operator' });
    });
  });
}
