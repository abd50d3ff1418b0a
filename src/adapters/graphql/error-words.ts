import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Contention, Unavailable } from '../../domain/ports/unit-of-work.js';

/** What an error is to its client: their own mistake, a store that is away, or nothing they should know. */
export type Fault = 'request' | 'unavailable' | 'bug';

export function faultOf(error: unknown): Fault {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (cause instanceof Unavailable || cause instanceof Contention) return 'unavailable';
  // Whatever went wrong at a field came after the client's part had been found good.
  return error instanceof GraphQLError && cause instanceof GraphQLError && !error.path ? 'request' : 'bug';
}

const masked: Readonly<Record<Exclude<Fault, 'request'>, Pick<GraphQLFormattedError, 'message' | 'extensions'>>> = {
  unavailable: { message: 'Try again in a moment.', extensions: { code: 'SERVICE_UNAVAILABLE' } },
  bug: { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
};

/**
 * What leaves of an error: never a stack, and of a client's own mistake the rule but not the value, which may be a
 * password. In production nobody is helped to guess names.
 */
export const errorWords =
  (production: boolean) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const fault = faultOf(error);
    if (fault !== 'request') return { ...formatted, ...masked[fault] };
    const message = withoutValues(formatted.message, error);
    // Apollo takes what has no code for a fault of ours.
    const code = formatted.extensions?.['code'];
    return {
      ...formatted,
      message: production ? message.replace(/ ?Did you mean [^]*\?$/, '') : message,
      extensions: { ...formatted.extensions, code: code === 'INTERNAL_SERVER_ERROR' ? 'BAD_REQUEST' : code },
    };
  };

function withoutValues(message: string, error: unknown): string {
  const inner = error instanceof GraphQLError ? innermost(error) : undefined;
  const start = /^(Variable "\$\w+") got invalid value /.exec(message)?.[1];
  if (start === undefined || !inner || !message.endsWith(inner.message)) return bare(message);
  const before = message.slice(0, message.length - inner.message.length);
  const at = / at "([\w.[\]]+)"; $/.exec(before)?.[1];
  return `${start} got an invalid value${at === undefined ? '' : ` at "${at}"`}; ${bare(inner.message)}`;
}

// graphql-js wraps the rule that was broken in an error that repeats the whole variable.
function innermost(error: GraphQLError): GraphQLError {
  const { originalError } = error;
  return originalError instanceof GraphQLError ? innermost(originalError) : error;
}

const bare = (message: string): string =>
  message
    .replace(/(cannot represent [^:]*):[^]*$/, '$1.')
    .replace(/^Value [^]*? does not exist in/, 'The value does not exist in')
    .replace(/^Expected value of type ("[^"]*"), found [^]*$/, 'Expected a value of type $1.')
    .replace(/\b(Name|String|BlockString|Int|Float) "[^]*"/, '$1')
    .replace(/^(Syntax Error: Invalid .*?)(?: but got)?: "[^]*$/, '$1.');
