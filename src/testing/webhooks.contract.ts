import assert from 'node:assert/strict';
import { after, hours, seconds } from '../domain/duration.js';
import type { DomainEvent, Fact } from '../domain/events.js';
import type { FactId, WebhookId } from '../domain/ids.js';
import type { Outbox } from '../domain/ports/outbox.js';
import type { Attempt, WebhookDeliveries } from '../domain/ports/webhook-deliveries.js';
import type { Webhooks } from '../domain/ports/webhooks.js';
import { subscriberOf } from '../domain/webhook/subscriber-of.js';
import { Webhook } from '../domain/webhook/webhook.js';
import { client } from './builders.js';
import { contract, type Runner } from './contract.js';

/** Webhooks of an empty store, with the outbox beside them. */
export interface WebhooksUnderTest {
  readonly webhooks: Webhooks;
  readonly deliveries: WebhookDeliveries;
  readonly outbox: Outbox;
  /** Everything that was committed, oldest first. */
  facts(): Promise<readonly Fact[]>;
  /** Commits one fact. */
  record(event: DomainEvent): Promise<void>;
  close(): Promise<void>;
}

const start = new Date('2026-03-01T12:00:00.000Z');
const id = (n: number): WebhookId => `0190a000-0000-7000-8000-0000000000a${n}` as WebhookId;
const fact = (n: number): FactId => `0190a000-0000-7000-8000-0000000000f${n}` as FactId;
const admin = { ...client, actor: { kind: 'operator' } } as const;

const aWebhook = (n: number, createdAt = start): Webhook =>
  Webhook.create(
    {
      id: id(n),
      url: `https://example.com/${n}`,
      kinds: ['mfa.disabled'],
      includesClient: n % 2 === 0,
      sealed: `s${n}`,
    },
    createdAt,
  );
const attempt = (n: number, like: Partial<Attempt> = {}): Attempt => {
  return { factId: fact(n), kind: 'mfa.disabled', at: start, code: 204, why: undefined, ...like };
};

