import { Command } from 'commander';
import type { WebhookListing } from '../../application/list-webhooks.js';
import type { WebhookProblem } from '../../application/create-webhook.js';
import type { DeliveryView } from '../../domain/ports/webhook-deliveries.js';
import type { CommandNeeds } from './command-line.js';
import type { Care } from './desk.js';
import { Failure } from './failure.js';
import { form, withJson } from './form.js';
import type { Row } from './table.js';

const authority = { kind: 'operator' } as const;
/** Shown of each one. */
const lastDeliveries = 20;

/** Servers that are told what happens. */
export function webhookCommand(its: CommandNeeds): Command {
  const webhook = new Command('webhook').description('servers that are told what happens');
  const makers = [
    addCommand,
    listCommand,
    showCommand,
    rotateCommand,
    pauseCommand,
    resumeCommand,
    removeCommand,
    replayCommand,
  ];
  for (const make of makers) webhook.addCommand(make(its));
  return webhook;
}

const rejected: Readonly<Record<WebhookProblem, string>> = {
  'malformed-url': 'That is no https URL, or one with a password or a fragment in it.',
  'plain-http': 'That URL is not encrypted: it must be https.',
  'private-address': 'That address is none that may be reached: see WEBHOOK_ALLOW_PRIVATE.',
  'unknown-kind': 'There is no such kind of fact: docs/audit.md lists them.',
  'too-many': 'There are as many webhooks as may be: remove one first.',
};

const addCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(new Command('add').description('has a server told from now on; prints its secret, this once'))
    .argument('<url>', 'https, with a public address')
    .option('--kind <kinds...>', 'such as sign-in.refused; all where it is left out')
    .option('--client', 'sends the client’s address and device along')
    .action(async (url: string, options: { kind?: readonly string[]; client?: boolean }, command: Command) => {
      const { webhooks, client } = await desk.care();
      const wanted = { url, kinds: options.kind, includesClient: options.client ?? false };
      const outcome = await webhooks.create.execute({ authority, ...wanted, client });
      if (outcome.status === 'rejected') throw new Failure(rejected[outcome.problem], 'usage');
      if (outcome.status !== 'created') throw new Failure('No webhook was made.');
      const { webhook, secret } = outcome;
      await terminal.print([{ id: webhook.id, url: webhook.url, secret: secret.reveal() }], form(command));
    });

const listCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(new Command('list').description('who is told what, and what is owed to them')).action(
    async (_: unknown, command: Command) => {
      const listings = await listed(await desk.care(), undefined, 0);
      await terminal.print(listings.map(rowOf), form(command));
    },
  );

const about = (name: string, says: string): Command =>
  withJson(new Command(name).description(says).argument('<webhook>', 'an id, as `webhook list` has it'));

const showCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('show', 'one of them, and what became of its last deliveries').action(
    async (id: string, _: unknown, command: Command) => {
      const [found] = await listed(await desk.care(), id, lastDeliveries);
      if (!found) throw new Failure(`There is no webhook ${JSON.stringify(id)}.`);
      const deliveries = found.deliveries.map(tryOf);
      const asked = form(command);
      await terminal.print([asked === 'json' ? { ...rowOf(found), deliveries } : rowOf(found)], asked);
      if (asked === 'json' || deliveries.length === 0) return;
      await terminal.write('\n');
      await terminal.print(deliveries, asked);
    },
  );

const rotateCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('rotate', 'another secret, printed this once; the former one signs beside it for 24 hours').action(
    async (id: string, _: unknown, command: Command) => {
      const { webhooks, client } = await desk.care();
      const outcome = known(await webhooks.rotate.execute({ authority, id, client }), id);
      if (outcome.status !== 'rotated') throw new Failure('Nothing was rotated.');
      const { secret, formerUntil } = outcome;
      await terminal.print([{ id: outcome.id, secret: secret.reveal(), formerUntil }], form(command));
    },
  );

const switching =
  (name: 'pause' | 'resume', to: 'paused' | 'on', says: string) =>
  ({ desk, terminal }: CommandNeeds): Command =>
    about(name, says).action(async (id: string, _: unknown, command: Command) => {
      const { webhooks, client } = await desk.care();
      known(await webhooks.switch.execute({ authority, id, to, client }), id);
      await terminal.print([{ id, standing: to }], form(command));
    });
const pauseCommand = switching('pause', 'paused', 'has what happens wait');
const resumeCommand = switching('resume', 'on', 'delivers what waited, and goes on');

const removeCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('remove', 'ends it, with all it was owed')
    .option('--yes', 'does not ask')
    .action(async (id: string, { yes }: { readonly yes?: boolean }, command: Command) => {
      if (!yes) await terminal.confirm('What waits to be delivered there never will be. Go on?');
      const { webhooks, client } = await desk.care();
      const { status } = known(await webhooks.remove.execute({ authority, id, client }), id);
      await terminal.print([{ id, status }], form(command));
    });

const replayCommand = ({ desk, terminal }: CommandNeeds): Command =>
  about('replay', 'delivers again what was given up, or one fact whatever became of it')
    .argument('[fact]', 'an id, as `webhook show` has it')
    .action(async (id: string, fact: string | undefined, _: unknown, command: Command) => {
      const { webhooks, client } = await desk.care();
      const outcome = await webhooks.replay.execute({ authority, id, fact, client });
      if (outcome.status !== 'replayed') throw new Failure('There is no such webhook, or it was never told of that.');
      await terminal.print([{ id, deliveries: outcome.deliveries }], form(command));
    });

function known<O extends { readonly status: string }>(outcome: O, id: string): O {
  if (outcome.status === 'unknown') throw new Failure(`There is no webhook ${JSON.stringify(id)}.`);
  return outcome;
}

async function listed({ webhooks, client }: Care, id: string | undefined, deliveries: number) {
  const outcome = await webhooks.list.execute({ authority, id, deliveries, client });
  return outcome.status === 'listed' ? outcome.webhooks : [];
}

const rowOf = ({ webhook, formerSecretsUntil, waiting, dead }: WebhookListing): Row => ({
  id: webhook.id,
  url: webhook.url,
  standing: webhook.off?.why ?? 'on',
  kinds: webhook.kinds ?? 'all',
  client: webhook.includesClient,
  createdAt: webhook.createdAt,
  formerSecretsUntil: formerSecretsUntil.length > 0 ? formerSecretsUntil : undefined,
  waiting,
  dead,
});

const tryOf = ({ factId, kind, status, tries, at, code, why, nextAt }: DeliveryView): Row => {
  return { at, kind, status, tries, code, why, nextAt, fact: factId };
};
