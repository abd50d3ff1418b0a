import { HttpServer } from './adapters/http/server.js';
import { Chores } from './adapters/node/chores.js';
import { Bypasses } from './application/bypasses.js';
import { RelayFacts } from './application/relay-facts.js';
import type { Config } from './config.js';
import { Ports } from './container.js';
import { minutes, seconds } from './domain/duration.js';
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
    opened.push(() => chores.end());
    begin(chores, house);
    await tellBypasses(house, log);

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

/** Where a second factor is not asked for stands in the log of every start. */
async function tellBypasses({ its }: OpenHouse, log: HouseOptions['log']): Promise<void> {
  for (const { name, reason, until, lastUsedAt } of await its.resolve(Bypasses).inForce())
    log.warn({ bypass: name, reason, until, lastUsedAt }, 'a route does without the second factor');
}

/** What happens of its own accord. */
function begin(chores: Chores, { its, ring }: OpenHouse): void {
  const relay = its.resolve(RelayFacts);
  const [sweeper, clock, policy] = [its.resolve(Ports.sweeper), its.resolve(Ports.clock), its.resolve(Ports.policy)];
  chores.begin('relay', seconds(1), async () => (await relay.execute(relayStep)) >= relayStep);
  chores.begin('sweep', seconds(30), async () => (await sweeper.sweep(clock.now(), policy, sweepStep)) >= sweepStep);
  chores.begin('keys', minutes(1), () => ring.reload().then(() => false));
}
