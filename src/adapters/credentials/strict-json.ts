const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const stringOrSpace = /"(?:[^"\\]|\\.)*"|[\t\n\r ]+/g;

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A JSON object in the one spelling that writing it again gives, but for white space; undefined for any other. So a
 * member named twice, a number no double holds, an escaped name, a byte order mark and broken UTF-8 never reach a reader
 * that might see something else in them (RFC 7515 §4, RFC 8725 §3.7).
 */
export function strictJson(bytes: Uint8Array): JsonObject | undefined {
  try {
    const text = utf8.decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const bare = text.replace(stringOrSpace, (token) => (token.startsWith('"') ? token : ''));
    return JSON.stringify(value) === bare ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
