import type { IncomingMessage } from 'node:http';

/** A cookie that keeps a preference or a sign of life: nobody's secret, and nothing rests on it. */
export class PlainCookie {
  readonly #name: string;

  constructor(
    name: string,
    private readonly secure: boolean,
  ) {
    this.#name = secure ? `__Host-${name}` : name;
  }

  of({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
    const named = `${this.#name}=`;
    const found = headers.cookie?.split(';').find((each) => each.trim().startsWith(named));
    return found?.trim().slice(named.length);
  }

  /** A `Set-Cookie` line. `value`: letters and digits; `life` in seconds. */
  line(value: string, life: number): string {
    const flags = `Path=/; Max-Age=${life}; HttpOnly; SameSite=Lax`;
    return `${this.#name}=${value}; ${flags}${this.secure ? '; Secure' : ''}`;
  }
}
