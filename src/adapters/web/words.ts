import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { accountGerman } from './words-account-de.js';
import { accountEnglish } from './words-account-en.js';
import { german } from './words-de.js';
import { english } from './words-en.js';
import { recoveryGerman } from './words-recovery-de.js';
import { recoveryEnglish } from './words-recovery-en.js';

export type Words = typeof english & typeof accountEnglish & typeof recoveryEnglish;

/** What the pages say, by language (BCP 47). The first is for whoever understands none of them. */
export const languages = {
  en: { ...english, ...accountEnglish, ...recoveryEnglish },
  de: { ...german, ...accountGerman, ...recoveryGerman },
} satisfies Readonly<Record<string, Words>>;
export type Language = keyof typeof languages;

export const isLanguage = (raw: string | null | undefined): raw is Language =>
  raw !== null && raw !== undefined && Object.hasOwn(languages, raw);

/** The language that a browser asks for (RFC 9110 §12.5.4). */
export function languageFor(req: Pick<IncomingMessage, 'headers'>): Language {
  const wanted = new Negotiator(req).language(Object.keys(languages));
  return isLanguage(wanted) ? wanted : 'en';
}
