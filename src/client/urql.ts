import {
  makeErrorResult,
  makeOperation,
  type Exchange,
  type Operation,
  type OperationContext,
  type OperationResult,
} from '@urql/core';
import { filter, fromPromise, makeSubject, map, merge, mergeMap, pipe, share, takeUntil } from 'wonka';
import { rootOf } from './answer.js';
import type { Passage } from './passage.js';
import type { Portcullis } from './portcullis.js';

/**
 * Attaches and renews the access token, lets the person be asked where an answer demands more proof, and sends the
 * operation again. Stands before the exchange that sends: `[cacheExchange, portcullisExchange(portcullis), fetchExchange]`.
 */
export const portcullisExchange =
  (portcullis: Portcullis): Exchange =>
  ({ forward }) =>
  (operations) => {
    const repeated = makeSubject<Operation>();
    const failed = makeSubject<OperationResult>();
    const shared = pipe(operations, share);
    const dropped = (key: number) =>
      pipe(
        shared,
        filter((each) => each.kind === 'teardown' && each.key === key),
      );

    const enter = async (operation: Operation): Promise<Operation | undefined> => {
      try {
        return dressed(operation, await passageOf(operation).enter());
      } catch (error) {
        failed.next(makeErrorResult(operation, error as Error));
        return undefined;
      }
    };
    const leave = async (result: OperationResult): Promise<OperationResult | undefined> => {
      const { operation } = result;
      const passage = passageOf(operation);
      const notice = passage.notice(answerOf(result));
      try {
        if (!notice || !(await passage.again(notice))) return result;
      } catch (error) {
        return makeErrorResult(operation, error as Error);
      }
      repeated.next(operation);
      return undefined;
    };

    const fresh = pipe(
      shared,
      filter(({ kind }) => kind !== 'teardown'),
      map((operation) => withContext(operation, { portcullis: portcullis.passage(rootOf(operation.query)) })),
    );
    const sent = pipe(
      merge([fresh, repeated.source]),
      mergeMap((operation) => pipe(fromPromise(enter(operation)), takeUntil(dropped(operation.key)))),
      filter((operation) => operation !== undefined),
    );
    const teardowns = pipe(
      shared,
      filter(({ kind }) => kind === 'teardown'),
    );
    const results = pipe(
      forward(merge([sent, teardowns])),
      mergeMap((result) => pipe(fromPromise(leave(result)), takeUntil(dropped(result.operation.key)))),
      filter((result) => result !== undefined),
    );
    return merge([results, failed.source]);
  };

// In its context it survives whatever other exchanges make of the operation.
const passageOf = ({ context }: Operation): Passage => context['portcullis'] as Passage;

const withContext = (operation: Operation, context: Partial<OperationContext>): Operation =>
  makeOperation(operation.kind, operation, { ...operation.context, ...context });

function dressed(operation: Operation, authorization: string | undefined): Operation {
  const { fetchOptions = {} } = operation.context;
  const given = typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions;
  const headers = { ...Object.fromEntries(new Headers(given.headers)), ...(authorization && { authorization }) };
  const credentials = passageOf(operation).cookie ? { credentials: 'include' as const } : {};
  return withContext(operation, { fetchOptions: { ...given, headers, ...credentials } });
}

const answerOf = ({ data, error }: OperationResult) => {
  const response = error?.response as Response | undefined;
  return {
    data: data as unknown,
    errors: error?.graphQLErrors,
    status: response?.status,
    challenge: response?.headers.get('www-authenticate'),
  };
};
