import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { MeDocument, MemoryTokens, RegenerateBackupCodesDocument, type Tokens } from '../../src/client/client.js';
import { minutes, seconds } from '../../src/domain/duration.js';
import { StoredTokens } from '../../examples/clients/stored-tokens.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { Tab } from '../support/client-people.js';

describe('Two tabs with one store', () => {
  let world: World;
  beforeEach(async () => (world = await aWorld().withUser('ada', { totp: true })));
  afterEach(() => world.close());

  const me = (tab: Tab): Promise<unknown> => tab.apollo.query({ query: MeDocument, fetchPolicy: 'no-cache' });

  it('renew once between them where there are locks', async () => {
    const tokens = new MemoryTokens();
    const [one, two] = [await new Tab(world, { tokens }).signIn(), new Tab(world, { tokens })];
    world.clock.advance(minutes(6));
    for (const answer of await Promise.all([me(one), me(two)])) expect(answer).to.have.nested.property('data.me.id');
    expect([...one.network.steps(), ...two.network.steps()].filter((step) => step === 'refreshSession')).to.have.length(
      navigator.locks ? 1 : 2,
    );
  });

  it('get the same tokens from the server where there are none', async () => {
    const tokens = new MemoryTokens();
    const [one, two] = [await new Tab(world, { tokens }).signIn(), new Tab(world, { tokens })];
    world.clock.advance(minutes(6));
    // Both have sent theirs before either is answered.
    const { promise: both, resolve } = Promise.withResolvers<undefined>();
    let waiting = 0;
    one.network.instead = two.network.instead = (step) => {
      if (step !== 'refreshSession') return undefined;
      if ((waiting += 1) === 2) resolve(undefined);
      return both;
    };
    const locks = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
    try {
      for (const answer of await Promise.all([me(one), me(two)])) expect(answer).to.have.nested.property('data.me.id');
    } finally {
      Object.defineProperty(globalThis, 'navigator', locks ?? { value: undefined, configurable: true });
    }
    const steps = [...one.network.steps(), ...two.network.steps()];
    expect(steps.filter((step) => step === 'refreshSession')).to.have.length(2);
    expect(await me(two)).to.have.nested.property('data.me.id');
  });

  it('may keep them where a page is loaded again', async () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    } as unknown as Storage;
    await new Tab(world, { tokens: new StoredTokens(storage) }).signIn();
    const reloaded = new Tab(world, { tokens: new StoredTokens(storage) });
    expect(await me(reloaded)).to.have.nested.property('data.me.id');
    await reloaded.portcullis.signOut();
    expect(kept).to.have.property('size', 0);
  });

  it('let a question rest that was answered in the other', async () => {
    const tokens = new MemoryTokens();
    const one = await new Tab(world, { tokens }).signIn();
    const two = new Tab(world, { tokens });
    world.clock.advance(minutes(4));
    world.clock.advance(seconds(70));
    const held = one.apollo.mutate({ mutation: RegenerateBackupCodesDocument });
    while (one.questions.length === 0) await sleep(5);
    two.ask = two.answering;
    await two.apollo.mutate({ mutation: RegenerateBackupCodesDocument });
    const [question] = one.questions;
    if (question?.kind !== 'factor') return expect.fail('nothing was asked');
    expect(await question.answer({ factor: 'TOTP', code: '000000' })).to.include({ __typename: 'ChallengeClosed' });
    expect((await held).data?.regenerateBackupCodes.__typename).to.equal('BackupCodes');
    expect(one.questions).to.have.length(1);
  });
});

describe('A store of tokens', () => {
  it('may take its time, and hold what is no JWT', async () => {
    const world = await aWorld().withUser('ada', { totp: true });
    let kept: Tokens | undefined;
    const tokens = {
      get: async () => new Promise<Tokens | undefined>((resolve) => setTimeout(() => resolve(kept), 2)),
      set: async (given: Tokens | undefined) =>
        new Promise<void>((resolve) => setTimeout(() => resolve(void (kept = given)), 2)),
    };
    const tab = await new Tab(world, { tokens }).signIn();
    kept = { ...(kept ?? expect.fail('nothing was kept')), accessToken: 'opaque' };
    const { data } = await tab.apollo.query({ query: MeDocument });
    expect(data?.me?.email).to.equal('ada@example.org');
    expect(tab.network.steps()).to.deep.equal(['me', 'refreshSession', 'me']);
    await world.close();
  });
});
