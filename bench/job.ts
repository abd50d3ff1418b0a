/** One request, asked again and again or once. */
export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; `<code>` in it becomes the code that `seed` shows when the job begins. */
  readonly body: string;
  /** Base32. */
  readonly seed?: string;
}

/** What the client process is asked to do against one server. */
export interface Job {
  readonly port: number;
  /** How many ask at once, each on a connection of its own, each next as soon as it is answered. */
  readonly clients: number;
  /** An address a client, as a trusted proxy would say: the service gives places to hash by address. */
  readonly addresses: boolean;
  readonly calls: readonly Call[];
  /**
   * `round`: from the first again after the last. `once`: each call is used up, and the job ends with the last of them.
   * `chain`: like `round`, and a call carries from then on the refresh token it was answered with.
   */
  readonly order: 'round' | 'once' | 'chain';
  /** Stands in every right answer. */
  readonly expect: string;
  /** May stand in an answer instead: refused for now. The client comes back when `Retry-After` says. */
  readonly refusal?: string;
}

/** Asked at once by the second process: `beside` begins a second before `measured` and ends with it. */
export interface Batch {
  readonly seconds: number;
  readonly measured: Job;
  readonly beside?: Job | undefined;
}

/** In milliseconds. */
export interface Waits {
  readonly answered: Float64Array;
  readonly refused: Float64Array;
}

export interface Outcome extends Waits {
  readonly seconds: number;
  readonly refusedWithoutRetryAfter: number;
}

export type BatchReport =
  | {
      readonly kind: 'asked';
      readonly failure?: undefined;
      readonly measured: Outcome;
      readonly beside: Outcome | undefined;
    }
  | { readonly kind: 'asked'; readonly failure: string };
