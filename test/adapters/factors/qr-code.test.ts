import { expect } from 'chai';
import { stripVTControlCharacters } from 'node:util';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { otpauthUri } from '../../../src/adapters/factors/otpauth-uri.js';
import { qrCode } from '../../../src/adapters/factors/qr-code.js';
import { Secret } from '../../../src/domain/secret.js';

const secret = 'HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ';
const uriFor = (issuer: string, account: string): string =>
  otpauthUri({ issuer, account }, secret, { algorithm: 'sha1', digits: 6, period: 30 });
const uris = [
  uriFor('Acme', 'ada@example.org'),
  uriFor('Acme & Söhne', '"><script>alert(1)</script>'),
  uriFor('Acme', `${'a'.repeat(64)}@${'b'.repeat(180)}.org`),
];

const read = ({ data, width, height }: Picture): string | undefined =>
  jsQR.default(new Uint8ClampedArray(data), width, height)?.data;

describe('A QR code', () => {
  it('is read from its PNG', async () => {
    for (const uri of uris) {
      const [head, body] = (await qrCode.png(new Secret(uri))).split(',');
      expect(head).to.equal('data:image/png;base64');
      expect(read(PNG.sync.read(Buffer.from(body ?? '', 'base64')))).to.equal(uri);
    }
  });

  it('is read from its SVG, which holds nothing but the picture', async () => {
    for (const uri of uris) {
      const svg = await qrCode.svg(new Secret(uri));
      expect(svg).to.match(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(svg).not.to.match(/script|href|http:(?!\/\/www\.w3\.org\/2000\/svg)|secret/);
      expect(read(drawn(svg))).to.equal(uri);
    }
  });

  it('is read from a terminal', async () => {
    for (const uri of uris) expect(read(shown(await qrCode.terminal(new Secret(uri))))).to.equal(uri);
  });
});

interface Picture {
  readonly data: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

const scale = 4;

/** A picture of dark and light modules, some pixels each. */
function picture(size: number, isDark: (x: number, y: number) => boolean): Picture {
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let pixel = 0; pixel < width * width; pixel++) {
    const [x, y] = [Math.floor((pixel % width) / scale), Math.floor(pixel / width / scale)];
    if (isDark(x, y)) data.fill(0, pixel * 4, pixel * 4 + 3);
  }
  return { data, width, height: width };
}

/** What a browser makes of the path of horizontal strokes in `svg`. */
function drawn(svg: string): Picture {
  const size = Number(/viewBox="0 0 (\d+) \d+"/.exec(svg)?.[1]);
  const dark = new Set<string>();
  let [x, y] = [0, 0];
  for (const [, move, to, , down] of (/stroke="#000000" d="([^"]+)"/.exec(svg)?.[1] ?? '').matchAll(
    /([Mmh])(-?[\d.]+)( (-?[\d.]+))?/g,
  )) {
    const [along, across] = [Number(to), Number(down ?? 0)];
    if (move === 'M') [x, y] = [along, across];
    if (move === 'm') [x, y] = [x + along, y + across];
    if (move === 'h') for (let end = x + along; x < end; x++) dark.add(`${x},${Math.floor(y)}`);
  }
  return picture(size, (column, row) => dark.has(`${column},${row}`));
}

/** What an eye makes of half blocks, printed dark on light. */
function shown(text: string): Picture {
  const rows = stripVTControlCharacters(text).split('\n');
  const size = Math.max(...rows.map((row) => row.length));
  return picture(size, (x, y) => {
    const block = rows[y >> 1]?.[x];
    return block === '█' || block === (y % 2 === 0 ? '▀' : '▄');
  });
}
