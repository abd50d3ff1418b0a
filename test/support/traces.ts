/** Every shape in which a secret could stand in a text: as it is, and as JSON, URLs, hexadecimal and base64 would hold it. */
export function formsOf(secret: string | Buffer): readonly string[] {
  const bytes = Buffer.from(secret as string);
  const written =
    typeof secret === 'string' ? [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)] : [];
  const hex = bytes.toString('hex');
  return [...new Set([...written, hex, hex.toUpperCase(), ...inBase64(bytes)])];
}

/** Also inside of something longer: three bytes make four digits, so there are three ways to fall among neighbours. */
function inBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Digits that hold bits of a neighbour as well are left out.
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    const own = text.slice(from, to);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

const neighbour = /[0-9A-Za-z+/_-]/;

/** Whether `secret` stands in `text` in any shape. A short one counts only where no letter or digit is beside it. */
export function isIn(text: string, secret: string | Buffer): boolean {
  return formsOf(secret).some((form) => {
    if (form.length > 8) return text.includes(form);
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
      if (!neighbour.test(`${text[at - 1] ?? ''}${text[at + form.length] ?? ''}`)) return true;
    }
    return false;
  });
}
