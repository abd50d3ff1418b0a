import { expect } from 'chai';
import { openOrm, poolOf } from '../../src/adapters/postgres/orm.js';
import { scratch, type Scratch } from '../support/postgres.js';

const columns = `
  select table_name, column_name, udt_name, is_nullable, column_default, identity_generation
  from information_schema.columns where table_schema = 'public' and table_name <> 'mikro_orm_migrations' order by 1, 2`;
const indexes = `
  select indexname, indexdef from pg_indexes
  where schemaname = 'public' and tablename <> 'mikro_orm_migrations' order by 1`;

describe('Tables', () => {
  let migrated: Scratch;

  beforeEach(async () => (migrated = await scratch()));
  afterEach(() => migrated.close());

  it('are what the migrations make of them, to the last column, default and index', async () => {
    const said = new URL(migrated.url);
    said.pathname += '_said';
    await migrated.pool.query(`create database ${said.pathname.slice(1)}`);
    const orm = openOrm(said.href, []);
    try {
      await orm.schema.create();
      const pool = await poolOf(orm);
      for (const each of [columns, indexes]) {
        const [inEntities, inMigrations] = [await pool.query(each), await migrated.pool.query(each)];
        expect(inEntities.rows).to.have.length.above(20);
        expect(inEntities.rows).to.deep.equal(inMigrations.rows);
      }
    } finally {
      await orm.close();
      await migrated.pool.query(`drop database ${said.pathname.slice(1)}`);
    }
  });
});
