import { Command, InvalidArgumentError, Option } from 'commander';
import type { AccountView } from '../../domain/user/account-view.js';
import type { CommandNeeds } from './command-line.js';
import { Failure } from './failure.js';
import { form, withJson } from './form.js';
import type { Row } from './table.js';

/** What an operator does to accounts. */
export function userCommand(its: CommandNeeds): Command {
  const user = new Command('user').description('accounts');
  user.addCommand(listCommand(its));
  user.addCommand(showCommand(its));
  user.addCommand(disableCommand(its));
  user.addCommand(enableCommand(its));
  return user;
}

const about = (name: string, says: string): Command =>
  withJson(new Command(name).description(says).argument('<user>', 'an address or an id'));

export const nobody = (whom: string): Failure => new Failure(`There is no user ${JSON.stringify(whom)}.`);

interface ListOptions {
  readonly status?: 'active' | 'disabled';
  readonly after?: string;
  readonly limit: number;
}

const listCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(
    new Command('list')
      .alias('find')
      .description('who there is, in the order in which they came')
      .argument('[text]', 'some characters of the address')
      .addOption(new Option('--status <status>', 'only those').choices(['active', 'disabled']))
      .option('--after <id>', 'those behind this one')
      .option('--limit <count>', 'at most so many, up to 1000', count, 50),
  ).action(async (text: string | undefined, { status, after, limit }: ListOptions, command: Command) => {
    const { find } = await desk.people();
    const { users, next } = await find.execute({ text, status, after, limit });
    await terminal.print(users.map(inShort), form(command));
    if (next) terminal.say(`There are more: --after ${next}`);
  });

const showCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('show', 'how one account stands').action(async (whom: string, _: unknown, command: Command) => {
    const { show } = await desk.people();
    const outcome = await show.execute({ whom });
    if (outcome.status === 'unknown') throw nobody(whom);
    const { user, sessions } = outcome;
    const factors = user.factors.map(({ id, kind, label, enrolledAt, lastUsedAt }) => {
      return { id, kind, label, enrolledAt, lastUsedAt };
    });
    const asked = form(command);
    await terminal.print([{ ...inShort(user), factors: asked === 'json' ? factors : factors.length, sessions }], asked);
    if (asked === 'people' && factors.length > 0) {
      await terminal.write('\n');
      await terminal.print(factors, asked);
    }
  });

const disableCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('disable', 'shuts an account: whatever it has open ends at once').action(
    async (whom: string, _: unknown, command: Command) => {
      const { disable, operator } = await desk.people();
      const { status } = await disable.execute({ whom, client: operator });
      if (status === 'unknown') throw nobody(whom);
      await terminal.print([{ user: whom, status }], form(command));
    },
  );

const enableCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('enable', 'opens a disabled account again').action(async (whom: string, _: unknown, command: Command) => {
    const { enable, operator } = await desk.people();
    const { status } = await enable.execute({ whom, client: operator });
    if (status === 'unknown') throw nobody(whom);
    await terminal.print([{ user: whom, status }], form(command));
  });

const inShort = ({
  id,
  email,
  status,
  registeredAt,
  hasPassword,
  factors,
  backupCodesLeft,
  ...more
}: AccountView): Row => {
  const { machineTokens, serviceAccounts } = more;
  const [password, count] = [hasPassword, factors.length];
  return { id, email, status, registeredAt, password, factors: count, backupCodesLeft, machineTokens, serviceAccounts };
};

function count(text: string): number {
  const number = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 1000) throw new InvalidArgumentError('It is no number from 1 to 1000.');
  return number;
}
