import { Command } from 'commander';
import type { CommandNeeds } from './command-line.js';
import { form, withJson } from './form.js';

export const startCommand = ({ desk }: CommandNeeds): Command =>
  new Command('start')
    .description('answers until it is told to leave (SIGTERM or SIGINT: who is being answered is answered)')
    .action(() => desk.start());

export const migrateCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(
    new Command('migrate').description(
      'brings the tables of DATABASE_URL up to date, as the role of MIGRATION_DATABASE_URL where that is given',
    ),
  ).action(async (_options: unknown, command: Command) => {
    const migrated = await desk.migrate();
    if (form(command) === 'json') return terminal.print([{ migrated }], 'json');
    return terminal.write(migrated.length > 0 ? `Migrated: ${migrated.join(', ')}\n` : 'Nothing to migrate.\n');
  });
