import { operations, type Operation } from './operations.js';

/** One answer's `data`, by field; the demo reads what it asked for and nothing else. */
export type Result = { readonly [field: string]: unknown };

const hidden = /^(accessToken|refreshToken|challengeToken|enrolmentToken)$/;

/** Sends the story's operations and tells what was sent and what came back. */
export class Teller {
  #step = 0;
  #token: string | undefined;

  constructor(
    private readonly url: string,
    private readonly out: NodeJS.WritableStream,
  ) {}

  /** From here on requests carry this access token. */
  use(token: string | undefined): void {
    this.#token = token;
  }

  title(text: string): void {
    this.#step += 1;
    this.say(`\n\u001B[1m${this.#step}. ${text}\u001B[0m`);
  }

  say(text: string): void {
    this.out.write(`${text}\n`);
  }

  /** Resolves with the operation's one field. Rejects where the server answers with errors, or not at all. */
  async send(operation: Operation, variables: Record<string, string> = {}): Promise<Result> {
    const query = operations[operation];
    this.say(indent(query, '\u001B[2m'));
    if (Object.keys(variables).length > 0) this.say(indent(JSON.stringify(shown(variables)), '\u001B[2m'));
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(this.#token && { authorization: `Bearer ${this.#token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Record<string, Result | null>; errors?: unknown };
    if (errors) throw new Error(`${operation}: ${JSON.stringify(errors)}`);
    const result = data?.[operation] ?? {};
    this.say(indent(`HTTP ${response.status}  ${JSON.stringify(shown(result), undefined, 2)}`, '\u001B[36m'));
    return result;
  }
}

/** Tokens are long and nobody reads them: the first characters will do. */
function shown(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      hidden.test(key) && typeof inner === 'string' ? `${inner.slice(0, 12)}…` : inner,
    ),
  );
}

const indent = (text: string, colour: string): string =>
  text
    .split('\n')
    .map((line) => `   ${colour}${line}\u001B[0m`)
    .join('\n');
