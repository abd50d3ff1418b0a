import type { Figure } from './figure.js';

/** One thing that was to be reached. */
export interface Check {
  readonly what: string;
  readonly reached: string;
  readonly met: boolean;
}

export interface Result {
  readonly row: string;
  readonly operation: string;
  readonly figure: Figure | undefined;
  /** What the figure is a part of. */
  readonly against: Figure | undefined;
  readonly checks: readonly Check[];
  /** What exactly was done, where the row's name does not say it. */
  readonly note?: string;
}

export function atLeast(least: number, { perSecond }: Figure, of: Figure): Check {
  const ratio = perSecond / of.perSecond;
  return { what: `≥ ${least.toFixed(2)} of it`, reached: ratio.toFixed(2), met: ratio >= least };
}

export function atMost(what: string, most: number, unit: string, measured: number): Check {
  const digits = most < 10 ? 2 : 0;
  return { what: `${what} ≤ ${most} ${unit}`, reached: `${measured.toFixed(digits)} ${unit}`, met: measured <= most };
}
