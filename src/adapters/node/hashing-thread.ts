import { Worker } from 'node:worker_threads';
import type { HashingAnswer, HashingJob, HashingReport, HashingWorkerData } from './hashing-job.js';

export type HashingOutcome =
  | { readonly kind: 'answered'; readonly answer: HashingAnswer; readonly took: number }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'lost' };

export interface HashingThreadEvents {
  /** May be given a job: after the start, and after each job. */
  idle(thread: HashingThread): void;
  /** Something the operator should read; nothing that a job carried is in it. */
  trouble(what: string, error?: Error): void;
}

const entry = new URL('./hashing-worker.js', import.meta.url);
// A worker that cannot even start is not started again in a tight loop.
const pauseBeforeRestart = 1000;
// It holds one password at a time and no more; argon2's own memory is outside of these.
const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };

/** One worker thread, replaced when it dies. It keeps the process alive only while it has a job. */
export class HashingThread {
  private worker: Worker | undefined;
  private settle: ((outcome: HashingOutcome) => void) | undefined;
  private startedAt = 0;
  private isReady = false;
  private isClosed = false;

  constructor(
    private readonly data: HashingWorkerData,
    private readonly events: HashingThreadEvents,
  ) {
    this.start();
  }

  /** Only for an idle thread. Never rejects: `lost` where the worker died over it. */
  run(job: HashingJob): Promise<HashingOutcome> {
    return new Promise((resolve) => {
      this.settle = resolve;
      this.startedAt = performance.now();
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
    this.isReady = false;
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
        return this.events.idle(this);
      case 'answer':
        return this.finish({ kind: 'answered', answer: report.answer, took: performance.now() - this.startedAt });
      case 'failed':
        return this.finish({ kind: 'failed', error: new Error(`hashing failed: ${report.why}`) });
      default:
        return report satisfies never;
    }
  }

  private finish(outcome: HashingOutcome): void {
    this.worker?.unref();
    this.end(outcome);
    this.events.idle(this);
  }

  private restart(): void {
    this.worker = undefined;
    this.end({ kind: 'lost' });
    if (this.isClosed) return;
    if (this.isReady) return this.start();
    setTimeout(() => !this.isClosed && this.start(), pauseBeforeRestart).unref();
  }

  private end(outcome: HashingOutcome): void {
    this.settle?.(outcome);
    this.settle = undefined;
  }
}
