import { Command, InvalidArgumentError, Option } from 'commander';
import { auditOutcomes, detailsOf, outcomeOf, reasonOf, type AuditOutcome } from '../../domain/audit/outcome.js';
import { Actor } from '../../domain/actor.js';
import type { Fact } from '../../domain/events.js';
import type { SealHead } from '../../domain/audit/seal.js';
import type { AuditQuery } from '../../application/read-audit.js';
import type { CommandNeeds } from './command-line.js';
import { Failure } from './failure.js';
import { form, withJson } from './form.js';
import type { Row } from './table.js';

const authority = { kind: 'operator' } as const;

/** What happened, and whether the log still says it. */
export function auditCommand(its: CommandNeeds): Command {
  const audit = new Command('audit').description('what happened, and whether the log still says it');
  for (const make of [listCommand, exportCommand, verifyCommand, pruneCommand]) audit.addCommand(make(its));
  return audit;
}

interface FilterOptions {
  readonly user?: string;
  readonly actor?: string;
  readonly kind?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  readonly address?: string;
  readonly outcome?: AuditOutcome;
}

const filtered = (command: Command): Command =>
  command
    .option('--user <id>', 'whom it is about')
    .option('--actor <actor>', 'who acted by a role: an id, or operator')
    .option('--kind <kinds...>', 'such as sign-in.refused')
    .option('--from <moment>', 'from then on (ISO 8601)', moment)
    .option('--to <moment>', 'before then', moment)
    .option('--address <address>', 'the client’s')
    .addOption(new Option('--outcome <outcome>', 'how it came out').choices(auditOutcomes));

const queryOf = ({ kind: kinds, user, actor, from, to, address, outcome }: FilterOptions): AuditQuery => {
  return { user, actor, kinds, from, to, address, outcome };
};

const listCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(filtered(new Command('list').description('what happened, the newest first')))
    .option('--limit <count>', 'at most so many, up to 100', count, 50)
    .option('--after <cursor>', 'those behind this one')
    .action(async (options: FilterOptions & { limit: number; after?: string }, command: Command) => {
      const { audit, client } = await desk.care();
      const page = { first: options.limit, after: options.after };
      const outcome = await audit.read.execute({ authority, query: queryOf(options), page, client });
      if (outcome.status !== 'read') throw new Failure('That is no cursor of this log.', 'usage');
      const { entries, more } = outcome.page;
      await terminal.print(
        entries.map(({ fact }) => rowOf(fact)),
        form(command),
      );
      if (more) terminal.say(`There are more: --after ${entries.at(-1)?.cursor}`);
    });

const exportCommand = ({ desk, terminal }: CommandNeeds): Command =>
  filtered(new Command('export').description('all of it as JSON Lines, the oldest first')).action(
    async (options: FilterOptions) => {
      const { audit, client } = await desk.care();
      const outcome = await audit.export.execute({ authority, query: queryOf(options), client });
      if (outcome.status !== 'exporting') throw new Failure('The log cannot be exported.');
      for await (const line of outcome.lines) await terminal.write(line);
    },
  );

const verifyCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(new Command('verify').description('whether every fact is as it was sealed; ends with 1 where one is not'))
    .option('--head <number:hash>', 'the last seal, as an earlier run or the log of the service told it', head)
    .action(async ({ head: known }: { readonly head?: SealHead }, command: Command) => {
      const { audit, client } = await desk.care();
      const outcome = await audit.verify.execute({ authority, head: known, client });
      if (outcome.status !== 'sound' && outcome.status !== 'flawed') throw new Failure('The log cannot be verified.');
      const { flaws, head: last, ...counts } = outcome;
      if (flaws.length > 0)
        await terminal.print(
          flaws.map((flaw) => ({ ...flaw })),
          form(command),
        );
      await terminal.print([{ ...counts, head: last && `${last.number}:${last.hash}` }], form(command));
      if (outcome.status === 'flawed') throw new Failure('The log is not what was sealed.');
    });

const pruneCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(
    new Command('prune').description('drops what is older than you keep; the seals stay, so the rest can be verified'),
  )
    .requiredOption('--before <moment>', 'what happened before then (ISO 8601)', moment)
    .option('--yes', 'does not ask')
    .action(async ({ before, yes }: { readonly before: Date; readonly yes?: boolean }, command: Command) => {
      if (!yes) await terminal.confirm(`This drops what happened before ${before.toISOString()} for good. Go on?`);
      const { audit, client } = await desk.care();
      const outcome = await audit.prune.execute({ authority, before, client });
      await terminal.print([{ ...outcome }], form(command));
    });

const rowOf = ({ id, at, address, device, correlationId, actor, event }: Fact): Row => ({
  at,
  kind: event.type,
  outcome: outcomeOf(event.type),
  reason: reasonOf(event),
  user: event.userId,
  actor: actor && Actor.write(actor),
  address,
  device,
  details: detailsOf(event).map(([name, value]) => `${name}=${value}`),
  correlationId,
  id,
});

function moment(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('It is no moment in ISO 8601.');
  return at;
}

function head(text: string): SealHead {
  const [, number, hash] = /^(\d{1,15}):([\w-]+)$/.exec(text) ?? [];
  if (!number || !hash) throw new InvalidArgumentError('It is no number and hash of a seal.');
  return { number: Number(number), hash };
}

function count(text: string): number {
  const number = /^[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 100) throw new InvalidArgumentError('It is no number from 1 to 100.');
  return number;
}
