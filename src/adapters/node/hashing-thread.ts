import { Worker } from 'node:worker_threads';
import type { HashingAnswer, HashingJob, HashingReport, HashingWorkerData } from './hashing-job.js';

export type HashingOutcome =
  | { readonly kind: 'answered'; readonly answer: HashingAnswer; readonly took: number }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'lost' };

export interface HashingThreadEvents {
  /** There is room for a job again: after the start, and after each job. */
  room(): void;
  /** Something the operator should read; nothing that a job carried is in it. */
  trouble(what: string, error?: Error): void;
}

const entry = new URL('./hashing-worker.js', import.meta.url);
// A worker that cannot even start is not started again in a tight loop.
const pauseBeforeRestart = 1000;
// It holds one password at a time and no more; argon2's own memory is outside of these.
const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };

// One job under way and one at hand, so that the thread never waits for a busy event loop to give it the next.
const depth = 2;

/** One worker thread, replaced when it dies. It keeps the process alive only while it has a job. */
export class HashingThread {
  private worker: Worker | undefined;
  private readonly given: ((outcome: HashingOutcome) => void)[] = [];
  private since = 0;
  private isReady = false;
  private isClosed = false;

  constructor(
    private readonly data: HashingWorkerData,
    private readonly events: HashingThreadEvents,
  ) {
    this.start();
  }

  /** Jobs it holds. */
  get load(): number {
    return this.given.length;
  }

  get hasRoom(): boolean {
    return this.isReady && this.load < depth;
  }

  /** Only where there is room. Never rejects: `lost` where the worker died over it. */
  run(job: HashingJob): Promise<HashingOutcome> {
    return new Promise((resolve) => {
      if (this.load === 0) this.since = performance.now();
      this.given.push(resolve);
      this.worker?.ref();
      this.worker?.postMessage(job);
    });
  }

  /** Stops at once; a job that was under way is lost. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.worker?.terminate();
  }

  private start(): void {
    // No environment: the thread needs no secret that stands there.
    const worker = new Worker(entry, { workerData: this.data, env: {}, execArgv: [], resourceLimits });
    worker.on('message', (report: HashingReport) => this.hear(report));
    worker.on('error', (error) => this.events.trouble('a hashing worker crashed', error));
    worker.on('exit', () => this.restart());
    // Only now: a listener for messages would hold the process again.
    worker.unref();
    this.worker = worker;
  }

  private hear(report: HashingReport): void {
    switch (report.kind) {
      case 'ready':
        this.isReady = true;
        if (report.notLowered) this.events.trouble(`a hashing worker kept its priority: ${report.notLowered}`);
        return this.events.room();
      case 'answer':
        return this.finish({ kind: 'answered', answer: report.answer, took: this.lap() });
      case 'failed':
        return this.finish({ kind: 'failed', error: new Error(`hashing failed: ${report.why}`) });
      default:
        return report satisfies never;
    }
  }

  /** Milliseconds since the job began: since it was given, or since the one before it was done. */
  private lap(): number {
    const began = this.since;
    this.since = performance.now();
    return this.since - began;
  }

  private finish(outcome: HashingOutcome): void {
    this.given.shift()?.(outcome);
    if (this.load === 0) this.worker?.unref();
    this.events.room();
  }

  private restart(): void {
    const wasReady = this.isReady;
    this.isReady = false;
    this.worker = undefined;
    for (const settle of this.given.splice(0)) settle({ kind: 'lost' });
    if (this.isClosed) return;
    if (wasReady) return this.start();
    setTimeout(() => !this.isClosed && this.start(), pauseBeforeRestart).unref();
  }
}
