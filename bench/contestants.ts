import type { Child } from './child.js';
import type { Contestant } from './duel.js';
import type { Slice } from './figure.js';
import type { Batch, BatchReport, Job } from './job.js';
import type { Server } from './stage.js';

type Load = Omit<Job, 'port'>;

export interface Loads {
  readonly measured: Load;
  readonly beside?: Load | undefined;
}

/** A server that the client process asks. */
export class Asked implements Contestant {
  // Requests a second, to begin with; then what was seen last.
  private rate = 2000;

  /** `loads` makes what is asked in one slice, where `calls` are hardly used up in it. */
  constructor(
    readonly name: string,
    private readonly server: Server,
    private readonly client: Child,
    private readonly loads: (calls: number) => Promise<Loads>,
  ) {}

  async slice(seconds: number): Promise<Slice> {
    const { child, port } = this.server;
    const { measured, beside } = await this.loads(Math.ceil(this.rate * seconds * 1.5));
    const batch: Batch = { seconds, measured: { ...measured, port }, beside: beside && { ...beside, port } };
    const before = await child.usage();
    const report = await this.client.ask<BatchReport>('asked', batch);
    if (report.failure !== undefined) throw new Error(`${this.name}: ${report.failure}`);
    const { cpu } = await child.usage();
    this.rate = report.measured.answered.length / report.measured.seconds;
    return { ...report.measured, cpu: beside ? undefined : cpu - before.cpu, beside: report.beside };
  }
}

/** Nothing but hashing, in a process that nobody asks anything else. */
export class Hashing implements Contestant {
  readonly name = 'argon2id alone';

  constructor(private readonly child: Child) {}

  async slice(seconds: number): Promise<Slice> {
    const before = await this.child.usage();
    const { answered, seconds: took } = await this.child.ask<Slice & { readonly kind: string }>('hashed', { seconds });
    const { cpu } = await this.child.usage();
    const nothing = { refused: new Float64Array(), refusedWithoutRetryAfter: 0, beside: undefined };
    return { ...nothing, answered, seconds: took, cpu: cpu - before.cpu };
  }
}
