/** What a contract needs of a test runner: the globals of mocha, Vitest and Jest have it, and the module `node:test`. */
export interface Runner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>, patience?: number): unknown;
  /** Closes what a suite shared. Where there is neither, the suite's last test does. */
  after?(body: () => Promise<void>): unknown;
  afterAll?(body: () => Promise<void>): unknown;
}

/** An adapter does otherwise than its port says; the message names the promise, and `cause` is what was found. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';

  constructor(
    readonly port: string,
    readonly adapter: string,
    readonly promise: string,
    cause: unknown,
  ) {
    const found = cause instanceof Error ? cause.message : String(cause);
    super(`${port} · ${adapter} breaks its promise: it ${promise}. ${found}`, { cause });
  }
}

/** States one promise, as a sentence about the adapter, and shows whether it is kept. */
export type States<Its> = (promise: string, shown: (its: Its) => Promise<void> | void) => void;

export interface Contract<Its> {
  readonly port: string;
  /** How the caller names what is under test. */
  readonly adapter: string;
  open(): Promise<Its> | Its;
  close(its: Its): Promise<void> | undefined;
  /** `once` where promises do not disturb one another and opening may be slow. */
  readonly opens: 'once' | 'for each promise';
  readonly runner: Runner | undefined;
}

/** Milliseconds. Some promises are about time, and a busy machine takes its own. */
const patience = 60_000;

/** One test for each promise of a port. Needs no more of a runner than `describe` and `it`. */
export function contract<Its>(of: Contract<Its>, state: (it: States<Its>) => void): void {
  const { port, adapter, opens, runner = given() } = of;
  let shared: Promise<Its> | undefined;
  const end = async (): Promise<void> => {
    if (shared) await of.close(await shared);
    shared = undefined;
  };
  const run = async (shown: (its: Its) => Promise<void> | void): Promise<void> => {
    if (opens === 'once') return shown(await (shared ??= Promise.resolve(of.open())));
    const its = await of.open();
    try {
      await shown(its);
    } finally {
      await of.close(its);
    }
  };
  const test = (name: string, body: () => Promise<void>): void => {
    const made = runner.it(name, body, patience);
    // Mocha's own way to say so.
    if (hasTimeout(made)) made.timeout(patience);
  };

  runner.describe(`${port} · ${adapter}`, () => {
    state((promise, shown) =>
      test(promise, () =>
        run(shown).catch((found: unknown) => {
          throw new BrokenPromise(port, adapter, promise, found);
        }),
      ),
    );
    if (opens === 'for each promise') return;
    if (runner.after) runner.after(end);
    else if (runner.afterAll) runner.afterAll(end);
    else test('closes in good order', end);
  });
}

function given(): Runner {
  const { describe, it, after, afterAll } = globalThis as Partial<Runner>;
  if (!describe || !it) throw new Error('There is no `describe` and `it`: give the contract a runner that has them');
  return { describe, it, ...(after && { after }), ...(afterAll && { afterAll }) };
}

const hasTimeout = (made: unknown): made is { timeout(ms: number): unknown } =>
  typeof made === 'object' && made !== null && 'timeout' in made && typeof made.timeout === 'function';
