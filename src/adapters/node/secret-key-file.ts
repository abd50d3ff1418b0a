import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../../domain/secret.js';

/**
 * The key under which keys and seeds are sealed, where none was given: made once in `folder` and readable by its owner
 * alone. For trying the service out; in production the key is demanded, and belongs elsewhere than its data.
 * @throws where the file cannot be made, or others may read it.
 */
export function secretKeyIn(folder: string): Secret {
  const file = join(folder, 'secret-key');
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  if (!exists(file)) {
    writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true });
    try {
      // Never over another's: of two that start at once the first one's key is everybody's.
      linkSync(draft, file);
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem;
    } finally {
      rmSync(draft);
    }
  }
  // Windows has no such bits.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(
      `${file} can be read by others: it must have mode 0600. Do not go on with this key if they are strangers.`,
    );
  }
  const key = readFileSync(file, 'utf8').trim();
  if (Buffer.byteLength(key) < 32) throw new Error(`${file} holds no key of 32 bytes or more.`);
  return new Secret(key);
}

const exists = (file: string): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined;
