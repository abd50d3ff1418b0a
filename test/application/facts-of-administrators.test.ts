import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { buildSchema, getNamedType, isObjectType, isUnionType } from 'graphql';
import { auditOutcomes, kindsOf } from '../../src/domain/audit/outcome.js';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { UserId } from '../../src/domain/ids.js';
import { patience } from '../../src/domain/ports/outbox.js';
import { PoolKey } from '../../src/domain/throttle/failure-pool.js';
import { EmailAddress } from '../../src/domain/user/email-address.js';
import type { Caller, Result } from '../../src/testing/caller.js';
import { client, policy } from '../../src/testing/builders.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { receiver, type Receiver } from '../support/receiver.js';
import { create, list, pause, remove, replay, resume, rotate, type Listed } from '../support/webhook-words.js';

/** Every mutation that is answered with `RoleRequired` where the role is missing. */
function administrative(): readonly string[] {
  const { Mutation } = buildSchema(readFileSync('schema.graphql', 'utf8')).getTypeMap();
  return Object.values(isObjectType(Mutation) ? Mutation.getFields() : {}).flatMap(({ name, type }) => {
    const result = getNamedType(type);
    return isUnionType(result) && result.getTypes().some((each) => each.name === 'RoleRequired') ? [name] : [];
  });
}

const account = (operation: string) => `mutation ($id: ID!) { ${operation}(input: { id: $id }) { __typename } }`;
const dead = 'mutation ($input: ReplayDeadLetterInput!) { replayDeadLetter(input: $input) { __typename } }';
const role = (operation: string) =>
  `mutation ($id: ID!) { ${operation}(input: { id: $id, role: AUDITOR }) { __typename } }`;

