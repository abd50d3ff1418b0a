import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { hours, minutes, seconds } from '../../src/domain/duration.js';
import { patience } from '../../src/domain/ports/outbox.js';
import type { Caller, Result } from '../../src/testing/caller.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { answering, receiver, type Receiver } from '../support/receiver.js';
import {
  create,
  list,
  pause,
  remove,
  replay,
  resume,
  rotate,
  type Listed,
  type Made,
} from '../support/webhook-words.js';

describe('Webhooks', () => {
  let world: World;
  let ada: Caller;
  let its: Receiver;
  const seen: string[] = [];
  beforeEach(async () => {
    its = await receiver();
    world = await aWorld({ policy: { freshness: hours(300), sessionIdle: hours(300), sessionLife: hours(300) } })
      .withUser('ada', { totp: true, roles: ['admin'] })
      .withUser('grace');
    ada = await world.signIn('ada');
  });
  afterEach(async () => {
    seen.push(...world.logged, JSON.stringify(world.facts()));
    await Promise.all([world.close(), its.close()]);
  });

  const make = async (input: object = {}): Promise<Made> => {
    const { __typename, secret, webhook } = await ada.one(create, { input: { url: its.url, ...input } });
    expect(__typename).to.equal('WebhookCreated');
    return { id: (webhook as Result)['id'] as string, secret: secret as string };
  };
  const shown = async (id: string, deliveries = 10): Promise<Listed> => {
    const { webhooks } = await ada.one(list, { id, deliveries });
    return (webhooks as readonly Listed[])[0] ?? expect.fail('It is not listed');
  };
  const wrongPassword = () => world.logIn('grace', 'wrong horse');
  const verified = (nth: number, secret: string): unknown => {
    const { body, headers } = its.received[nth] ?? expect.fail('Nothing arrived');
    // Its clock is the machine's, ours stands where the test put it.
    const signed = new Webhook(secret).sign(
      String(headers['webhook-id']),
      new Date(Number(headers['webhook-timestamp']) * 1000),
      body,
    );
    return String(headers['webhook-signature']).split(' ').includes(signed);
  };

  it('are told what happens from then on, in ids, kinds and reasons', async () => {
    await wrongPassword();
    const { secret } = await make();
    await wrongPassword();
    await world.deliver();
    expect(its.received.map(({ payload }) => payload.type)).to.deep.equal(['sign-in.refused']);
    const nth = 0;
    const { payload, headers, body } = its.received[nth] ?? expect.fail();
    const { id, userId, ...data } = payload.data;
    expect(payload.timestamp).to.equal(world.clock.now().toISOString());
    expect(data).to.deep.equal({ outcome: 'failure', why: 'wrong-password' });
    expect([id, userId]).to.satisfy((ids: readonly unknown[]) =>
      ids.every((each) => /^[0-9a-f-]{36}$/.test(String(each))),
    );
    expect(headers['webhook-id']).to.equal(id);
    expect(verified(nth, secret)).to.equal(true);
    expect(body).to.not.match(/192\.0\.2\.1|@|grace|horse/);
  });

  it('are told who acted, and of the client where they were made so', async () => {
    await make({ kinds: ['webhook.paused'], includesClient: true });
    const second = await make({ kinds: ['role.granted'] });
    await ada.one(pause, { id: second.id });
    await world.deliver();
    const [{ payload } = expect.fail()] = its.received;
    expect(payload.data).to.deep.include({
      webhookId: second.id,
      client: { address: '192.0.2.1', device: 'Firefox on Linux' },
    });
    expect(payload.data['actor']).to.equal((await ada.one('{ me { __typename id } }'))['id']);
    expect(its.received).to.have.length(1);
  });

  it('go by kind', async () => {
    await make({ kinds: ['session.opened', 'session.opened'] });
    await wrongPassword();
    await world.logIn('grace');
    await world.deliver();
    expect(its.received.map(({ payload }) => payload.type)).to.deep.equal(['session.opened']);
  });

  it('are told again what they did not take, and listed with what became of it', async () => {
    its.answer = answering(500, 302, 204);
    const { id } = await make({ kinds: ['sign-in.refused'] });
    await wrongPassword();
    await world.deliver();
    const first = await shown(id);
    expect(first).to.include({ standing: 'ON', waiting: 1, dead: 0 });
    const nextAt = new Date(world.clock.now().getTime() + patience.first).toISOString();
    const about = { kind: 'sign-in.refused', status: 'WAITING', why: 'it answered 500', code: 500, tries: 1, nextAt };
    expect(first.deliveries[0]).to.include(about);

    await world.deliver();
    expect(its.received).to.have.length(1);
    world.clock.advance(patience.first);
    await world.deliver();
    expect((await shown(id)).deliveries[0]).to.include({ status: 'WAITING', code: 302, tries: 2 });
    world.clock.advance(minutes(1));
    await world.deliver();
    expect((await shown(id)).deliveries).to.have.length(1);
    expect((await shown(id)).deliveries[0]).to.include({ status: 'DELIVERED', code: 204, why: null, tries: 3 });
    expect(new Set(its.received.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).to.equal(1);
    expect(new Set(its.received.map(({ headers }) => headers['webhook-timestamp'])).size).to.equal(3);
  });

  it('are given up visibly after three days, and replayed when somebody says so', async () => {
    its.answer = answering(503);
    const { id } = await make({ kinds: ['sign-in.refused'] });
    await wrongPassword();
    for (let tries = 0; tries < patience.tries; tries += 1) {
      await world.deliver();
      world.clock.advance(patience.longest);
    }
    expect(its.received).to.have.length(patience.tries);
    ada = await world.signIn('ada');
    const given = await shown(id);
    expect(given).to.include({ waiting: 0, dead: 1 });
    expect(given.deliveries[0]).to.include({ status: 'DEAD', nextAt: null, tries: patience.tries });

    its.answer = answering(204);
    expect(await ada.one(replay, { id })).to.include({ deliveries: 1 });
    expect(await ada.one(replay, { id })).to.include({ deliveries: 0 });
    await world.deliver();
    expect((await shown(id)).deliveries[0]).to.include({ status: 'DELIVERED' });

    const { fact } = (await shown(id)).deliveries[0] ?? {};
    expect(await ada.one(replay, { id, fact })).to.include({ deliveries: 1 });
    await world.deliver();
    expect(its.received).to.have.length(patience.tries + 2);
    for (const unknown of ['0190a000-0000-7000-8000-000000000001', 'x', id])
      expect((await ada.one(replay, { id, fact: unknown })).__typename).to.equal('WebhookNotFound');
    expect(world.facts().filter(({ type }) => type === 'webhook.replayed')).to.have.length(2);
  });

  it('have another secret without a pause: for 24 hours both sign', async () => {
    const { id, secret } = await make({ kinds: ['sign-in.refused'] });
    const rotated = await ada.one(rotate, { id });
    const next = rotated['secret'] as string;
    const formerUntil = new Date(world.clock.now().getTime() + hours(24)).toISOString();
    expect(rotated['formerUntil']).to.equal(formerUntil);
    expect((await shown(id)).formerSecretsUntil).to.deep.equal([formerUntil]);
    await wrongPassword();
    await world.deliver();
    expect([verified(0, secret), verified(0, next)]).to.deep.equal([true, true]);
    world.clock.advance(hours(24));
    await wrongPassword();
    await world.deliver();
    ada = await world.signIn('ada');
    expect([verified(1, secret), verified(1, next)]).to.deep.equal([false, true]);
    expect((await shown(id)).formerSecretsUntil).to.deep.equal([]);
  });

  it('are told nothing more after they said that they are gone, until somebody resumes them', async () => {
    its.answer = answering(410, 204);
    const { id } = await make({ kinds: ['sign-in.refused'] });
    await wrongPassword();
    await world.deliver();
    await wrongPassword();
    world.clock.advance(hours(2));
    await world.deliver();
    expect(its.received).to.have.length(1);
    expect(world.facts().findLast(({ type }) => type.startsWith('webhook.'))).to.deep.equal({
      type: 'webhook.disabled',
      webhookId: id,
    });
    ada = await world.signIn('ada');
    expect(await shown(id)).to.include({ standing: 'GONE' });
    expect(await ada.one(resume, { id })).to.include({ standing: 'ON' });
    await world.deliver();
    expect(its.received).to.have.length(3);
  });

  it('wait while they are paused, and are told afterwards', async () => {
    const { id } = await make({ kinds: ['sign-in.refused'] });
    for (const _ of [1, 2]) expect(await ada.one(pause, { id })).to.include({ standing: 'PAUSED' });
    await wrongPassword();
    await world.deliver();
    expect(its.received).to.have.length(0);
    for (const _ of [1, 2]) expect(await ada.one(resume, { id })).to.include({ standing: 'ON' });
    await world.deliver();
    expect(its.received).to.have.length(1);
    const told = world.facts().filter(({ type }) => /^webhook\.(paused|resumed)$/.test(type));
    expect(told).to.have.length(2);
  });

  it('are removed with what they were owed', async () => {
    its.answer = answering(500);
    const { id } = await make();
    await wrongPassword();
    await world.deliver();
    const { length } = its.received;
    expect((await ada.one(remove, { id })).__typename).to.equal('WebhookRemoved');
    expect((await ada.one(remove, { id })).__typename).to.equal('WebhookNotFound');
    world.clock.advance(hours(1));
    await world.deliver();
    expect(its.received).to.have.length(length);
    ada = await world.signIn('ada');
    expect((await ada.one(list, {}))['webhooks']).to.deep.equal([]);
    for (const operation of [rotate, pause, resume, replay])
      expect((await ada.one(operation, { id })).__typename).to.equal('WebhookNotFound');
  });

  it('are not made of what cannot be told anything', async () => {
    const problem = async (input: object) => (await ada.one(create, { input: { url: its.url, ...input } }))['problem'];
    expect(await problem({ url: 'ftp://example.com' })).to.equal('MALFORMED_URL');
    expect(await problem({ url: 'http://example.com' })).to.equal('PLAIN_HTTP');
    expect(await problem({ url: 'https://169.254.169.254/' })).to.equal('PRIVATE_ADDRESS');
    for (const kinds of [[], ['sign-in.unheard-of'], ['session.opened', 'x'], ['__proto__']])
      expect(await problem({ kinds })).to.equal('UNKNOWN_KIND');
    for (let n = 0; n < 50; n += 1) await make();
    expect(await problem({})).to.equal('TOO_MANY');
  });

  it('keep their secret: after it was shown it stands in no answer, log, fact or request', async () => {
    const { id, secret } = await make({ includesClient: true });
    const { secret: next } = await ada.one(rotate, { id });
    its.answer = answering(500, 204);
    await world.deliver();
    world.clock.advance(seconds(15));
    await world.deliver();
    const answers = await ada.ask(list, { deliveries: 100 });
    const everything = [answers.text, ...world.logged, JSON.stringify(world.facts()), ...seen];
    for (const { body, headers } of its.received) everything.push(body, JSON.stringify(headers));
    for (const each of [secret, String(next)])
      for (const text of everything) expect(text).to.not.include(each.slice('whsec_'.length));
  });
});
