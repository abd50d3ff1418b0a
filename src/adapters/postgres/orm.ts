import { Migrator, type Migration } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import type { Constructor } from '@mikro-orm/core';
import type { Pool } from 'pg';
import { tables } from './tables.js';

export type Orm = MikroORM;

export interface NamedMigration {
  readonly name: string;
  readonly class: Constructor<Migration>;
}

/**
 * MikroORM over the tables, for whoever brings them up to date. It is a third of all code there is, and a running service
 * speaks prepared statements: only what needs it loads it.
 */
export function openOrm(url: string, migrations: readonly NamedMigration[]): Orm {
  return new MikroORM({
    clientUrl: url,
    dbName: databaseOf(url),
    entities: tables,
    extensions: [Migrator],
    migrations: { migrationsList: [...migrations], snapshot: false, silent: true },
    logger: () => undefined,
    driverOptions: {
      connectionString: url,
      application_name: 'portcullis migrations',
      connectionTimeoutMillis: 10_000,
    },
  });
}

/** The pool under MikroORM, for statements written by hand. */
export function poolOf(orm: Orm): Promise<Pool> {
  return orm.em.getConnection().getNativeClient();
}

/** As PostgreSQL's own clients read it: the user's name where none is said. */
export function databaseOf(url: string): string {
  const { pathname, username } = new URL(url);
  return decodeURIComponent(pathname.slice(1) || username);
}
