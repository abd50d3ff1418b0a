/** What was put there last, so many at most: the oldest goes first. */
export class Recent<Key, Value> {
  // Unseen by whoever prints it: there are secrets among the values.
  readonly #held = new Map<Key, Value>();

  constructor(private readonly most: number) {}

  get isEmpty(): boolean {
    return this.#held.size === 0;
  }

  get(key: Key): Value | undefined {
    return this.#held.get(key);
  }

  has(key: Key): boolean {
    return this.#held.has(key);
  }

  put(key: Key, value: Value): void {
    if (this.#held.size >= this.most && !this.#held.has(key)) {
      const [oldest] = this.#held.keys();
      this.#held.delete(oldest as Key);
    }
    this.#held.set(key, value);
  }

  /** Whether it was there. */
  remove(key: Key): boolean {
    return this.#held.delete(key);
  }

  clear(): void {
    this.#held.clear();
  }
}
