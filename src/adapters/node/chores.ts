import { setTimeout as pause } from 'node:timers/promises';
import type { Duration } from '../../domain/duration.js';

/** Something to be done again and again; resolves with whether there was more than one step could do. */
export type Chore = () => Promise<boolean>;

/** Between two steps of a chore that has more to do: others get their turn (milliseconds). */
const breath = 20;

/**
 * Work that goes on beside requests, each chore one step at a time. A step that fails is tried again at its next turn;
 * `onTrouble` hears of the first of a row of failures, for a database that is gone fails all of them.
 */
export class Chores {
  readonly #leaving = new AbortController();
  readonly #running: Promise<void>[] = [];

  constructor(private readonly onTrouble: (name: string, error: unknown) => void) {}

  /** The first step comes after `every`; nothing of it keeps the process alive. */
  begin(name: string, every: Duration, chore: Chore): void {
    this.#running.push(this.repeat(name, every, chore));
  }

  /** Begins no further step and waits for those under way. */
  async end(): Promise<void> {
    this.#leaving.abort();
    await Promise.all(this.#running);
  }

  private async repeat(name: string, every: Duration, chore: Chore): Promise<void> {
    let failing = false;
    let more = false;
    while (await this.waited(more ? breath : every)) {
      try {
        more = await chore();
        failing = false;
      } catch (error) {
        if (!failing) this.onTrouble(name, error);
        [failing, more] = [true, false];
      }
    }
  }

  private waited(milliseconds: number): Promise<boolean> {
    return pause(milliseconds, true, { ref: false, signal: this.#leaving.signal }).catch(() => false);
  }
}
