import Negotiator from 'negotiator';
import { languages, type Language } from '../../domain/notice/language.js';

const longestHeader = 256;
const remembered = 1000;
const known = new Map<string, Language | undefined>();

/** Which of our languages is wanted (RFC 9110 §12.5.4); undefined where none is, or nothing is said. */
export function wantedLanguage(accepted: string | undefined): Language | undefined {
  if (!accepted) return undefined;
  const header = accepted.slice(0, longestHeader);
  if (known.has(header)) return known.get(header);
  const wanted = new Negotiator({ headers: { 'accept-language': header } }).language([...languages]);
  const language = languages.find((each) => each === wanted);
  if (known.size >= remembered) known.clear();
  known.set(header, language);
  return language;
}
