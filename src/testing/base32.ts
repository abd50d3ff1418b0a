const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
// Letters in the last group of eight that make whole bytes (RFC 4648 §6).
const wholeLengths = new Set([0, 2, 4, 5, 7]);

/** The bytes behind base32 (RFC 4648 §6), with its padding or without. Throws a RangeError at every other spelling. */
export function decodeBase32(text: string): Buffer {
  const [, letters, padding] = /^([A-Z2-7]*)(={0,6})$/.exec(text) ?? [];
  if (letters === undefined || padding === undefined) throw new RangeError('base32: a character outside the alphabet');
  if (!wholeLengths.has(letters.length % 8)) throw new RangeError('base32: an impossible length');
  if (padding && (letters.length + padding.length) % 8 !== 0) throw new RangeError('base32: wrong padding');
  const bits = [...letters].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  if (/1/.test(bits.slice(bytes.length * 8))) throw new RangeError('base32: left-over bits');
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
}

/** The same for what a person typed: lower case, spaces and hyphens are passed over. */
export function decodeTypedBase32(text: string): Buffer {
  // Letter by letter in ASCII: toUpperCase would make a letter of the alphabet out of others, such as ſ.
  return decodeBase32(text.replace(/[\s-]/g, '').replace(/[a-z]/g, (letter) => letter.toUpperCase()));
}
