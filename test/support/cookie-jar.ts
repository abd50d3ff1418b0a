/** A browser's cookies, of one site. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** What the `Cookie` header would be. */
  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Of what signs somebody in. What a device is known by is not among them: it outlives every session. */
  get names(): readonly string[] {
    return [...this.#cookies.keys()].filter((name) => !name.includes('portcullis-device'));
  }

  forget(name: string): void {
    this.#cookies.delete(name);
  }

  /** Keeps what an answer's `Set-Cookie` lines say. */
  take(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      const expires = /;\s*expires=([^;]+)/i.exec(line)?.[1];
      if (expires && new Date(expires) <= new Date()) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
