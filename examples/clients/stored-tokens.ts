import type { Tokens, TokenStore } from 'portcullis/client';

const key = 'portcullis';

/** Tokens that outlive a reload and are shared by all tabs: `new StoredTokens(localStorage)`. */
export class StoredTokens implements TokenStore {
  constructor(private readonly storage: Storage) {}

  get(): Tokens | undefined {
    const kept = this.storage.getItem(key);
    return kept === null ? undefined : (JSON.parse(kept) as Tokens);
  }

  set(tokens: Tokens | undefined): void {
    if (tokens) this.storage.setItem(key, JSON.stringify(tokens));
    else this.storage.removeItem(key);
  }
}
