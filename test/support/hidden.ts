/** The bytes that an authenticator is shown in base32. */
export const seedOf = (base32: string): Buffer => {
  const bits = [...base32].map((digit) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(digit).toString(2).padStart(5, '0'),
  );
  return Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      ?.map((byte) => Number.parseInt(byte, 2)) ?? [],
  );
};
/** The longest text among a token's claims: what only its client holds. */
export const hiddenIn = (token: string): string => {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  const texts = Object.values(claims).filter((claim) => typeof claim === 'string');
  return texts.toSorted((a, b) => b.length - a.length)[0] ?? '';
};
