import { expect } from 'chai';
import { Pool } from 'pg';
import { minutes } from '../../src/domain/duration.js';
import type { Digest } from '../../src/domain/ids.js';
import { MfaChallenge, type Issue } from '../../src/domain/mfa/mfa-challenge.js';
import type { UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import { PoolKey } from '../../src/domain/throttle/failure-pool.js';
import type { User } from '../../src/domain/user/user.js';
import {
  aChallengeId,
  anAddress,
  anId,
  aPool,
  client,
  later,
  policy,
  rightPassword,
  start,
  stepOf,
  wrongPassword,
} from '../../src/testing/builders.js';
import {
  aKnownDevice,
  answer,
  isLive,
  logIn,
  logInOn,
  posed,
  refresh,
  register,
  signedIn,
} from '../../src/testing/decisions.js';
import { aWorld } from '../../src/testing/world.js';
import { known, type Store } from '../../src/testing/store.js';
import { postgresStore, workOn } from '../support/postgres-store.js';
import type { Scratch } from '../support/postgres.js';
import { statementsOf } from '../support/statements.js';

describe('What a decision costs PostgreSQL', () => {
  let store: Store & { readonly scratch: Scratch };
  let pool: Pool;
  let work: UnitOfWork;
  let statements: string[];

  before(async () => {
    const made = await postgresStore();
    store = made;
    pool = new Pool({ connectionString: made.scratch.url });
    statements = statementsOf(pool);
    work = workOn(pool);
  });
  after(async () => {
    await pool.end();
    await store.close();
  });

  const reads = (): number => statements.filter((text) => text.startsWith('select')).length;
  const writes = (): number => statements.length - reads();
  async function costs(expected: { readonly reads: number; readonly writes: number }, of: () => Promise<unknown>) {
    statements.length = 0;
    await of();
    expect({ reads: reads(), writes: writes() }).to.deep.equal(expected);
  }

  it('is one read and one write for a login, right or wrong, known or not, from a used pool or an empty one', async () => {
    const ada = await known(store);
    const key = aPool();
    for (const address of [ada.snapshot().email, anAddress()])
      for (const check of [rightPassword, wrongPassword])
        await costs({ reads: 1, writes: 1 }, () => logIn(work, address, key, check));
    await costs({ reads: 1, writes: 1 }, () => logIn(work, ada.snapshot().email, aPool(), rightPassword));
  });

  it('is one read and one write for a second factor, right or wrong', async () => {
    const ada = await known(store);
    const id = await posed(store.work, ada, aPool());
    await costs({ reads: 1, writes: 1 }, () => answer(work, id, 'backup-code', undefined));
    await costs({ reads: 1, writes: 1 }, () => answer(work, id, 'totp', undefined));
    await costs({ reads: 1, writes: 1 }, () => answer(work, id, 'totp', stepOf(ada, 1)));
    await costs({ reads: 1, writes: 0 }, () => answer(work, id, 'totp', stepOf(ada, 2)));
  });

  it('is no more for being counted by client, address, user and session', async () => {
    const world = await aWorld({ instead: { work } }).withUser('ada', { totp: true }).withUser('grace');
    try {
      for (const [name, password] of [['ada'], ['ada', 'wrong'], ['nobody', 'wrong'], ['grace']] as const)
        await costs({ reads: 1, writes: 1 }, () => world.logIn(name, password));
      await world.logIn('ada');
      await costs({ reads: 1, writes: 1 }, () => world.verify('000000'));
      await costs({ reads: 1, writes: 1 }, () => world.verify(world.phoneOf('ada').code()));
      const { rows } = await store.scratch.pool.query<{ bucket: string; used: string }>(
        `select split_part(id, ':', 1) as bucket, sum(used) as used from limits group by 1 order by 1`,
      );
      expect(rows.map(({ bucket, used }) => `${bucket} ${used}`)).to.deep.equal([
        'challenge-user 2',
        'login-address 2',
        'login-client 5',
        'verify-client 1',
      ]);
    } finally {
      await world.close();
    }
  });

  it('is no more where addresses are verified, for people, strangers and whoever waits for a mail, or with devices', async () => {
    const world = await aWorld({ env: { VERIFY_ADDRESS: 'on' }, instead: { work } });
    try {
      await world.settle('alan', { totp: true });
      await world.settle('edsger');
      const registers = `mutation { register(input: { email: "waiting@example.org", password: "${'long enough '.repeat(2)}" }) { __typename } }`;
      await costs({ reads: 1, writes: 1 }, () => world.graphql(registers));
      const names = ['alan', 'edsger', 'nobody-at-all', 'waiting'];
      for (const name of names) await costs({ reads: 1, writes: 1 }, () => world.logIn(name, 'not the password'));
      for (const name of ['alan', 'edsger']) await costs({ reads: 1, writes: 1 }, () => world.logIn(name));
      const known = await world.logIn('edsger');
      const device = known.status === 'signed-in' ? known.signedIn.device?.token.reveal() : undefined;
      for (const secret of ['not the password', undefined])
        await costs({ reads: 1, writes: 1 }, () => world.logIn('edsger', secret, 'token', device));
      await world.logIn('alan');
      await costs({ reads: 1, writes: 1 }, () => world.verify(world.phoneOf('alan').code(), { trustDevice: true }));
    } finally {
      await world.close();
    }
  });

  it('is one read and one write for a login on a known device, trusted or not, right or wrong', async () => {
    const ada = await known(store);
    for (const trusted of [true, false]) {
      const id = await aKnownDevice(store.work, ada, trusted);
      await costs({ reads: 1, writes: 1 }, () => logInOn(work, ada, id, 0, wrongPassword));
      await costs({ reads: 1, writes: trusted ? 1 : 0 }, () => logInOn(work, ada, id, 0, rightPassword));
    }
  });

  it('brings along the device that a challenge was posed on, and that of the session it raises', async () => {
    const ada = await known(store);
    const held = { id: await aKnownDevice(store.work, ada), generation: 0 };
    const id = await pose(ada, { purpose: 'sign-in', known: held });
    await costs({ reads: 1, writes: 1 }, () =>
      work.run(client, async (tx) => {
        const challenge = await tx.challenges.byId(id);
        (await tx.devices.byId(held.id))?.use(0, start);
        challenge?.drop(start);
      }),
    );
  });

  it('brings along the session that a challenge raises or replaces', async () => {
    const ada = await known(store);
    for (const related of ['raises', 'replaces'] as const) {
      const session = await signedIn(store.work, await known(store, { enrolments: [] }), aPool());
      const id = await pose(ada, { [related]: session });
      await costs({ reads: 1, writes: 1 }, () =>
        work.run(client, async (tx) => {
          const challenge = await tx.challenges.byId(id);
          const user = challenge && (await tx.users.byId(challenge.snapshot().userId));
          await tx.pools.of(PoolKey.factor('totp', ada.id), start);
          await tx.pools.of(PoolKey.factor('backup-code', ada.id), start);
          (await tx.sessions.byId(session))?.revoke('replaced', start);
          user?.disable();
          user?.enable();
        }),
      );
    }
  });

  it('is one read and one write for a refresh, and none for one that is repeated', async () => {
    const id = await signedIn(store.work, await known(store, { enrolments: [] }), aPool());
    await costs({ reads: 1, writes: 1 }, () => refresh(work, id, 0));
    await costs({ reads: 1, writes: 0 }, () => refresh(work, id, 0));
  });

  it('is one read for a request with a session, and one write a minute', async () => {
    const id = await signedIn(store.work, await known(store, { enrolments: [] }), aPool());
    await costs({ reads: 1, writes: 0 }, () => isLive(work, id));
    const seen = (now: Date): Promise<void> =>
      work.run(client, async (tx) => (await tx.sessions.byId(id))?.seen(now, policy));
    await costs({ reads: 1, writes: 1 }, () => seen(later(minutes(1))));
    await costs({ reads: 1, writes: 0 }, () => seen(later(minutes(1))));
  });

  it('is one read and one write for a registration', async () => {
    const email = anAddress();
    await costs({ reads: 1, writes: 1 }, () => register(work, email));
    await costs({ reads: 1, writes: 1 }, () => register(work, email));
  });

  it('asks in one statement what is asked in one breath, and nothing twice', async () => {
    const [ada, grace] = [await known(store), await known(store)];
    const [one, other] = [aPool(), aPool()];
    await costs({ reads: 1, writes: 0 }, () =>
      work.run(client, async (tx) => {
        const email = grace.snapshot().email;
        const all = () =>
          Promise.all([
            tx.pools.of(one, start),
            tx.users.byEmail(email),
            tx.users.byId(ada.id),
            tx.pools.of(other, start),
          ]);
        const [pool, found, second] = await all();
        expect([pool.snapshot().id, found?.id, second?.id]).to.deep.equal([one, grace.id, ada.id]);
        await all();
      }),
    );
  });

  it('has one text for one shape of decision, however many are taken', async () => {
    const texts = new Set<string>();
    for (let n = 0; n < 5; n += 1) {
      const ada = await known(store);
      const id = await posed(store.work, ada, aPool());
      statements.length = 0;
      await answer(work, id, 'totp', stepOf(ada, 1));
      for (const text of statements) texts.add(text);
    }
    expect(texts.size).to.be.at.most(3, 'a read, and a commit that finds its pools empty or not');
  });

  async function pose(user: User, related: Partial<Issue>) {
    const id = aChallengeId();
    const step = user.signIn(
      rightPassword,
      await store.work.run(client, (tx) => tx.pools.of(aPool(), start)),
      start,
      policy,
    );
    if (step.kind !== 'second-factor') throw new Error('A second factor is due');
    const issue: Issue = {
      id,
      secret: anId<Digest>(),
      binding: undefined,
      purpose: 'step-up',
      credential: 'token',
      offer: step.offer,
      raises: undefined,
      replaces: undefined,
      passwordPool: undefined,
      device: undefined,
      known: undefined,
      ...related,
    };
    await store.work.run(client, async (tx) => tx.challenges.add(MfaChallenge.issue(issue, step.by, start, policy)));
    return id;
  }
});
