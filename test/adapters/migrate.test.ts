import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Pool } from 'pg';
import { openDatabase } from '../../src/adapters/postgres/database.js';
import { startEmbedded, type Embedded } from '../../src/adapters/postgres/embedded.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { PostgresOutbox } from '../../src/adapters/postgres/outbox.js';
import { isReady, migrationNames } from '../../src/adapters/postgres/schema-state.js';

const quiet = (): void => undefined;

describe('Migrations', function () {
  this.timeout(60_000);
  let home: string;
  let server: Embedded;
  let owner: Pool;
  let service: Pool;

  const factOf = async (pool: Pool): Promise<void> => {
    await pool.query(
      `insert into facts (id, at, correlation_id, type, event) values (gen_random_uuid(), now(), 'x', 't', '{"type":"t"}')`,
    );
  };

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'portcullis-migrate-'));
    server = await startEmbedded(home, quiet);
  });

  after(async () => {
    await server.close();
    await rm(home, { recursive: true });
  });

  beforeEach(async () => {
    owner = new Pool({ connectionString: server.migrationUrl });
    service = new Pool({ connectionString: server.url });
    await owner.query('drop schema public cascade');
    await owner.query('create schema public');
  });

  afterEach(async () => {
    await Promise.all([owner.end(), service.end()]);
  });

  const start = async (): Promise<void> => {
    const { url, migrationUrl } = server;
    await (await openDatabase({ url, migrationUrl, poolSize: 1, warn: quiet })).close();
  };

  it('run at the start on an empty database, and leave nothing to do', async () => {
    expect(await isReady(service)).to.equal(false);
    await start();
    expect(await isReady(service)).to.equal(true);
    expect(await migrate({ migrationUrl: server.migrationUrl, serviceUrl: server.url })).to.deep.equal([]);
  });

  it('[O11] run once, and one set of keys is made, when replicas start at the same moment on an empty database', async () => {
    const replicas = ['one', 'two', 'three'].map((name) =>
      fork(new URL('../support/start-replica.js', import.meta.url), [server.url, server.migrationUrl, name]),
    );
    await Promise.all(replicas.map((replica) => once(replica, 'message')));
    const found = replicas.map((replica) => once(replica, 'message'));
    for (const replica of replicas) replica.send('go');
    const sets = (await Promise.all(found)).map(([ids]) => String(ids));
    expect(new Set(sets).size).to.equal(1);
    expect(sets[0]).to.match(/^(one|two|three)-cookie,\1-signing$/);
    const { rows } = await owner.query('select name from mikro_orm_migrations');
    expect(rows).to.deep.equal(migrationNames.map((name) => ({ name })));
  });

  it('let the service add and read facts, and neither change nor remove them', async () => {
    await start();
    await factOf(service);
    expect((await service.query('select from facts')).rowCount).to.equal(1);
    for (const change of [
      `update facts set type = 'x'`,
      'delete from facts',
      'truncate facts',
      'drop table facts',
      'alter table facts disable trigger all',
      'select from facts for update',
    ]) {
      const problem = await service.query(change).catch((problem: unknown) => problem);
      expect(String(problem), change).to.match(/permission denied|must be owner/);
    }
  });

  it('let the service neither remove a user nor say what was migrated', async () => {
    await start();
    for (const change of ['delete from users', 'delete from mikro_orm_migrations', 'create table mine (n int)']) {
      const problem = await service.query(change).catch((problem: unknown) => problem);
      expect(String(problem), change).to.include('permission denied');
    }
  });

  it('need one role only, where the service owns its tables', async () => {
    const { migrationUrl: url } = server;
    await (await openDatabase({ url, migrationUrl: undefined, poolSize: 1, warn: quiet })).close();
    expect(await isReady(owner)).to.equal(true);
  });

  it('give the rights again to a service that has none', async () => {
    await start();
    await owner.query('revoke all on all tables in schema public from portcullis');
    expect(await isReady(service)).to.equal(false);
    await start();
    expect(await isReady(service)).to.equal(true);
  });

  it('make facts that came with a dump from another server handed on once, before all that happens here', async () => {
    await start();
    const outbox = new PostgresOutbox(service);
    const mail = { name: 'mail', wants: () => true, deliver: () => Promise.resolve() };
    const handedOn = async (): Promise<string[]> => {
      const seen: string[] = [];
      await outbox.drain({ ...mail, deliver: async ({ id }) => void seen.push(id) }, 10);
      return seen;
    };
    await factOf(service);
    await factOf(service);
    await outbox.drain(mail, 1);
    // A server that has counted further than this one ever will.
    await owner.query(`update facts set xid = (xid::text::bigint + 1000000)::text::xid8`);
    await owner.query(`update relay set xid = (xid::text::bigint + 1000000)::text::xid8`);
    expect(await isReady(service)).to.equal(false);
    await start();
    await factOf(service);
    const { rows } = await owner.query<{ id: string }>('select id from facts order by position');
    expect(await handedOn()).to.deep.equal(rows.slice(1).map(({ id }) => id));
    expect(await handedOn()).to.deep.equal([]);
  });
});
