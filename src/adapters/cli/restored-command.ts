import { Command, InvalidArgumentError } from 'commander';
import { parseId, type UserId } from '../../domain/ids.js';
import type { CommandNeeds } from './command-line.js';
import { form, withJson } from './form.js';

/** After a backup of the database was restored. */
export const restoredCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(
    new Command('restored')
      .description(
        'after a backup was restored: signs everybody out and marks every code that a phone has shown so far as spent, ' +
          'so that nothing that ended since the backup lives again',
      )
      .option('--after <id>', 'goes on behind this user, where an earlier run was interrupted', userId)
      .option('--yes', 'does not ask'),
  ).action(async (options: { readonly after?: UserId; readonly yes?: boolean }, command: Command) => {
    if (!options.yes) await terminal.confirm('This signs everybody out. Go on?');
    const { renewStanding, client } = await desk.people();
    const renewed = await renewStanding.execute({
      after: options.after,
      client,
      onBatch: (done, last) => terminal.say(`${done} users done, the last of them ${last}`),
    });
    await terminal.print([{ renewed }], form(command));
  });

function userId(text: string): UserId {
  const id = parseId<UserId>(text);
  if (!id) throw new InvalidArgumentError('It is no id of a user.');
  return id;
}
