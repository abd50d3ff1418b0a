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
import { tellProblem } from './adapters/http/problem.js';
import { MetricsRoute } from './adapters/http/metrics-route.js';
import { Probes } from './adapters/http/probes.js';
import { Readiness } from './adapters/http/readiness.js';
import { HashingPool } from './adapters/node/hashing-pool.js';
import { Seal } from './adapters/node/seal.js';
import { AuthenticateRequest } from './application/authenticate-request.js';
import { PolicyShelf } from './application/policy-in-force.js';
import type { Config } from './config.js';
import { buildContainer, Opened, Ports, resolversOf } from './container.js';
import { lazyPages } from './lazy-pages.js';
import type { Secret } from './domain/secret.js';
import type { Needs } from './needs.js';
import { openStore } from './open-store.js';

export interface HouseOptions {
  readonly log: Log;
  /** Adapters that take the place of ours. With the whole store replaced, no database is opened. */
  readonly instead?: Partial<Needs>;
}

/** Everything put together and opened. It answers whoever is led to its door, and does nothing of its own accord. */
export interface OpenHouse {
  readonly its: ReturnType<typeof buildContainer>;
  readonly ring: KeyRing;
  readonly endpoint: GraphQLEndpoint;
  readonly listener: RequestListener;
  readonly readiness: Readiness;
}

/** How long a verifier may keep our public keys (seconds); new ones are published longer ahead than that. */
const keysKept = 300;

/** Opens the database and the keys. How to close what was opened is added to `opened`, also where it rejects. */
export async function openHouse(
  config: Config,
  { log, instead = {} }: HouseOptions,
  opened: (() => Promise<unknown>)[],
): Promise<OpenHouse> {
  const its = buildContainer(config, { ...instead, log });
  const clock = its.resolve(Ports.clock);
  const metrics = config.metricsToken && (await openMetrics(its, config.metricsToken));

  // The schema is built while the database answers.
  const coming = needsDatabase(instead) ? openStore(config, (line) => log.warn({}, line), opened) : undefined;
  if (coming) opened.push(() => coming.catch(() => undefined));
  const apollo = await startServer({ resolvers: resolversOf(its), clock, log, production: config.production });
  opened.push(() => apollo.stop());
  const database = await coming;
  if (database) its.register(Opened.database, { useValue: database });

  if (config.redisUrl && !instead.limiter) {
    // Loaded only where there is a Redis.
    const { openLimiter } = await import('./adapters/redis/open-limiter.js');
    const { limiter, close } = await openLimiter(config.redisUrl, {
      onLost: (err) => log.error({ err }, 'Redis is gone: each replica limits by itself, and half as much'),
      onBack: () => log.info({}, 'Redis is back: limits are shared again'),
    });
    opened.push(close);
    its.register(Opened.limiter, { useValue: limiter });
  }

  const store = its.resolve(Ports.keyStore);
  const reading = its.resolve(PolicyShelf).reload(its.resolve(Ports.policies));
  const opening = KeyRing.open({ store, seal: its.resolve(Seal), clock, alg: config.tokens.alg });
  const [ring] = await Promise.all([opening, reading]);
  its.register(Opened.ring, { useValue: ring });
  if (!instead.passwords || !instead.factors) {
    const hashing = its.resolve(HashingPool);
    opened.push(() => hashing.close());
  }

  const readiness = new Readiness(database ? [() => database.pool.query('select 1').then(() => true)] : []);
  const endpoint = new GraphQLEndpoint({ server: apollo, authenticate: its.resolve(AuthenticateRequest), clock });
  const door = {
    envelopes: its.resolve(Envelopes),
    origins: { own: config.publicUrl, allowed: new Set(config.allowedOrigins) },
    addressOf: clientAddress(config.trustProxy),
  };
  const graphql = new GraphqlRoute({ ...door, door: endpoint, page: !config.production });
  const secure = config.publicUrl.startsWith('https:');
  const loadPages = async () => {
    const { openWeb } = await import('./open-web.js');
    return openWeb(resolversOf(its), {
      ...door,
      clock,
      brand: config.brand,
      policy: its.resolve(Ports.policy),
      secure,
    });
  };
  const pages = config.pages.shown ? lazyPages(loadPages) : undefined;
  const tell = pages?.tell ?? tellProblem;
  const keys = { jwks: () => ({ body: jwks(ring), maxAge: keysKept }) };
  let express: Promise<RequestListener> | undefined;
  const rest = () =>
    (express ??= import('./open-rest.js').then(({ openRest }) => {
      return openRest(resolversOf(its), {
        ...door,
        keys,
        log,
        clock,
        publicUrl: config.publicUrl,
        pages: config.pages,
        tell,
      });
    }));

  const listener = app({
    graphql,
    probes: new Probes(readiness),
    metrics,
    rest,
    pages,
    tell,
    log,
    secure,
  });
  return { its, ring, endpoint, listener, readiness };
}

/** Whoever counts is there before anything can happen, and loaded only where somebody scrapes. */
async function openMetrics(its: OpenHouse['its'], token: Secret): Promise<MetricsRoute> {
  const { PrometheusMetrics } = await import('./adapters/metrics/prometheus.js');
  const statistics = () => its.resolve(Ports.mfaStatistics);
  const metrics = new PrometheusMetrics({ clock: its.resolve(Ports.clock), statistics });
  its.register(Ports.witness, { useValue: metrics });
  return new MetricsRoute(token, () => metrics.scrape());
}

const needsDatabase = ({ work, outbox, noticeTurns, sweeper, keyStore, ...its }: Partial<Needs>): boolean =>
  !(
    work &&
    outbox &&
    noticeTurns &&
    sweeper &&
    keyStore &&
    its.policies &&
    its.directory &&
    its.webhooks &&
    its.webhookDeliveries
  );
