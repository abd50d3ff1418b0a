import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Problem } from '../http/problem.js';
import type { Brand } from './brand.js';
import { assetsPath } from './page-paths.js';

// Beside the sources, from wherever the compiled pages are.
const folder = new URL('../../../../src/adapters/web/', import.meta.url);

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  /** By content coding, best first; none for what is compressed by itself. */
  readonly packed: readonly (readonly [coding: string, bytes: Buffer])[];
}

/** The stylesheet, the script and the pictures: made once, named for their contents, and so kept for a year. */
export class Assets {
  readonly style: string;
  readonly script: string;
  readonly icon: string;
  readonly logo: string;
  readonly #made = new Map<string, Asset>();

  constructor(brand: Brand) {
    const colors = `:root{--brand:${brand.color};--brand-dark:${brand.darkColor}}\n`;
    this.style = this.add('pages', '.css', 'text/css; charset=utf-8', `${colors}${text('pages.css')}`);
    this.script = this.add('pages', '.js', 'text/javascript; charset=utf-8', text('pages.js'));
    const gate = text('portcullis.svg').replaceAll('#123456', brand.color).replaceAll('#abcdef', brand.darkColor);
    this.icon = this.add('icon', '.svg', 'image/svg+xml', gate);
    const { logo } = brand;
    this.logo = logo ? this.add('logo', extname(logo.file), logo.type, readFileSync(logo.file)) : this.icon;
  }

  /** Throws a `Problem` where there is none of that name. */
  send(pathname: string, req: IncomingMessage, res: ServerResponse): void {
    const asset = this.#made.get(pathname);
    if (!asset) throw new Problem(404, 'There is nothing here.');
    if (req.method !== 'GET' && req.method !== 'HEAD') throw new Problem(405, 'Ask with GET.', { Allow: 'GET, HEAD' });
    const taken = String(req.headers['accept-encoding'] ?? '');
    const [coding, bytes] = asset.packed.find(([name]) => new RegExp(`\\b${name}\\b`).test(taken)) ?? [
      undefined,
      asset.plain,
    ];
    res.writeHead(200, {
      'Content-Type': asset.type,
      'Content-Length': bytes.length,
      'Cache-Control': 'public, max-age=31536000, immutable',
      ...(asset.packed.length > 0 && { Vary: 'Accept-Encoding' }),
      ...(coding && { 'Content-Encoding': coding }),
    });
    res.end(req.method === 'HEAD' ? undefined : bytes);
  }

  private add(name: string, ending: string, type: string, content: string | Buffer): string {
    const plain = Buffer.from(content);
    const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 12);
    const path = `${assetsPath}${name}-${hash}${ending}`;
    const packable = /^text\/|svg/.test(type);
    const packed = packable
      ? ([
          ['br', brotliCompressSync(plain)],
          ['gzip', gzipSync(plain)],
        ] as const)
      : [];
    this.#made.set(path, { type, plain, packed });
    return path;
  }
}

const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
