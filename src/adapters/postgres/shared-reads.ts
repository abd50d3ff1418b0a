import type { PreparedQuery } from './prepared-query.js';

interface Asked {
  readonly query: PreparedQuery;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

// One batch is being read by the server while the next one is being gathered, and two keep both sides busy.
const usual = 2;
const most = 16; // reads in a batch
/** Milliseconds: whoever is not back by then is stuck behind a lock or far away, and others need not wait for that. */
const overdue = 50;

/**
 * Reads of requests that are answered at the same time travel together: what is asked while others are under way waits
 * for the next departure. To wake the server and be woken by it costs more than a small read does. Nobody waits for
 * company: who is alone leaves as soon as everything that has arrived was heard.
 */
export class SharedReads {
  private waiting: Asked[] = [];
  private underWay = 0;
  private lastLeft = 0;
  private isCalled = false;
  private isLooking = false;

  /** `send` asks them in one batch and settles when all are answered, or one is not. */
  constructor(private readonly send: (queries: readonly PreparedQuery[]) => Promise<void>) {}

  /** Resolves when it is answered; rejects with what went wrong with any that it travelled with. */
  ask(query: PreparedQuery): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ query, resolve, reject });
      if (this.isCalled) return;
      this.isCalled = true;
      setImmediate(() => {
        this.isCalled = false;
        this.depart();
      });
    });
  }

  private depart(): void {
    while (this.waiting.length > 0 && this.mayLeave()) void this.carry(this.waiting.splice(0, most));
    if (this.waiting.length === 0 || this.isLooking) return;
    this.isLooking = true;
    setTimeout(() => {
      this.isLooking = false;
      this.depart();
    }, overdue);
  }

  private mayLeave(): boolean {
    return this.underWay < usual || performance.now() - this.lastLeft > overdue;
  }

  private async carry(batch: readonly Asked[]): Promise<void> {
    this.underWay += 1;
    this.lastLeft = performance.now();
    try {
      await this.send(batch.map(({ query }) => query));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.underWay -= 1;
    this.depart();
  }
}
