import type { RequestListener } from 'node:http';
import { jwks } from './adapters/credentials/jwks.js';
import { KeyRing } from './adapters/credentials/key-ring.js';
import { GraphQLEndpoint } from './adapters/graphql/endpoint.js';
import { startServer } from './adapters/graphql/server.js';
import { app } from './adapters/http/app.js';
import { clientAddress } from './adapters/http/client-address.js';
import { Envelopes } from './adapters/http/envelopes.js';
import { GraphqlRoute } from './adapters/http/graphql-route.js';
import type { Log } from './adapters/http/log.js';
import { Readiness } from './adapters/http/readiness.js';
import { HttpServer } from './adapters/http/server.js';
import { Chores } from './adapters/node/chores.js';
import { HashingPool } from './adapters/node/hashing-pool.js';
import { Seal } from './adapters/node/seal.js';
import { AuthenticateRequest } from './application/authenticate-request.js';
import { RelayFacts } from './application/relay-facts.js';
import type { Config } from './config.js';
import { buildContainer, Opened, Ports, resolversOf, type Needs } from './container.js';
import { minutes, seconds } from './domain/duration.js';
import { openStore } from './open-store.js';

/** A service that answers. */
export interface Service {
  /** The port it listens on, given or chosen. */
  readonly port: number;
  /** Accepts nobody any more, lets who is being answered finish, and closes everything it opened. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly log: Log;
  /** Adapters that take the place of ours. With the whole store replaced, no database is opened. */
  readonly instead?: Partial<Needs>;
}

/** Who is being answered when we leave gets so much time (milliseconds). */
const drainPatience = 10_000;
/** A sign-in is no slower for it: rows a step (see `Sweeper`), facts a step (see `Outbox`). */
const [sweepStep, relayStep] = [500, 100];
/** How long a verifier may keep our public keys (seconds); new ones are published longer ahead than that. */
const keysKept = 300;

/** Opens the database and the keys, and answers. Rejects where it cannot, with everything closed again. */
export async function startService(config: Config, { log, instead = {} }: ServiceOptions): Promise<Service> {
  const opened: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (let last = opened.pop(); last; last = opened.pop()) await last();
  };
  try {
    return await open(config, log, instead, opened, close);
  } catch (problem) {
    await close();
    throw problem;
  }
}

async function open(
  config: Config,
  log: Log,
  instead: Partial<Needs>,
  opened: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<Service> {
  const house = buildContainer(config, { ...instead, log });
  const clock = house.resolve(Ports.clock);

  // The schema is built while the database answers.
  const coming = needsDatabase(instead) ? openStore(config, (line) => log.warn({}, line), opened) : undefined;
  if (coming) opened.push(() => coming.catch(() => undefined));
  const apollo = await startServer({ resolvers: resolversOf(house), clock, log, production: config.production });
  opened.push(() => apollo.stop());
  const database = await coming;
  if (database) house.register(Opened.database, { useValue: database });

  const store = house.resolve(Ports.keyStore);
  const ring = await KeyRing.open({ store, seal: house.resolve(Seal), clock, alg: config.tokens.alg });
  house.register(Opened.ring, { useValue: ring });
  if (!instead.passwords || !instead.factors) {
    const hashing = house.resolve(HashingPool);
    opened.push(() => hashing.close());
  }

  const chores = new Chores((name, err) => log.warn({ err, chore: name }, 'a chore failed and goes on'));
  opened.push(() => chores.end());
  const [relay, sweeper, policy] = [
    house.resolve(RelayFacts),
    house.resolve(Ports.sweeper),
    house.resolve(Ports.policy),
  ];
  chores.begin('relay', seconds(1), async () => (await relay.execute(relayStep)) >= relayStep);
  chores.begin('sweep', seconds(30), async () => (await sweeper.sweep(clock.now(), policy, sweepStep)) >= sweepStep);
  chores.begin('keys', minutes(1), () => ring.reload().then(() => false));

  const readiness = new Readiness(database ? [() => database.pool.query('select 1').then(() => true)] : []);
  const endpoint = new GraphQLEndpoint({ server: apollo, authenticate: house.resolve(AuthenticateRequest), clock });
  const graphql = new GraphqlRoute({
    door: endpoint,
    envelopes: house.resolve(Envelopes),
    origins: { own: config.publicUrl, allowed: new Set(config.allowedOrigins) },
    addressOf: clientAddress(config.trustProxy),
    page: !config.production,
  });
  const keys = { jwks: () => ({ body: jwks(ring), maxAge: keysKept }) };
  let express: Promise<RequestListener> | undefined;
  const rest = () =>
    (express ??= import('./adapters/http/rest-app.js').then(({ restApp }) => restApp({ readiness, keys, log })));

  const server = new HttpServer(app({ graphql, rest, log, secure: config.publicUrl.startsWith('https:') }));
  const port = await server.listen(config.port, config.host);
  opened.push(async () => {
    readiness.leave();
    const left = await server.drain(drainPatience);
    if (left === 'cut') log.warn({}, 'some requests took too long to be answered before leaving');
  });
  return { port, stop: close };
}

const needsDatabase = ({ work, outbox, sweeper, keyStore }: Partial<Needs>): boolean =>
  !(work && outbox && sweeper && keyStore);
