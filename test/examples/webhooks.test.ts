import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { expect } from 'chai';
import { freePort } from '../../src/adapters/postgres/cluster.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { childEnv } from '../support/child-env.js';

const create = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) {
  ... on WebhookCreated { secret webhook { id } } } }`;

describe('The receiver in docs/webhooks.md', () => {
  let world: World;
  let child: ChildProcess | undefined;
  after(async () => {
    child?.kill();
    await world.close();
  });

  it('verifies what it is sent, takes it once however often that is, and refuses what others send', async () => {
    world = await aWorld().withUser('ada', { totp: true, roles: ['admin'] });
    const ada = await world.signIn('ada');
    const [port, userId] = [await freePort(), (await ada.one('{ me { __typename id } }'))['id']];
    const url = `http://127.0.0.1:${port}/`;
    const { secret, webhook } = await ada.one(create, { input: { url, kinds: ['sign-in.refused', 'session.opened'] } });

    const program = join(import.meta.dirname, '..', '..', 'examples', 'webhooks', 'receiver.js');
    const env = { ...childEnv, PORT: String(port), WEBHOOK_SECRETS: String(secret) };
    child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = said(child);
    expect(await next(lines)).to.equal('listening');

    const { id } = webhook as { readonly id: string };
    const told: string[] = [];
    lines.on('line', (line) => told.push(line));
    for (const password of ['wrong horse', 'wrong horse']) await world.logIn('ada', password);
    await world.deliver();
    const { webhooks } = await ada.one(
      `{ webhooks { __typename ... on Webhooks { webhooks { deliveries { fact status code } } } } }`,
    );
    const [{ deliveries } = expect.fail()] = webhooks as readonly {
      readonly deliveries: readonly { fact: string }[];
    }[];
    expect(deliveries.map((each) => ({ ...each, fact: '' }))).to.deep.equal(
      [1, 2].map(() => ({ fact: '', status: 'DELIVERED', code: 204 })),
    );
    const again = `mutation { replayWebhook(input: { id: "${id}", fact: "${deliveries[0]?.fact}" }) { __typename } }`;
    expect((await ada.one(again)).__typename).to.equal('WebhookReplayed');
    await world.deliver();
    const forged = await fetch(url, { method: 'POST', body: '{"type":"x"}', headers: { 'webhook-id': 'x' } });
    expect(forged.status).to.equal(401);
    child.kill();
    await once(lines, 'close');
    expect(told).to.deep.equal([1, 2].map(() => `sign-in.refused of ${String(userId)}`));
  });
});

const said = ({ stdout }: ChildProcess): Interface =>
  createInterface({ input: stdout ?? expect.fail('It says nothing') });
const next = async (lines: Interface): Promise<unknown> => ((await once(lines, 'line')) as readonly unknown[])[0];
