import { expect } from 'chai';
import { Webhook as Standard } from 'standardwebhooks';
import { Seal } from '../../src/adapters/node/seal.js';
import { SystemClock } from '../../src/adapters/node/system-clock.js';
import { PostgresOutbox } from '../../src/adapters/postgres/outbox.js';
import { PostgresWebhookDeliveries } from '../../src/adapters/postgres/webhook-deliveries.js';
import { PostgresWebhooks } from '../../src/adapters/postgres/webhooks.js';
import { HttpCourier } from '../../src/adapters/webhooks/http-courier.js';
import { SealedWebhookSecrets } from '../../src/adapters/webhooks/sealed-webhook-secrets.js';
import { RelayWebhooks } from '../../src/application/relay-webhooks.js';
import type { FactKind } from '../../src/domain/events.js';
import type { WebhookId } from '../../src/domain/ids.js';
import type { Drained } from '../../src/domain/ports/outbox.js';
import type { Secret } from '../../src/domain/secret.js';
import { Webhook } from '../../src/domain/webhook/webhook.js';
import { client } from '../../src/testing/builders.js';
import { secretKey } from '../support/key-room.js';
import { workOn } from '../support/postgres-store.js';
import { quietServer, scratch, type Scratch } from '../support/postgres.js';
import { answering, receiver, type Answering, type Receiver } from '../support/receiver.js';
import { ids } from '../support/still.js';

const clock = new SystemClock();
const webhookSecrets = new SealedWebhookSecrets(new Seal(secretKey));

