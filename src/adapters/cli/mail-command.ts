import { Command } from 'commander';
import type { CommandNeeds } from './command-line.js';
import { Failure } from './failure.js';
import { form, withJson } from './form.js';

const authority = { kind: 'operator' } as const;

/** What could not be told, and nobody tries any more. */
export function mailCommand({ desk, terminal }: CommandNeeds): Command {
  const mail = new Command('mail').description('notices that could not be delivered');
  withJson(mail.command('dead').description('those that are not tried any more, the latest first, at most 100')).action(
    async (_: unknown, command: Command) => {
      const { letters, client } = await desk.people();
      const outcome = await letters.list.execute({ authority, limit: 100, client });
      if (outcome.status !== 'listed') return;
      await terminal.print(
        outcome.letters.map(({ fact, subscriber, tries, why, at }) => {
          return { fact: fact.id, kind: fact.event.type, user: fact.event.userId, subscriber, tries, why, at };
        }),
        form(command),
      );
    },
  );
  withJson(mail.command('replay').description('has one of them tried again, as often as at first'))
    .argument('<fact>', 'its fact, as `mail dead` has it')
    .option('--subscriber <name>', 'who was to be told', 'mail')
    .action(async (fact: string, { subscriber }: { readonly subscriber: string }, command: Command) => {
      const { letters, client } = await desk.people();
      const { status } = await letters.replay.execute({ authority, fact, subscriber, client });
      if (status === 'unknown') throw new Failure('There is no such dead letter.');
      await terminal.print([{ fact, subscriber, status }], form(command));
    });
  return mail;
}