/** What every store of webhooks promises, and of what became of their deliveries. */
export function webhooksContract(name: string, open: () => Promise<WebhooksUnderTest>, runner?: Runner): void {
  const close = (its: WebhooksUnderTest) => its.close();
  contract({ port: 'Webhooks', adapter: name, open, close, opens: 'for each promise', runner }, (it) => {
    it('keeps each as it is, the oldest first', async ({ webhooks }) => {
      const [young, old] = [aWebhook(1, after(start, seconds(1))), aWebhook(2)];
      for (const webhook of [young, old]) assert.equal(await webhooks.add(admin, webhook, 2), true);
      assert.deepEqual(
        (await webhooks.all()).map((webhook) => webhook.snapshot()),
        [old, young].map((webhook) => webhook.snapshot()),
      );
      assert.deepEqual((await webhooks.byId(id(1)))?.snapshot(), young.snapshot());
      assert.equal(await webhooks.byId(id(3)), undefined);
    });

    it('takes no more than there may be, however many come at once', async ({ webhooks, facts }) => {
      const added = await Promise.all([1, 2, 3, 4].map((n) => webhooks.add(admin, aWebhook(n), 2)));
      assert.equal(added.filter(Boolean).length, 2);
      assert.equal((await webhooks.all()).length, 2);
      assert.equal((await facts()).length, 2);
    });

    it('commits what was recorded, by whoever did it; the first fact has the id of the webhook', async (its) => {
      await its.webhooks.add(admin, aWebhook(1), 9);
      await its.webhooks.change(admin, id(1), (webhook) => webhook.rotate('s9', start));
      await its.webhooks.remove(admin, id(1));
      const facts = await its.facts();
      assert.deepEqual(
        facts.map(({ event, actor }) => [event, actor]),
        ['webhook.created', 'webhook.secret-rotated', 'webhook.removed'].map((type) => [
          { type, webhookId: id(1) },
          admin.actor,
        ]),
      );
      assert.equal(facts[0]?.id, id(1));
    });

    it('loses nothing of changes that come at once', async ({ webhooks, facts }) => {
      await webhooks.add(admin, aWebhook(1), 9);
      const rotate = (sealed: string) => webhooks.change(admin, id(1), (webhook) => webhook.rotate(sealed, start));
      await Promise.all(['s2', 's3'].map(rotate));
      const secrets = (await webhooks.byId(id(1)))?.snapshot().secrets ?? [];
      assert.deepEqual(secrets.map(({ sealed }) => sealed).toSorted(), ['s1', 's2', 's3']);
      assert.deepEqual(
        secrets.map(({ until }) => until),
        [undefined, after(start, hours(24)), after(start, hours(24))],
      );
      assert.equal((await facts()).length, 3);
    });

    it('says where there is none, and records nothing then', async ({ webhooks, facts }) => {
      assert.equal(await webhooks.change(admin, id(1), () => 'changed'), undefined);
      assert.equal(await webhooks.remove(admin, id(1)), false);
      await webhooks.add(admin, aWebhook(1), 9);
      assert.equal(await webhooks.change(admin, id(1), () => 'changed'), 'changed');
      assert.deepEqual([await webhooks.remove(admin, id(1)), await webhooks.remove(admin, id(1))], [true, false]);
      assert.equal((await facts()).length, 2);
    });

    it('tells what became of deliveries, the latest try first, each webhook by itself', async ({ deliveries }) => {
      await deliveries.note(id(1), attempt(1, { code: 500, why: 'it answered 500' }));
      await deliveries.note(id(1), attempt(2, { at: after(start, seconds(1)) }));
      await deliveries.note(id(1), attempt(1, { at: after(start, seconds(2)) }));
      await deliveries.note(id(2), attempt(3, { code: undefined, why: 'it hung up' }));
      assert.deepEqual(await deliveries.last(id(1), 9), [
        { ...attempt(1, { at: after(start, seconds(2)) }), status: 'delivered', tries: 2, nextAt: undefined },
        { ...attempt(2, { at: after(start, seconds(1)) }), status: 'delivered', tries: 1, nextAt: undefined },
      ]);
      assert.equal((await deliveries.last(id(1), 1)).length, 1);
      assert.deepEqual([await deliveries.has(id(1), fact(2)), await deliveries.has(id(2), fact(2))], [true, false]);
      await deliveries.forget(id(1));
      assert.deepEqual([(await deliveries.last(id(1), 9)).length, (await deliveries.last(id(2), 9)).length], [0, 1]);
    });

    it('knows what is tried again and when, and what is not, as the outbox has it', async (its) => {
      const { deliveries, outbox, record } = its;
      await record({ type: 'audit.read' });
      const [told] = await its.facts();
      assert.ok(told);
      const to = { name: subscriberOf(id(1)), wants: () => true };
      await outbox.drain({ ...to, deliver: () => Promise.reject(new Error('away')) }, 1);
      await deliveries.note(id(1), attempt(1, { factId: told.id, code: 503, why: 'it answered 503' }));
      const [waiting] = await deliveries.last(id(1), 9);
      assert.equal(waiting?.status, 'waiting');
      assert.ok(waiting.nextAt instanceof Date && !Number.isNaN(waiting.nextAt.getTime()));
      const none = { waiting: 0, dead: 0 };
      assert.deepEqual(
        [...(await deliveries.backlog([id(1), id(2)]))],
        [
          [id(1), { waiting: 1, dead: 0 }],
          [id(2), none],
        ],
      );
      await outbox.forget(to.name);
      assert.equal((await deliveries.last(id(1), 9))[0]?.status, 'dead');
      assert.deepEqual([...(await deliveries.backlog([id(1)]))], [[id(1), none]]);
    });
  });
}
