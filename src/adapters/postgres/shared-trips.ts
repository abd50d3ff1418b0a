import type { Cells, PreparedQuery } from './prepared-query.js';
import { StatementRefused } from './refusal.js';

interface Passenger {
  readonly query: PreparedQuery;
  readonly subject: string;
  readonly resolve: (first: Cells | undefined) => void;
  readonly reject: (error: unknown) => void;
}

// One batch is being answered by the server while the next one is being gathered, and two keep both sides busy.
const usual = 2;
const most = 16; // statements in a batch
/** Milliseconds: whoever is not back by then is stuck behind a lock or far away, and others need not wait for that. */
const overdue = 50;

/**
 * Statements of requests that are answered at the same time travel together: what is asked while others are under way
 * waits for the next departure. To wake the server and be woken by it costs more than a small read does, and a batch is
 * one transaction with one flush of the log. Nobody waits for company: who is alone leaves as soon as everything that has
 * arrived was heard.
 */
export class SharedTrips {
  private waiting: Passenger[] = [];
  private underWay = 0;
  private lastLeft = 0;
  private isCalled = false;
  private isLooking = false;

  /** `send` asks them in one batch and settles when all are answered, or one is not. */
  constructor(private readonly send: (queries: readonly PreparedQuery[]) => Promise<void>) {}

  /**
   * Resolves with its first row. Where the server refused the batch, and thereby undid it, each is asked again alone and
   * hears of itself; else rejects with what went wrong with all. Locks are taken in the order of the subjects.
   */
  ask(query: PreparedQuery, subject = ''): Promise<Cells | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ query, subject, resolve, reject });
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

  private async carry(batch: Passenger[]): Promise<void> {
    if (batch.length > 1) batch.sort(bySubject);
    this.underWay += 1;
    this.lastLeft = performance.now();
    try {
      await this.send(batch.map(({ query }) => query));
      for (const { query, resolve } of batch) resolve(query.first);
    } catch (error) {
      const isOfOne = batch.length > 1 && error instanceof StatementRefused;
      for (const each of batch) {
        if (isOfOne) void this.repeat(each);
        else each.reject(error);
      }
    }
    this.underWay -= 1;
    this.depart();
  }

  private async repeat({ query, resolve, reject }: Passenger): Promise<void> {
    try {
      await this.send([query]);
      resolve(query.first);
    } catch (error) {
      reject(error);
    }
  }
}

const bySubject = (a: Passenger, b: Passenger): number => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0);
