import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BlockedPassword, PasswordBlocklist } from '../../domain/ports/password-blocklist.js';
import type { Secret } from '../../domain/secret.js';

/** Characters that must be left of a password when the service's own name is taken out of it. */
const ownWorth = 8;
/** Whatever so few characters repeat is worth nothing, listed or not. */
const shortUnit = 3;

/** The list that comes with us, some 50,000 passwords, and what people make of them so that they get longer. */
export class CommonPasswords implements PasswordBlocklist {
  #list: Promise<string> | undefined;
  readonly #words: readonly string[];

  /** `context`: names that everybody here would think of, such as the service's. */
  constructor(context: readonly string[]) {
    this.#words = context.map(lettersOf).filter((word) => word.length >= 4);
  }

  async find(password: Secret): Promise<BlockedPassword | undefined> {
    const folded = password.reveal().normalize('NFC').toLowerCase();
    if (this.isMostlyContext(folded)) return 'common';
    // Loaded by the first who chooses one. One text in memory is a twentieth of a set of strings, and quick to look through.
    const list = await (this.#list ??= load());
    const found = spellings(folded).some((each) => each.length <= shortUnit || list.includes(`\n${each}\n`));
    return found ? 'common' : undefined;
  }

  private isMostlyContext(folded: string): boolean {
    return this.#words.some((word) => folded.includes(word) && folded.replaceAll(word, '').length < ownWorth);
  }
}

/** As it is, without what people put around it, and the piece that either repeats. */
function spellings(folded: string): readonly string[] {
  const bare = folded.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return [folded, ...(bare.length > shortUnit ? [bare] : []), ...[folded, bare].map(unitOf)].filter(Boolean);
}

/** The shortest piece that a text is a repetition of, whole or cut off at the end: `abcabcab` is `abc`. */
function unitOf(text: string): string {
  for (let length = 1; length <= text.length / 2 || length <= 10; length += 1) {
    if (length >= text.length) break;
    const unit = text.slice(0, length);
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return unit;
  }
  return '';
}

const lettersOf = (name: string): string => name.normalize('NFC').toLowerCase().trim();

async function load(): Promise<string> {
  const packaged = createRequire(import.meta.url).resolve('@zxcvbn-ts/language-common/package.json');
  const passwords = JSON.parse(await readFile(join(dirname(packaged), 'src', 'passwords.json'), 'utf8')) as string[];
  return `\n${passwords.join('\n')}\n`;
}
