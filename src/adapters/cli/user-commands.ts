import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { allRoles, type Role } from '../../domain/user/roles.js';
import type { AccountView } from '../../domain/user/account-view.js';
import type { CommandNeeds } from './command-line.js';
import { Failure } from './failure.js';
import { form, withJson } from './form.js';
import type { Row } from './table.js';

/** What an operator does to accounts. */
export function userCommand(its: CommandNeeds): Command {
  const user = new Command('user').description('accounts');
  const makers = [
    listCommand,
    showCommand,
    addCommand,
    unlockCommand,
    resetMfaCommand,
    disableCommand,
    enableCommand,
    grantCommand,
    withdrawCommand,
    deleteCommand,
  ];
  for (const make of makers) user.addCommand(make(its));
  return user;
}

const about = (name: string, says: string): Command =>
  withJson(new Command(name).description(says).argument('<user>', 'an address or an id'));

const operator = { kind: 'operator' } as const;

/** Refusals end the command in one line; anything else is the answer. */
function done<O extends { readonly status: string }>(outcome: O, whom: string): O {
  if (outcome.status === 'unknown') throw new Failure(`There is no user ${JSON.stringify(whom)}.`);
  if (outcome.status === 'last-admin')
    throw new Failure('Nobody would be left to administer: `user grant` somebody else the role of admin first.');
  return outcome;
}

interface ListOptions {
  readonly status?: 'active' | 'disabled' | 'deleted';
  readonly role?: Role;
  readonly after?: string;
  readonly limit: number;
}

const listCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(
    new Command('list')
      .alias('find')
      .description('who there is, in the order in which they came')
      .argument('[text]', 'some characters of the address')
      .addOption(new Option('--status <status>', 'only those').choices(['active', 'disabled', 'deleted']))
      .addOption(new Option('--role <role>', 'only those who have it').choices(allRoles))
      .option('--after <id>', 'those behind this one')
      .option('--limit <count>', 'at most so many, up to 1000', count, 50),
  ).action(async (text: string | undefined, { status, role, after, limit }: ListOptions, command: Command) => {
    const { find, client } = await desk.people();
    const found = await find.execute({ authority: operator, text, status, role, after, limit, client });
    if (found.status !== 'found') return;
    const { users, next } = found;
    await terminal.print(users.map(inShort), form(command));
    if (next) terminal.say(`There are more: --after ${next}`);
  });

const showCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('show', 'how one account stands').action(async (whom: string, _: unknown, command: Command) => {
    const { show, client } = await desk.people();
    const outcome = done(await show.execute({ authority: operator, whom, client }), whom);
    if (outcome.status !== 'found') return;
    const { user } = outcome;
    const sessions = outcome.sessions.length;
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
      const { disable, client } = await desk.people();
      const { status } = done(await disable.execute({ authority: operator, whom, client }), whom);
      await terminal.print([{ user: whom, status }], form(command));
    },
  );

const enableCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('enable', 'opens a disabled account again').action(async (whom: string, _: unknown, command: Command) => {
    const { enable, client } = await desk.people();
    const { status } = done(await enable.execute({ authority: operator, whom, client }), whom);
    await terminal.print([{ user: whom, status }], form(command));
  });

const addCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(new Command('add').description('adds somebody, who is mailed a link to set a password'))
    .argument('<address>', 'theirs')
    .action(async (email: string, _: unknown, command: Command) => {
      const { add, client } = await desk.care();
      const outcome = await add.execute({ authority: operator, email, client });
      if (outcome.status === 'email-rejected') throw new Failure('That is no address.', 'usage');
      if (outcome.status === 'taken') throw new Failure('Somebody has this address.');
      await terminal.print([{ user: email, ...outcome }], form(command));
    });

const unlockCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('unlock', 'whoever too many wrong answers shut out may try again').action(
    async (whom: string, _: unknown, command: Command) => {
      const { unlock, client } = await desk.care();
      const { status } = done(await unlock.execute({ authority: operator, whom, client }), whom);
      await terminal.print([{ user: whom, status }], form(command));
    },
  );

const resetMfaCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('reset-mfa', 'takes the second factors of somebody who lost them, after a time in which the owner may object')
    .option('--yes', 'does not ask')
    .action(async (whom: string, { yes }: { readonly yes?: boolean }, command: Command) => {
      if (!yes) await terminal.confirm(`The password alone will let ${JSON.stringify(whom)} in. Go on?`);
      const { resetMfa, client } = await desk.care();
      const outcome = done(await resetMfa.execute({ authority: operator, whom, client }), whom);
      if (outcome.status === 'nothing-to-reset') throw new Failure('There is no second factor to take away.');
      await terminal.print([{ user: whom, ...outcome }], form(command));
    });

const role = (): Argument => new Argument('<role>', 'what they may do beyond their own account').choices(allRoles);

const grantCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('grant', 'gives a role: an admin looks after users and policy, an auditor reads what happened')
    .addArgument(role())
    .action(async (whom: string, wanted: Role, _: unknown, command: Command) => {
      const { show, grant, client } = await desk.people();
      const found = done(await show.execute({ authority: operator, whom, client }), whom);
      if (found.status !== 'found') return;
      const outcome = done(await grant.execute({ authority: operator, id: found.user.id, role: wanted, client }), whom);
      await terminal.print([{ user: whom, ...outcome }], form(command));
    });

const withdrawCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('withdraw', 'takes a role away, at once')
    .addArgument(role())
    .action(async (whom: string, wanted: Role, _: unknown, command: Command) => {
      const { show, withdraw, client } = await desk.people();
      const found = done(await show.execute({ authority: operator, whom, client }), whom);
      if (found.status !== 'found') return;
      const { id } = found.user;
      const outcome = done(await withdraw.execute({ authority: operator, id, role: wanted, client }), whom);
      await terminal.print([{ user: whom, ...outcome }], form(command));
    });

const deleteCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('delete', 'forgets a person for good: what they have open ends, and the audit log tells of nobody any more')
    .option('--yes', 'does not ask')
    .action(async (whom: string, { yes }: { readonly yes?: boolean }, command: Command) => {
      if (!yes) await terminal.confirm(`This forgets ${JSON.stringify(whom)} for good. Go on?`);
      const { erase, client } = await desk.care();
      const outcome = done(await erase.execute({ authority: operator, whom, client }), whom);
      await terminal.print([{ ...outcome }], form(command));
    });

function inShort(account: AccountView): Row {
  const { id, email, status, roles, registeredAt, hasPassword: password, factors, backupCodesLeft } = account;
  const { machineTokens, serviceAccounts } = account;
  const facts = { backupCodesLeft, machineTokens, serviceAccounts };
  return { id, email, status, roles, registeredAt, password, factors: factors.length, ...facts };
}

function count(text: string): number {
  const number = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 1000) throw new InvalidArgumentError('It is no number from 1 to 1000.');
  return number;
}
