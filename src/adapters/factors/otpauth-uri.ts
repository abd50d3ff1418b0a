import type { Material } from '../../domain/mfa/factors.js';

export interface OtpauthLabel {
  /** Who asks for the codes, as the phone shows it. */
  readonly issuer: string;
  /** Whose codes they are. */
  readonly account: string;
}

type Parameters = Pick<Material<'totp'>, 'algorithm' | 'digits' | 'period'>;

const shape = /^[^\p{C}\p{Zl}\p{Zp}:]{1,64}$/u;

/** Throws unless `issuer` can stand in a label: a colon would end it there, and a control character could hide one name behind another. */
export function demandIssuer(issuer: string): string {
  if (shape.test(issuer) && issuer.trim() === issuer) return issuer;
  throw new RangeError(
    'The issuer of one-time codes must be 1 to 64 printable characters, with no colon and no white space around it.',
  );
}

/**
 * What a phone scans, by the Key URI format. Written here and not by otplib, which leaves a colon in an account as it is
 * and so moves the border between issuer and account. `secret` is base32 without padding (RFC 4648 §6).
 */
export function otpauthUri(label: OtpauthLabel, secret: string, { algorithm, digits, period }: Parameters): string {
  const issuer = encodeURIComponent(label.issuer);
  const account = encodeURIComponent(label.account);
  const parameters = `secret=${secret}&issuer=${issuer}&algorithm=${algorithm.toUpperCase()}&digits=${digits}&period=${period}`;
  return `otpauth://totp/${issuer}:${account}?${parameters}`;
}
