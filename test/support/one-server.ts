import { join } from 'node:path';
import type { RootHookObject } from 'mocha';
import { endServers, ownServer, sharedServerVariable, templateOn, templateVariable } from './postgres.js';
import { clearUp } from './quick-folder.js';

/**
 * One PostgreSQL server for all processes of a run: `DATABASE_URL`'s, or one of our own; and one place for what they
 * compile. Mocha calls it by its name.
 */
export async function mochaGlobalSetup(): Promise<void> {
  await clearUp();
  const url = process.env['DATABASE_URL'] ?? (await ownServer()).url;
  process.env[templateVariable] = await templateOn(url);
  process.env[sharedServerVariable] = url;
  // A process that begins in an empty folder would compile everything anew, and write it there.
  process.env['NODE_COMPILE_CACHE'] ??= join(process.cwd(), 'node_modules', '.cache', 'portcullis-compiled');
}

export const mochaGlobalTeardown = endServers;

/** What a file started ends with it. */
export const mochaHooks: RootHookObject = { afterAll: endServers };
