import assert from 'node:assert/strict';
import type { Client } from '../domain/client.js';
import { minutes, type Duration } from '../domain/duration.js';
import type { DomainEvent } from '../domain/events.js';
import type { UserId } from '../domain/ids.js';
import type { AuditFilter, AuditLog, AuditPage, AuditStretch } from '../domain/ports/audit-log.js';
import { anId, client, later } from './builders.js';
import { contract, type Runner } from './contract.js';

/** An audit log and whoever fills it. */
export interface AuditLogUnderTest {
  readonly auditLog: AuditLog;
  /** Commits one fact that happened at that moment. */
  record(by: Client, at: Date, event: DomainEvent): Promise<void>;
  close(): Promise<void>;
}

const first = (count: number, more: Partial<AuditStretch> = {}): AuditStretch => ({ count, end: 'first', ...more });
const last = (count: number, more: Partial<AuditStretch> = {}): AuditStretch => ({ count, end: 'last', ...more });

/** What every audit log promises. */
export function auditLogContract(name: string, open: () => Promise<AuditLogUnderTest>, runner?: Runner): void {
  const close = (its: AuditLogUnderTest): Promise<void> => its.close();
  contract({ port: 'AuditLog', adapter: name, open, close, opens: 'once', runner }, (it) => {
    it('tells what happened, with when, from where and by whom', async (its) => {
      const { user, happen, page } = somebody(its);
      const actor = { kind: 'operator' } as const;
      await happen({ type: 'user.disabled', userId: user }, 0, { ...client, actor });
      const [entry] = (await page({}, first(1))).entries;
      assert.deepEqual(entry?.fact.event, { type: 'user.disabled', userId: user });
      assert.deepEqual(entry.fact.at, later(0 as Duration));
      assert.equal(entry.fact.address, client.address);
      assert.equal(entry.fact.correlationId, client.correlationId);
      assert.deepEqual(entry.fact.actor, actor);
    });

    it('begins with the newest, and goes on behind a cursor to the oldest', async (its) => {
      const { three, page } = somebody(its);
      await three();
      const one = await page({}, first(2));
      assert.deepEqual(kinds(one), ['signed-out.everywhere', 'user.enabled']);
      assert.equal(one.more, true);
      const two = await page({}, first(2, { after: one.entries[1]?.cursor }));
      assert.deepEqual(kinds(two), ['user.disabled']);
      assert.equal(two.more, false);
    });

    it('goes backwards from the end, or from a cursor to what is newer', async (its) => {
      const { three, page } = somebody(its);
      await three();
      const oldest = await page({}, last(2));
      assert.deepEqual(kinds(oldest), ['user.enabled', 'user.disabled']);
      assert.equal(oldest.more, true);
      const newer = await page({}, last(2, { before: oldest.entries[0]?.cursor }));
      assert.deepEqual(kinds(newer), ['signed-out.everywhere']);
      assert.equal(newer.more, false);
    });

    it('keeps to what lies between two cursors', async (its) => {
      const { three, page } = somebody(its);
      await three();
      const [newest, , oldest] = (await page({}, first(3))).entries;
      const between = { after: newest?.cursor, before: oldest?.cursor };
      assert.deepEqual(kinds(await page({}, first(3, between))), ['user.enabled']);
      assert.deepEqual(kinds(await page({}, last(3, between))), ['user.enabled']);
    });

    it('finds facts by their kinds, and none by no kind', async (its) => {
      const { three, page } = somebody(its);
      await three();
      const found = await page({ kinds: ['user.disabled', 'signed-out.everywhere', 'mfa.passed'] }, first(10));
      assert.deepEqual(kinds(found), ['signed-out.everywhere', 'user.disabled']);
      assert.deepEqual(kinds(await page({ kinds: [] }, first(10))), []);
    });

    it('finds facts by a span of time, its beginning with it and its end without', async (its) => {
      const { three, page } = somebody(its);
      await three();
      const span = { from: later(minutes(1)), to: later(minutes(2)) };
      assert.deepEqual(kinds(await page(span, first(10))), ['user.enabled']);
      assert.deepEqual(kinds(await page({ from: span.to }, first(10))), ['signed-out.everywhere']);
      assert.deepEqual(kinds(await page({ to: span.from }, first(10))), ['user.disabled']);
      assert.deepEqual(kinds(await page({ from: later(minutes(9)) }, first(10))), []);
    });

    it('finds facts by the address they came from', async (its) => {
      const { user, happen, three, page } = somebody(its);
      await three();
      await happen({ type: 'mfa.disabled', userId: user }, 4, { ...client, address: '2001:db8::77' });
      assert.deepEqual(kinds(await page({ address: '2001:db8::77' }, first(10))), ['mfa.disabled']);
      assert.deepEqual(kinds(await page({ address: '203.0.113.9' }, first(10))), []);
    });

    it('finds facts by whoever acted', async (its) => {
      const { user, happen, three, page } = somebody(its);
      await three();
      const admin = { kind: 'user', userId: anId<UserId>() } as const;
      await happen({ type: 'user.disabled', userId: user }, 5, { ...client, actor: admin });
      const found = await its.auditLog.page({ actor: admin }, first(10));
      assert.deepEqual(kinds(found), ['user.disabled']);
      assert.deepEqual(found.entries[0]?.fact.actor, admin);
      assert.deepEqual(kinds(await page({ actor: admin, kinds: ['user.enabled'] }, first(10))), []);
    });

    it('finds what fits all that is asked', async (its) => {
      const { three, page } = somebody(its);
      await three();
      const asked = { kinds: ['user.enabled'], address: client.address, from: later(minutes(1)) } as const;
      assert.deepEqual(kinds(await page(asked, first(10))), ['user.enabled']);
      assert.deepEqual(kinds(await page({ ...asked, from: later(minutes(2)) }, first(10))), []);
    });

    it('tells everything to whoever asks for nothing in particular', async (its) => {
      const { user, three } = somebody(its);
      await three();
      const { entries } = await its.auditLog.page({}, first(3));
      assert.deepEqual(
        entries.map(({ fact }) => fact.event.userId),
        [user, user, user],
      );
    });

    it('keeps a place while more happens', async (its) => {
      const { user, happen, three, page } = somebody(its);
      await three();
      const [newest] = (await page({}, first(1))).entries;
      await happen({ type: 'mfa.disabled', userId: user }, 6);
      assert.deepEqual(kinds(await page({}, first(1, { after: newest?.cursor }))), ['user.enabled']);
      assert.deepEqual(kinds(await page({}, last(9, { before: newest?.cursor }))), ['mfa.disabled']);
    });
  });
}

const kinds = ({ entries }: AuditPage): readonly string[] => entries.map(({ fact }) => fact.event.type);

/** Facts of somebody whom nothing else is about. */
function somebody({ auditLog, record }: AuditLogUnderTest) {
  const user = anId<UserId>();
  const happen = (event: DomainEvent, minute: number, by = client): Promise<void> =>
    record(by, later(minutes(minute)), event);
  return {
    user,
    happen,
    /** Disabled, enabled and signed out everywhere, a minute apart. */
    async three() {
      await happen({ type: 'user.disabled', userId: user }, 0);
      await happen({ type: 'user.enabled', userId: user }, 1);
      await happen({ type: 'signed-out.everywhere', userId: user }, 2);
    },
    page: (filter: AuditFilter, stretch: AuditStretch): Promise<AuditPage> =>
      auditLog.page({ ...filter, user }, stretch),
  };
}
