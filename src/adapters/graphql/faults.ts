import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { after, seconds } from '../../domain/duration.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { RequestContext } from './context.js';
import { faultOf } from './error-words.js';
import type { Log } from './log.js';

/** Writes down what clients are not told, under the request id that they are told, and fills the head of a 503. */
export function faults(log: Log, clock: Clock): ApolloServerPlugin<RequestContext> {
  const listener: GraphQLRequestListener<RequestContext> = {
    didEncounterErrors: async ({ errors, contextValue: { client, reply } }) => {
      for (const error of errors) {
        const fault = faultOf(error);
        if (fault === 'request') continue;
        const details = { requestId: client.correlationId, path: error.path?.join('.'), err: error.originalError };
        if (fault === 'bug') {
          log.error(details, 'an operation failed');
          continue;
        }
        log.warn(details, 'an operation could not be decided');
        reply.status = 503;
        reply.retryAt = after(clock.now(), seconds(1));
      }
    },
  };
  return { requestDidStart: async () => listener };
}
