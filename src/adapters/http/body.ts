import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.js';

/** Enough for every operation there is, with room; a QR code travels the other way. */
export const bodyLimit = 32 * 1024;

const jsonOnly = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
const formOnly = /^application\/x-www-form-urlencoded\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The JSON of a request's body. Rejects with a `Problem`: 415 for any other content type, which no form and no simple
 * request can send (CSRF), and for any content coding (bombs); 413 above the limit; 400 for what is neither UTF-8 nor
 * JSON. Of a member named twice the last counts.
 */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  if (!jsonOnly.test(req.headers['content-type'] ?? '')) {
    throw new Problem(415, 'Send application/json.', { Accept: 'application/json' });
  }
  refuseCoding(req);
  return parse(await readBytes(req));
}

/** What a form of ours sends. Rejects as `readJson` does; what cannot be decoded is replaced, never guessed. */
export async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  if (!formOnly.test(req.headers['content-type'] ?? '')) {
    throw new Problem(415, 'Send application/x-www-form-urlencoded.', { Accept: 'application/x-www-form-urlencoded' });
  }
  refuseCoding(req);
  return new URLSearchParams((await readBytes(req)).toString('utf8'));
}

function refuseCoding(req: IncomingMessage): void {
  const coding = req.headers['content-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    throw new Problem(415, 'Send the body as it is, without a content coding.', { 'Accept-Encoding': 'identity' });
  }
}

function readBytes(req: IncomingMessage): Promise<Buffer> {
  if (Number(req.headers['content-length']) > bodyLimit) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // What is left is read and dropped until the server's time for a request is over.
      if (size > bodyLimit) reject(tooLarge());
      else chunks.push(chunk);
    });
    req.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    // Every request closes: an error is made only for one that has not ended.
    const brokeOff = () => req.readableEnded || reject(new Problem(400, 'The body broke off.'));
    req.once('error', brokeOff);
    req.once('close', brokeOff);
  });
}

const tooLarge = (): Problem => new Problem(413, `The body is larger than ${bodyLimit} bytes.`);

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    // What the parser says repeats the text, and the text may hold a password.
    throw new Problem(400, 'The body is not JSON in UTF-8.');
  }
}
