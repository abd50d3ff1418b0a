import { hash } from 'node:crypto';
import { Recent } from '../../application/recent.js';

export type CookieValue = Readonly<Record<string, unknown>>;

const most = 5000;

/**
 * What cookies hold whose signature was found ours: reading one again costs a hash instead of an HMAC and a parser. Keeps
 * no refusal, so that guesses push nothing out, and no cookie; forgets all when the keys change.
 */
export class GenuineCookies {
  private readonly held = new Recent<string, CookieValue>(most);
  #keys = '';

  /** `keys` names the keys that are trusted now. */
  recall(header: string, keys: string): CookieValue | undefined {
    if (keys !== this.#keys) this.held.clear();
    this.#keys = keys;
    return this.held.isEmpty ? undefined : this.held.get(nameOf(header));
  }

  keep(header: string, value: CookieValue): void {
    this.held.put(nameOf(header), value);
  }
}

const nameOf = (header: string): string => hash('sha256', header, 'base64');