describe('What administrators do', () => {
  let world: World;
  let its: Receiver;
  let ada: Caller;
  let grace: Caller;
  let adaId: UserId;
  let graceId: UserId;
  let bobId: UserId;
  before(async () => {
    its = await receiver();
    let isDown = true;
    const send = async () => {
      if (isDown) throw new Error('No mail today');
    };
    world = await aWorld({ policy: { freshness: minutes(4) }, instead: { notifier: { send } } })
      .withUser('ada', { totp: true, roles: ['admin'] })
      .withUser('grace', { totp: true })
      .withUser('bob', { totp: true });
    // A notice that nobody could be told of.
    const email = EmailAddress.parse(world.addressOf('bob'));
    await world.needs().work.run(client, async (tx) => {
      const user = email && (await tx.users.byEmail(email));
      if (user) tx.record({ type: 'mfa.guessed', userId: user.id, kind: 'totp' });
    });
    for (let tries = 0; tries < patience.tries; tries += 1) {
      await world.deliver();
      world.clock.advance(patience.longest);
    }
    isDown = false;
    [ada, grace] = [await world.signIn('ada'), await world.signIn('grace')];
    [adaId, graceId] = [await idOf(ada), await idOf(grace)];
    bobId = await idOf(await world.signIn('bob'));
    world.clock.advance(seconds(30));
  });
  after(async () => {
    await Promise.all([world.close(), its.close()]);
  });

  const idOf = async (caller: Caller): Promise<UserId> =>
    (await caller.one('{ me { __typename id } }'))['id'] as UserId;
  const by = async (userId: UserId): Promise<readonly string[]> => {
    const page = await world.needs().auditLog.page({ actor: { kind: 'user', userId } }, { count: 100, end: 'last' });
    return page.entries.map(({ fact }) => fact.event.type).toReversed();
  };
  let webhook: string;
  const delivered = async (): Promise<unknown> => {
    await world.logIn('grace', 'not her password');
    await world.deliver();
    const { webhooks } = await ada.one(list, { id: webhook, deliveries: 1 });
    return (webhooks as readonly Listed[])[0]?.deliveries[0]?.['fact'];
  };
  /** Too many wrong codes. */
  const closed = (user: UserId): Promise<void> =>
    world.needs().work.run(client, async (tx) => {
      const pool = await tx.pools.of(PoolKey.factor('totp', user), world.clock.now());
      for (let n = 0; n < policy.failuresToClose; n += 1) pool.fail(world.clock.now(), policy, user);
    });
  /** Each done once, in an order in which it is something to do. */
  const acts: Readonly<Record<string, () => Promise<Result>>> = {
    grantRole: () => ada.one(role('grantRole'), { id: graceId }),
    withdrawRole: () => ada.one(role('withdrawRole'), { id: graceId }),
    createWebhook: async () => {
      const made = await ada.one(create, { input: { url: its.url, kinds: ['sign-in.refused'] } });
      webhook = String((made['webhook'] as Result)['id']);
      return made;
    },
    rotateWebhookSecret: () => ada.one(rotate, { id: webhook }),
    replayWebhook: async () => ada.one(replay, { id: webhook, fact: await delivered() }),
    setPolicy: () =>
      ada.one(`mutation { setPolicy(target: { role: AUDITOR }, rules: { mfa: REQUIRED }) { __typename } }`),
    removePolicy: () => ada.one('mutation { removePolicy(target: { role: AUDITOR }) { __typename } }'),
    endUserSessions: async () => {
      await world.signIn('bob');
      return ada.one(account('endUserSessions'), { id: bobId });
    },
    unlockUser: async () => {
      await closed(bobId);
      return ada.one(account('unlockUser'), { id: bobId });
    },
    resetUserMfa: () => ada.one(account('resetUserMfa'), { id: bobId }),
    disableUser: () => ada.one(account('disableUser'), { id: bobId }),
    enableUser: () => ada.one(account('enableUser'), { id: bobId }),
    replayDeadLetter: async () => {
      const [letter] = await world.needs().outbox.deadLetters(1);
      const given = { fact: letter?.fact.id, subscriber: letter?.subscriber };
      return ada.one(dead, { input: given });
    },
    pauseWebhook: () => ada.one(pause, { id: webhook }),
    resumeWebhook: () => ada.one(resume, { id: webhook }),
    removeWebhook: () => ada.one(remove, { id: webhook }),
  };

  it('[M10] is tried here, all of it', () => {
    expect(administrative()).to.have.members(Object.keys(acts));
  });

  for (const [operation, act] of Object.entries(acts))
    it(`[M10] leaves a fact that names them: ${operation}`, async () => {
      const former = await by(adaId);
      const { __typename } = await act();
      const facts = (await by(adaId)).slice(former.length);
      expect(facts, __typename).to.not.deep.equal([]);
      expect(facts[0]).to.not.equal('authority.refused');
    });

  it('[M10] leaves a fact of an administrator whose second factor is too old', async () => {
    world.clock.advance(minutes(4));
    world.clock.advance(seconds(1));
    const former = (await by(adaId)).length;
    expect((await ada.one(role('grantRole'), { id: graceId })).__typename).to.equal('StepUpRequired');
    expect((await by(adaId)).slice(former)).to.deep.equal(['authority.refused']);
    expect(world.facts().at(-1)).to.include({ why: 'stale-proof' });
  });

  it('[M10] leaves a fact of whoever tries it without the role, however often that is: of a session some, and no more', async () => {
    const former = (await by(graceId)).length;
    const refused = async (): Promise<readonly string[]> => (await by(graceId)).slice(former);
    await grace.one(role('grantRole'), { id: graceId });
    expect(await refused()).to.deep.equal(['authority.refused']);
    const [last] = world.facts().slice(-1);
    expect(last).to.deep.equal({ type: 'authority.refused', userId: graceId, why: 'role-required' });
    for (let times = 0; times < 30; times += 1)
      expect((await grace.one(role('grantRole'), { id: graceId })).__typename).to.equal('RoleRequired');
    expect(await refused()).to.have.length(20);
    // Another session of theirs has a number of its own.
    grace = await world.signIn('grace');
    await grace.one('{ auditLog { __typename } }');
    expect(await refused()).to.have.length(21);
  });
});

describe('Kinds of facts', () => {
  it('are all told in docs/audit.md, by their outcomes', () => {
    const docs = readFileSync('docs/audit.md', 'utf8');
    for (const outcome of auditOutcomes) {
      const line = docs.split('\n').find((each) => each.startsWith(`\`${outcome}\`: `)) ?? '';
      const told = [...line.matchAll(/`([a-z-]+\.[a-z-]+)`/g)].map(([, kind]) => kind);
      expect(told, outcome).to.have.members(kindsOf(outcome));
    }
  });
});
