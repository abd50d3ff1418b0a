import type { CredentialKind } from './operations.js';
import { NoAnswerError } from './errors.js';
import { documentOf, type Steps } from './steps.js';

const patience = 20_000; // ms; a refresh that hangs would hold every operation, and those of other tabs

/** Sends the few operations that this client needs itself. */
export class Wire {
  constructor(
    private readonly url: string,
    private readonly credential: CredentialKind,
    private readonly fetcher: typeof fetch,
  ) {}

  /** Rejects with a `NoAnswerError` where no GraphQL came back. */
  async send<Step extends keyof Steps>(
    step: Step,
    input: Steps[Step]['input'],
    authorization?: string,
  ): Promise<Steps[Step]['result']> {
    let response: Response | undefined;
    let answer: { readonly data?: Readonly<Record<string, Steps[Step]['result'] | null>> | null } | null;
    try {
      // Called as a plain function: a browser's fetch minds whose method it is.
      const { fetcher } = this;
      response = await fetcher(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        credentials: this.credential === 'COOKIE' ? 'include' : 'same-origin',
        body: JSON.stringify({ query: documentOf(step), variables: { input } }),
        signal: AbortSignal.timeout(patience),
      });
      answer = (await response.json()) as typeof answer;
    } catch (cause) {
      throw new NoAnswerError(response?.status, cause);
    }
    const result = answer?.data?.[step];
    if (!result) throw new NoAnswerError(response.status, answer);
    return result;
  }
}
