import type { FactorKind } from '../../domain/mfa/factors.js';
import type { Notices, Template } from '../../domain/notice/notices.js';
import type { OwnersPool } from '../../domain/throttle/failure-pool.js';

/** One notice in words of one language. No markup: a paragraph each. */
export interface Words {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** What the link is for, in the imperative. */
  readonly action?: string;
}

/** Everything that is said in one language: a template without words does not compile. */
export interface Catalogue {
  readonly notices: { readonly [T in Template]: (values: Notices[T]) => Words };
  /** A moment; always in UTC, for nobody knows where its reader is. */
  moment(at: Date): string;
  readonly labels: { readonly when: string; readonly device: string; readonly address: string };
  /** Before the address for "this was not me", and where there is none. */
  readonly notMe: { readonly question: string; readonly action: string; readonly advice: string };
  /** The last line: which service writes. */
  signature(service: string, url: string): string;
}

export type FactorNames = Readonly<Record<FactorKind, string>>;
export type PoolNames = Readonly<Record<OwnersPool, string>>;

/** Such as "21 November 2026 at 20:46 UTC". */
export function momentIn(locale: string): (at: Date) => string {
  let format: Intl.DateTimeFormat | undefined;
  // Made at the first mail: it costs a start some milliseconds.
  return (at) => {
    format ??= new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
    return `${format.format(at)} UTC`;
  };
}
