import { expect } from 'chai';
import { Pool } from 'pg';
import type { SessionId } from '../../src/domain/ids.js';
import type { UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import type { AuthSessionState } from '../../src/domain/session/session-state.js';
import type { UserState } from '../../src/domain/user/user-state.js';
import { KnownStates } from '../../src/adapters/postgres/known-states.js';
import { aPool, client, stepOf } from '../../src/testing/builders.js';
import { answer, logIn, posed, refresh, signedIn } from '../../src/testing/decisions.js';
import { known } from '../../src/testing/store.js';
import { postgresStore, workOn } from '../support/postgres-store.js';

interface Seen {
  readonly session: AuthSessionState | undefined;
  readonly user: UserState | undefined;
}

describe('What PostgreSQL need not send again', () => {
  let store: Awaited<ReturnType<typeof postgresStore>>;
  let pool: Pool;
  let work: UnitOfWork;
  let cells: (string | null)[][];

  before(async () => {
    store = await postgresStore();
    pool = new Pool({ connectionString: store.scratch.url });
    work = workOn(pool);
    cells = [];
    pool.on('connect', (connected) => {
      const wire = (connected as unknown as { readonly connection: NodeJS.EventEmitter }).connection;
      wire.on('dataRow', ({ fields }: { readonly fields: (string | null)[] }) => cells.push(fields));
    });
  });
  after(async () => {
    await pool.end();
    await store.close();
  });

  const seen = (by: UnitOfWork, id: SessionId): Promise<Seen> =>
    by.run(client, async (tx) => {
      const session = (await tx.sessions.byId(id))?.snapshot();
      const user = session && (await tx.users.byId(session.userId))?.snapshot();
      return { session, user };
    });
  const nobodyKnows = (): UnitOfWork => workOn(pool);
  const letters = (): number => (cells.at(-1) ?? []).reduce((sum, cell) => sum + (cell?.length ?? 0), 0);

  it('is the state of a session and of its user, for as long as neither changes', async () => {
    const ada = await known(store, { enrolments: [] });
    const id = await signedIn(nobodyKnows(), ada, aPool());
    const first = await seen(work, id);
    expect(letters()).to.be.greaterThan(500);
    expect(await seen(work, id)).to.deep.equal(first);
    expect(letters()).to.be.lessThan(150);
    expect(await seen(nobodyKnows(), id)).to.deep.equal(first);
  });

  it('is what was just written, too, and is what stands there', async () => {
    const ada = await known(store, { enrolments: [] });
    const opened = await signedIn(work, ada, aPool());
    const grace = await known(store);
    const key = aPool();
    const step = await answer(work, await posed(work, grace, key), 'totp', stepOf(grace, 1));
    expect(await refresh(work, opened, 0)).to.equal('rotated');
    if (step.kind !== 'passed') throw new Error(`A session was due, not ${step.kind}`);
    for (const id of [opened, step.session]) {
      const told = await seen(work, id);
      expect(letters()).to.be.lessThan(150);
      expect(told).to.deep.equal(await seen(nobodyKnows(), id));
    }
  });

  it('is read again once another process has written it', async () => {
    const ada = await known(store, { enrolments: [] });
    const id = await signedIn(work, ada, aPool());
    await seen(work, id);
    await refresh(nobodyKnows(), id, 0);
    expect((await seen(work, id)).session?.generation).to.equal(1);
    await logIn(nobodyKnows(), ada.snapshot().email, aPool(), { matches: false, against: ada.snapshot().passwordHash });
    expect(await seen(work, id)).to.deep.equal(await seen(nobodyKnows(), id));
  });

  it('is read again once somebody has edited it by hand, without a new version', async () => {
    const ada = await known(store, { enrolments: [] });
    const id = await signedIn(work, ada, aPool());
    expect((await seen(work, id)).user?.status).to.equal('active');
    await pool.query(`update users set state = state || '{"status":"disabled"}' where id = $1`, [ada.id]);
    expect((await seen(work, id)).user?.status).to.equal('disabled');
    await pool.query(`update auth_sessions set state = state || '{"generation":7}' where id = $1`, [id]);
    expect((await seen(work, id)).session?.generation).to.equal(7);
    await pool.query('delete from auth_sessions where id = $1', [id]);
    expect(await seen(work, id)).to.deep.equal({ session: undefined, user: undefined });
  });

  it('is not taken from a change that was undone', async () => {
    const ada = await known(store, { enrolments: [] });
    const id = await signedIn(work, ada, aPool());
    const before = await seen(work, id);
    const failed = work.run(client, async (tx) => {
      const session = await tx.sessions.byId(id);
      const user = session && (await tx.users.byId(session.userId));
      if (!session || !user) throw new Error('Who?');
      session.revoke('signed-out', new Date());
      throw new Error('after all not');
    });
    await failed.catch(() => undefined);
    expect(await seen(work, id)).to.deep.equal(before);
  });

  it('is forgotten, oldest first, beyond five hundred', () => {
    const states = new KnownStates<string, { readonly id: string }>();
    for (let each = 0; each <= 500; each++) states.keep(`${each}`, { stamp: '1', state: { id: `${each}` } });
    expect(states.recall('0')).to.equal(undefined);
    expect(states.recall('1')?.stamp).to.equal('1');
    states.keep('500', { stamp: '2', state: { id: '500' } });
    expect([states.recall('1')?.stamp, states.recall('500')?.stamp]).to.deep.equal(['1', '2']);
  });
});
