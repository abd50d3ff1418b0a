/** Who waits, served in rounds: the first of each line in turn, so that a long line costs only itself. */
export class RoundRobin<T> {
  private readonly lines = new Map<string, T[]>();

  /** Whether anybody waits. */
  get isEmpty(): boolean {
    return this.lines.size === 0;
  }

  /** How many wait. */
  get size(): number {
    let size = 0;
    for (const waiting of this.lines.values()) size += waiting.length;
    return size;
  }

  /** How many are served until `joining` more at the end of this line are, themselves included. */
  placeOf(line: string, joining: number): number {
    const own = (this.lines.get(line)?.length ?? 0) + joining;
    let place = own;
    for (const [name, waiting] of this.lines) if (name !== line) place += Math.min(waiting.length, own);
    return place;
  }

  add(line: string, item: T): void {
    const waiting = this.lines.get(line);
    if (waiting) waiting.push(item);
    else this.lines.set(line, [item]);
  }

  /** The next one, whose line then stands behind all others. */
  next(): T | undefined {
    for (const [line, waiting] of this.lines) {
      const item = waiting.shift();
      this.lines.delete(line);
      if (waiting.length > 0) this.lines.set(line, waiting);
      return item;
    }
    return undefined;
  }

  /** Whoever of this line is `gone` waits no longer. */
  leave(line: string, gone: (item: T) => boolean): void {
    const left = this.lines.get(line)?.filter((item) => !gone(item)) ?? [];
    if (left.length > 0) this.lines.set(line, left);
    else this.lines.delete(line);
  }
}
