import type { Answer, Enrolment, FactorKind } from './factors.js';

const separators = /[\s-]/g;
// Crockford base32: what people misread is read as meant.
const misread: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };
const ours = /^[0-9A-HJKMNP-TV-Z]{16}$/;
const foreign = /^[0-9A-HJKMNP-Z]{8,12}$/;

/**
 * What came back, in one spelling, so that a second spelling of a spent code is the spent code. Undefined where it is
 * no answer at all: nothing is judged, nothing is counted. TOTP: 6 to 8 ASCII digits; backup code: 16 Crockford
 * base32 characters, or 8 to 12 letters and digits, as other services had them whose sheets were taken over (see
 * `couldBeOf`); spaces and hyphens are passed over.
 */
export function parseAnswer(kind: FactorKind, code: string): Answer | undefined {
  if (code.length > 64) return undefined;
  const bare = code.replace(separators, '');
  // prettier-ignore
  switch (kind) {
    case 'totp':        return /^[0-9]{6,8}$/.test(bare) ? { kind, code: bare } : undefined;
    case 'backup-code': return parseBackupCode(bare.toUpperCase());
    default:            return kind satisfies never;
  }
}

function parseBackupCode(bare: string): Answer<'backup-code'> | undefined {
  const code = bare.replace(/[OIL]/g, (character) => misread[character] ?? character);
  return ours.test(code) || foreign.test(code) ? { kind: 'backup-code', code } : undefined;
}

/**
 * Whether an answer has the shape of what this user was given: of our own codes for everybody, of another service's for
 * whoever brought such a sheet along. Otherwise a word such as `undefined` would be a guess that is counted.
 */
export const couldBeOf = ({ kind, code }: Answer, sheets: readonly Enrolment<'backup-code'>[]): boolean =>
  kind !== 'backup-code' || ours.test(code) || sheets.some(({ length }) => length === code.length);