describe('Webhooks over PostgreSQL', function () {
  this.timeout(30_000);
  let database: Scratch;
  let webhooks: PostgresWebhooks;
  const ends: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    database = await scratch(await quietServer());
    ends.push(() => database.close());
    webhooks = new PostgresWebhooks({ pool: database.pool, clock, entropy: ids });
  });
  afterEach(async () => {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  });

  /** One process. */
  const worker = (): RelayWebhooks => {
    const { pool } = database;
    const [outbox, webhookDeliveries] = [new PostgresOutbox(pool), new PostgresWebhookDeliveries(pool)];
    const courier = new HttpCourier({ loopback: true, privateNetworks: false, networks: [] });
    const its = new RelayWebhooks({ outbox, webhooks, webhookDeliveries, webhookSecrets, courier, clock });
    ends.push(() => its.end());
    return its;
  };
  const told = async (answer?: Answering, url?: string): Promise<Receiver & { id: WebhookId; secret: Secret }> => {
    const its = await receiver(answer);
    ends.push(() => its.close());
    const id = ids.id<WebhookId>();
    const { secret, sealed } = webhookSecrets.make(id);
    const kinds: readonly FactKind[] = ['audit.read'];
    const issue = { id, url: url ?? its.url, kinds, includesClient: false, sealed };
    // The facts are dated by a clock that stands still.
    await webhooks.add(client, Webhook.create(issue, new Date(0)), 9);
    return Object.assign(its, { id, secret });
  };
  const happens = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1)
      await workOn(database.pool).run(client, async (tx) => tx.record({ type: 'audit.read' }));
  };
  const due = () => database.pool.query('update deliveries set due_at = now()');
  const went = async (...workers: readonly RelayWebhooks[]): Promise<Drained['failed']> => {
    const failed: Drained['failed'][number][] = [];
    await Promise.all(workers.map((each) => each.begin((failure) => failed.push(failure))));
    await Promise.all(workers.map((each) => each.settled()));
    return failed;
  };
  const idsOf = ({ received }: Receiver): readonly unknown[] => received.map(({ headers }) => headers['webhook-id']);

  it('several workers tell each receiver everything, once, signed as the standard has it', async () => {
    const [one, other] = [await told(), await told()];
    await happens(12);
    expect(await went(worker(), worker(), worker())).to.deep.equal([]);
    for (const its of [one, other]) {
      expect(new Set(idsOf(its)).size).to.equal(12);
      expect(its.received).to.have.length(12);
      for (const { body, headers } of its.received)
        expect(new Standard(its.secret.reveal()).verify(body, headers as Record<string, string>)).to.be.an('object');
    }
    const left = await database.pool.query('select from deliveries');
    expect(left.rowCount).to.equal(0);
  });

  it('whoever is slow, gone, redirects or talks without end keeps nobody else waiting', async () => {
    const good = await told();
    const { promise: late, resolve: release } = Promise.withResolvers<void>();
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const slow = await told((res) => {
      ask();
      return late.then(() => res.writeHead(503).end());
    });
    const gone = await told(undefined, 'http://127.0.0.1:1/');
    const elsewhere = await receiver();
    ends.push(() => elsewhere.close());
    const away = await told((res) => res.writeHead(301, { location: elsewhere.url }).end());
    const endless = await told((res) => {
      const more = (): void => void (!res.destroyed && res.write('x'.repeat(64 * 1024), () => setImmediate(more)));
      res.writeHead(200);
      more();
    });
    await happens(5);
    const relay = worker();
    const failed: string[] = [];
    await relay.begin(({ why }) => failed.push(why));
    await asked;
    while (good.received.length < 5) await new Promise(setImmediate);
    expect(failed).to.not.include('it answered 503');
    const mail = { name: 'mail', wants: () => true, deliver: () => Promise.resolve() };
    expect((await new PostgresOutbox(database.pool).drain(mail, 20)).delivered).to.be.at.least(5);
    // Never more at once than it may have.
    expect(slow.received.length).to.be.at.most(4);
    release();
    await relay.settled();
    const deliveries = new PostgresWebhookDeliveries(database.pool);
    const why = async ({ id }: { readonly id: WebhookId }) => (await deliveries.last(id, 1))[0]?.why;
    expect(await why(slow)).to.equal('it answered 503');
    expect(await why(gone)).to.equal('it could not be reached: ECONNREFUSED');
    expect(await why(away)).to.equal('it answered 301');
    expect(await why(endless)).to.equal(undefined);
    expect(elsewhere.received).to.have.length(0);
  });

  it('what was not taken is told again, the same and by the same id', async () => {
    const its = await told(answering(500, 204));
    await happens(1);
    const relay = worker();
    expect((await went(relay)).map(({ tries, isDead }) => [tries, isDead])).to.deep.equal([[1, false]]);
    expect(await went(relay)).to.deep.equal([]);
    await due();
    expect(await went(relay)).to.deep.equal([]);
    expect(its.received).to.have.length(2);
    expect(new Set(its.received.map(({ body }) => body)).size).to.equal(1);
    expect(new Set(idsOf(its)).size).to.equal(1);
  });

  it('one that says it is gone is told nothing more, by no worker', async () => {
    const its = await told(answering(410));
    await happens(1);
    const [one, other] = [worker(), worker()];
    await went(one);
    await due();
    await happens(1);
    await went(one, other);
    expect(its.received).to.have.length(1);
    expect((await webhooks.byId(its.id))?.isOn).to.equal(false);
  });

  it('one that is removed while it is told leaves nothing behind', async () => {
    const removed = Promise.withResolvers<unknown>();
    const its = await told(async (res) => {
      await webhooks.remove(client, its.id).then(removed.resolve);
      res.writeHead(500).end();
    });
    await happens(2);
    const relay = worker();
    await went(relay);
    await removed.promise;
    await went(relay);
    for (const [table, column] of [
      ['deliveries', 'subscriber'],
      ['relay', 'subscriber'],
      ['webhook_deliveries', 'webhook_id'],
    ])
      expect(
        (await database.pool.query(`select ${column} from ${table} where ${column}::text like '%' || $1`, [its.id]))
          .rows,
      ).to.deep.equal([]);
  });

  it('what went wrong on our side is said at the next step, and not the end of it', async () => {
    const its = await told();
    await happens(1);
    const relay = worker();
    await database.pool.query('alter table deliveries rename to away');
    await went(relay);
    const problem = await relay.begin(() => undefined).catch((found: unknown) => found);
    expect(String(problem)).to.include('deliveries');
    await relay.settled();
    await database.pool.query('alter table away rename to deliveries');
    await relay.begin(() => undefined).catch(() => undefined);
    await relay.settled();
    expect(its.received).to.have.length(1);
  });
});
