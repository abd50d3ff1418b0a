import { hash } from 'node:crypto';
import type { BlockedPassword, PasswordBlocklist } from '../../domain/ports/password-blocklist.js';
import type { Secret } from '../../domain/secret.js';

export interface BreachedPasswordsParts {
  /** Of a range API as haveibeenpwned.com has it; what is asked for is put behind it. */
  readonly url: string;
  /** Told when it cannot be asked; never of what was asked. */
  readonly onTrouble: (what: string, error: unknown) => void;
  /** Milliseconds until the answer is not waited for any longer. */
  readonly patience?: number;
}

/** Digits of the digest that leave this machine: some 1,000 passwords share them (k-anonymity). */
const shown = 5;
const mostBytes = 200_000;
/** Asked at once: a flood of registrations is none of questions. */
const mostAtOnce = 20;

/** Asks a range API: it learns the beginning of a digest, and answers with all that begin so. */
export class BreachedPasswords implements PasswordBlocklist {
  #asking = 0;

  constructor(private readonly its: BreachedPasswordsParts) {}

  async find(password: Secret): Promise<BlockedPassword | undefined> {
    if (this.#asking >= mostAtOnce) return undefined;
    this.#asking += 1;
    return this.ask(password).finally(() => (this.#asking -= 1));
  }

  private async ask(password: Secret): Promise<BlockedPassword | undefined> {
    // SHA-1 is what such services keep. Nobody is protected by it here.
    const digest = hash('sha1', password.reveal().normalize('NFC'), 'hex').toUpperCase();
    const { url, onTrouble, patience = 1500 } = this.its;
    try {
      const answer = await fetch(`${url}${digest.slice(0, shown)}`, {
        // Answers are as long as one another, so that who watches learns nothing from them.
        headers: { 'Add-Padding': 'true', 'User-Agent': 'portcullis' },
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
      });
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
      return isIn(await textOf(answer), digest.slice(shown)) ? 'breached' : undefined;
    } catch (problem) {
      onTrouble('breached passwords could not be asked for; the list that comes with us decides alone', problem);
      return undefined;
    }
  }
}

async function textOf(answer: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > mostBytes) throw new Error('its answer is too long');
  }
  return text;
}

// `SUFFIX:COUNT` a line; those that fill an answer up have the count 0.
const isIn = (text: string, suffix: string): boolean =>
  text.split('\n').some((line) => {
    const [end, count = ''] = line.trim().split(':');
    return end?.toUpperCase() === suffix && Number(count) > 0;
  });
