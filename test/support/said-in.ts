import { languages, type Language } from '../../src/adapters/web/words.js';

/** What the English pages call something, in another language: both catalogues have the same keys. */
export function saidIn(language: Language): (english: string) => string {
  const pairs = new Map(pairsOf(languages.en, languages[language]));
  return (english) => {
    const [name = '', ...rest] = english.split(': ');
    return pairs.get(english) ?? [pairs.get(name) ?? name, ...rest].join(': ');
  };
}

function pairsOf(from: unknown, to: unknown): readonly (readonly [string, string])[] {
  if (typeof from === 'string' && typeof to === 'string') return [[from, to]];
  if (typeof from !== 'object' || from === null) return [];
  const other: Readonly<Record<string, unknown>> = { ...(to as object) };
  return Object.entries(from).flatMap(([key, value]) => pairsOf(value, other[key]));
}
