import Negotiator from 'negotiator';
import { languages, type Language } from '../../domain/notice/language.js';
import { Recent } from '../../application/recent.js';

const longestHeader = 256;
const known = new Recent<string, Language | undefined>(1000);

/** Which of our languages is wanted (RFC 9110 §12.5.4); undefined where none is, or nothing is said. */
export function wantedLanguage(accepted: string | undefined): Language | undefined {
  if (!accepted) return undefined;
  const header = accepted.slice(0, longestHeader);
  if (known.has(header)) return known.get(header);
  const wanted = new Negotiator({ headers: { 'accept-language': header } }).language([...languages]);
  const language = languages.find((each) => each === wanted);
  known.put(header, language);
  return language;
}
