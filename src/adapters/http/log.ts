import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Pick<Logger, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'>;

// JSON escapes what ends a line in ASCII; terminals and log viewers know more such characters.
const unseen = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One JSON object a line. Nothing that holds a secret is ever handed to it: no header, no body, no query. */
export function openLog(level: string, out: DestinationStream): Log {
  const oneLine: DestinationStream = { write: (line) => out.write(line.replace(unseen, escaped)) };
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    oneLine,
  );
}

/** Lines are written some at a time, which costs a fraction: so many characters, or whatever there is after so many milliseconds. */
const [together, longestHeld] = [4096, 50];

/** Standard output without waiting for it; `flush` before the process ends. */
export function standardOutput(): DestinationStream & { flush(): void } {
  const destination = pino.destination({ fd: 1, sync: false, minLength: together });
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    timer = undefined;
    destination.flush();
  };
  return {
    write: (line) => {
      destination.write(line);
      timer ??= setTimeout(later, longestHeld).unref();
    },
    flush: () => destination.flushSync(),
  };
}

/** What is told of an error. A message may repeat what a client sent, and a database's repeats the statement with it. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack = '', cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: name,
    ...(code && { code }),
    ...(!repeatsData(error, code) && { message: message.slice(0, 300) }),
    at: frames.slice(0, 12).map((frame) => frame.trim()),
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}

/** SQLSTATE codes, and whatever carries its statement. */
const repeatsData = (error: Error, code: string | undefined): boolean =>
  'query' in error || 'sql' in error || 'detail' in error || /^[0-9A-Z]{5}$/.test(code ?? '');
