const lengthBytes = 4;

/** Fields with their lengths before them, so that no two lists of fields are the same bytes. */
export function framed(...fields: readonly string[]): Buffer {
  let size = 0;
  for (const field of fields) size += lengthBytes + Buffer.byteLength(field, 'utf8');
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const field of fields) {
    const length = bytes.write(field, at + lengthBytes, 'utf8');
    bytes.writeUInt32BE(length, at);
    at += lengthBytes + length;
  }
  return bytes;
}
