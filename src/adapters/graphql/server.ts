import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { Clock } from '../../domain/ports/clock.js';
import type { RequestContext } from './context.js';
import { most } from './document-limits.js';
import { errorWords } from './error-words.js';
import { faults } from './faults.js';
import type { Log } from './log.js';
import { RecentDocuments } from './recent-documents.js';
import { buildSchema, type Resolvers } from './schema.js';

export interface ServerParts {
  readonly resolvers: Resolvers;
  readonly clock: Clock;
  readonly log: Log;
  /** Nothing of the schema is shown: no introspection, no landing page, no suggestions. */
  readonly production: boolean;
}

/** Apollo without a web framework, started. It listens to no signal and reports to nobody. */
export async function startServer({
  resolvers,
  clock,
  log,
  production,
}: ServerParts): Promise<ApolloServer<RequestContext>> {
  const server = new ApolloServer<RequestContext>({
    schema: buildSchema(resolvers),
    nodeEnv: production ? 'production' : 'development',
    introspection: !production,
    includeStacktraceInErrorResponses: false,
    formatError: errorWords(production),
    parseOptions: { maxTokens: most.tokens },
    documentStore: new RecentDocuments(),
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    stringifyResult: (value) => JSON.stringify(value),
    logger: {
      debug: (message) => log.debug({}, String(message)),
      info: (message) => log.debug({}, String(message)),
      warn: (message) => log.warn({}, String(message)),
      error: (message) => log.error({}, String(message)),
    },
    plugins: [
      faults(log, clock),
      production ? ApolloServerPluginLandingPageDisabled() : ApolloServerPluginLandingPageLocalDefault(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}
