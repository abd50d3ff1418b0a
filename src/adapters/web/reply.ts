import type { ComponentChildren } from 'preact';
import type { Language } from './words.js';

/** A page on its way out. */
export interface Page {
  readonly status: number;
  readonly title: string;
  readonly body: ComponentChildren;
  /** Lists need more room than a question. */
  readonly wide?: boolean;
  /** Shown once: the same address would show something else, so there is no switch to another language. */
  readonly once?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a page's handler answers: a page, or another address to ask with GET (303, never 307: RFC 9700 §4.12). */
export type Reply =
  | Page
  | {
      readonly seeOther: string;
      /** The code of a mailed link, to be kept for the page that it leads to; '' forgets it. */
      readonly link?: string;
      /** To be remembered by this browser. */
      readonly language?: Language;
    };

export const seeOther = (address: string): { readonly seeOther: string } => ({ seeOther: address });

export const show = (title: string, body: ComponentChildren, more: Partial<Page> = {}): Page => ({
  status: 200,
  title,
  body,
  ...more,
});
