import type { Outcome } from './job.js';

/** What one contestant did in one slice of time. */
export interface Slice {
  readonly seconds: number;
  /** Milliseconds each. */
  readonly answered: Float64Array;
  readonly refused: Float64Array;
  readonly refusedWithoutRetryAfter: number;
  /** Microseconds of the server's processor time; undefined where it was spent on something else as well. */
  readonly cpu: number | undefined;
  /** What ran beside. */
  readonly beside: Outcome | undefined;
}

export interface Refusals {
  readonly count: number;
  readonly withoutRetryAfter: number;
  readonly p99: number;
  readonly longest: number;
}

/** All slices of one contestant. Times in milliseconds. */
export interface Figure {
  readonly name: string;
  /** The median of the slices, so that one disturbed slice does not count. */
  readonly perSecond: number;
  readonly requests: number;
  /** Microseconds of the server's processor time. */
  readonly cpuPerRequest: number | undefined;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly refusals: Refusals | undefined;
}

export function figure(name: string, slices: readonly Slice[]): Figure {
  const requests = sum(slices.map(({ answered }) => answered.length));
  const cpu = slices.every((slice) => slice.cpu !== undefined) ? sum(slices.map((slice) => slice.cpu ?? 0)) : undefined;
  return {
    name,
    perSecond: median(slices.map(({ answered, seconds }) => answered.length / seconds)),
    requests,
    cpuPerRequest: cpu === undefined ? undefined : cpu / requests,
    ...waits(slices.map(({ answered }) => answered)),
    refusals: refusalsIn(slices),
  };
}

/** Of the load beside. */
export const besideOf = (slices: readonly Slice[]): readonly Slice[] =>
  slices.flatMap(({ beside }) => (beside ? [{ ...beside, cpu: undefined, beside: undefined }] : []));

export function refusalsIn(slices: readonly Slice[]): Refusals | undefined {
  const count = sum(slices.map(({ refused }) => refused.length));
  if (count === 0) return undefined;
  const { p99, longest } = waits(slices.map(({ refused }) => refused));
  return { count, withoutRetryAfter: sum(slices.map((slice) => slice.refusedWithoutRetryAfter)), p99, longest };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2;
}

function waits(of: readonly Float64Array[]): { readonly p50: number; readonly p99: number; readonly longest: number } {
  const sorted = of.flatMap((each) => [...each]).sort((a, b) => a - b);
  return {
    p50: at(sorted, Math.floor(sorted.length / 2)),
    p99: at(sorted, Math.ceil(sorted.length * 0.99) - 1),
    longest: at(sorted, sorted.length - 1),
  };
}

const at = (sorted: readonly number[], index: number): number => sorted[index] ?? Number.NaN;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
