/** What a TOKEN session is held by. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/**
 * Where tokens are kept: the application's choice. What page scripts can read, an injected script can read too (ASVS
 * 14.3.3), so it is memory by default. One that several tabs share is asked before every operation.
 */
export interface TokenStore {
  get(): Tokens | undefined | Promise<Tokens | undefined>;
  /** Nothing: forget them. */
  set(tokens: Tokens | undefined): void | Promise<void>;
}

export class MemoryTokens implements TokenStore {
  #tokens: Tokens | undefined;

  get(): Tokens | undefined {
    return this.#tokens;
  }

  set(tokens: Tokens | undefined): void {
    this.#tokens = tokens;
  }
}

/**
 * Where the token is kept by which the device is known at the next login. It opens nothing without the password, so it may
 * outlive the session and the page, such as in `localStorage`.
 */
export interface DeviceStore {
  get(): string | undefined | Promise<string | undefined>;
  set(token: string): void | Promise<void>;
}

export class MemoryDevice implements DeviceStore {
  #token: string | undefined;

  get(): string | undefined {
    return this.#token;
  }

  set(token: string): void {
    this.#token = token;
  }
}

interface Claims {
  readonly sid?: string;
  readonly iat?: number;
  readonly exp?: number;
}

/** What an access token says of itself, unverified: it is only a hint here. Nothing, where it is no JWT. */
export function claimsOf({ accessToken }: Tokens): Claims {
  try {
    const payload = accessToken.split('.')[1] ?? '';
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Claims;
  } catch {
    return {};
  }
}

const margin = 30_000; // ms; an operation on its way should still arrive in time

/**
 * How old a token is, by a clock that nobody sets: its own life (`exp` − `iat`, both the server's) since this page first
 * saw it. The time of day is not asked, for it may be wrong. A token that waited in a store may be older; the server then
 * says so.
 */
export class TokenAge {
  #token = '';
  #oldAt = 0;

  isOld(tokens: Tokens): boolean {
    if (this.#token !== tokens.accessToken) {
      const { iat = 0, exp = Infinity } = claimsOf(tokens);
      const life = (exp - iat) * 1000;
      this.#token = tokens.accessToken;
      this.#oldAt = performance.now() + life - Math.min(margin, life / 5);
    }
    return performance.now() >= this.#oldAt;
  }
}
