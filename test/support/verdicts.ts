import type { Runner } from '../../src/testing/contract.js';

/** What became of one promise. */
export interface Verdict {
  readonly promise: string;
  readonly broken: unknown;
}

/** Runs a contract here and now, on no more than `describe` and `it`. */
export async function verdicts(state: (runner: Runner) => void): Promise<readonly Verdict[]> {
  const stated: { readonly promise: string; body(): Promise<void> }[] = [];
  state({ describe: (_name, body) => body(), it: (promise, body) => void stated.push({ promise, body }) });
  const all: Verdict[] = [];
  for (const { promise, body } of stated) {
    const broken: unknown = await body().then(
      () => undefined,
      (found: unknown) => found,
    );
    all.push({ promise, broken });
  }
  return all;
}
