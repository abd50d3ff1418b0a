import { HttpServer } from './adapters/http/server.js';
import { Chores } from './adapters/node/chores.js';
import { isLasting } from './adapters/node/lasting-folder.js';
import { Bypasses } from './application/bypasses.js';
import { PolicyShelf } from './application/policy-in-force.js';
import { RelayFacts } from './application/relay-facts.js';
import { RelayWebhooks } from './application/relay-webhooks.js';
import { SealAudit } from './application/seal-audit.js';
import type { Config } from './config.js';
import { Ports } from './container.js';
import { factsInSeal } from './domain/audit/seal.js';
import { minutes, seconds } from './domain/duration.js';
import type { Drained } from './domain/ports/outbox.js';
import { openHouse, type HouseOptions, type OpenHouse } from './open-house.js';

/** A service that answers. */
export interface Service {
  /** The port it listens on, given or chosen. */
  readonly port: number;
  /** Accepts nobody any more, lets who is being answered finish, and closes everything it opened. */
  stop(): Promise<void>;
}

/** Who is being answered when we leave gets so much time (milliseconds). */
const drainPatience = 10_000;
/** A sign-in is no slower for it: rows a step (see `Sweeper`), facts a step (see `Outbox`). */
const [sweepStep, relayStep] = [500, 100];
/** Who is slow to be told keeps one of them. */
const relayWorkers = 4;

/** Opens the house, and answers. Rejects where it cannot, with everything closed again. */
export async function startService(config: Config, options: HouseOptions): Promise<Service> {
  const { log } = options;
  const opened: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let last = opened.pop(); last; last = opened.pop()) await last();
  };
  try {
    const house = await openHouse(config, options, opened);
    const chores = new Chores((name, err) => log.warn({ err, chore: name }, 'a chore failed and goes on'));
    opened.push(async () => house.its.resolve(Ports.notifier).close?.());
    opened.push(() => house.its.resolve(RelayWebhooks).end());
    opened.push(() => chores.end());
    begin(chores, house, log);
    await tellBypasses(house, log);
    tellLosing(config, log);
    if (config.production && !config.mail.server)
      log.warn({}, 'SMTP_URL is not set: nobody is told of what happens to their account');

    const server = new HttpServer(house.listener);
    const port = await server.listen(config.port, config.host);
    opened.push(async () => {
      house.readiness.leave();
      const left = await server.drain(drainPatience);
      if (left === 'cut') log.warn({}, 'some requests took too long to be answered before leaving');
    });
    return { port, stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** Whoever serves others from a container loses with it what stands in no volume. */
function tellLosing({ production, host, database, secretKey, dataDir }: Config, log: HouseOptions['log']): void {
  if ((!production && host === '127.0.0.1') || (database.url && secretKey.current) || isLasting(dataDir)) return;
  const what = database.url ? 'the key that seals everything' : 'everything';
  log.warn({ folder: dataDir }, `DATA_DIR is no volume: with this container ${what} is gone`);
}

/** Where a second factor is not asked for stands in the log of every start. */
async function tellBypasses({ its }: OpenHouse, log: HouseOptions['log']): Promise<void> {
  for (const { name, reason, until, lastUsedAt } of await its.resolve(Bypasses).inForce())
    log.warn({ bypass: name, reason, until, lastUsedAt }, 'a route does without the second factor');
}

/** Once when it begins to fail and once when it is given up: of an outage nobody need read a line a mail and try. */
function tellFailure(
  { fact, subscriber, tries, why, isDead }: Drained['failed'][number],
  log: HouseOptions['log'],
): void {
  const about = { fact: fact.id, type: fact.event.type, subscriber, tries, why };
  if (isDead) log.error(about, 'a notice could not be delivered and is given up until it is replayed');
  else if (tries === 1) log.warn(about, 'a notice could not be delivered and is tried again');
}

/** What happens of its own accord. */
function begin(chores: Chores, { its, ring }: OpenHouse, log: HouseOptions['log']): void {
  const relay = its.resolve(RelayFacts);
  const [sweeper, clock, policy] = [its.resolve(Ports.sweeper), its.resolve(Ports.clock), its.resolve(Ports.policy)];
  for (let worker = 0; worker < relayWorkers; worker += 1)
    chores.begin('relay', seconds(1), async () => {
      const { delivered, failed } = await relay.execute(relayStep);
      for (const failure of failed) tellFailure(failure, log);
      return delivered + failed.length >= relayStep;
    });
  const webhooks = its.resolve(RelayWebhooks);
  chores.begin('webhooks', seconds(1), async () => {
    await webhooks.begin((failure) => tellFailure(failure, log));
    return false;
  });
  chores.begin('sweep', seconds(30), async () => (await sweeper.sweep(clock.now(), policy, sweepStep)) >= sweepStep);
  const seal = its.resolve(SealAudit);
  chores.begin('seal', seconds(10), async () => {
    const made = await seal.execute();
    // Kept where the log is kept: whoever could write the database cannot take it back.
    if (made) log.info({ seal: made.number, hash: made.hash, facts: made.count }, 'facts were sealed');
    return made?.count === factsInSeal;
  });
  chores.begin('keys', minutes(1), () => ring.reload().then(() => false));
  const [shelf, policies] = [its.resolve(PolicyShelf), its.resolve(Ports.policies)];
  chores.begin('policies', seconds(5), () => shelf.reload(policies).then(() => false));
}
