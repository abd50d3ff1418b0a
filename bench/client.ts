import { setTimeout as pause } from 'node:timers/promises';
import { Phone } from '../src/testing/phone.js';
import type { Batch, Call, Job, Outcome, BatchReport } from './job.js';
import { requestOf, Wire, type Answer } from './wire.js';

const lead = 1; // seconds that the load beside runs before anything is measured

interface Flag {
  raised: boolean;
}

/** One job under way. */
class Load {
  private readonly answered: number[] = [];
  private readonly refused: number[] = [];
  private refusedWithoutRetryAfter = 0;
  private next = 0;
  private readonly calls: Call[];

  constructor(
    private readonly job: Job,
    now: Date,
  ) {
    this.calls = job.calls.map((call) => withCode(call, now));
  }

  async run(stop: Flag): Promise<Outcome> {
    const { port, clients } = this.job;
    const wires = await Promise.all(Array.from({ length: clients }, () => Wire.to(port)));
    const began = performance.now();
    try {
      await Promise.all(wires.map((wire, place) => this.ask(wire, place, stop)));
    } finally {
      for (const wire of wires) wire.close();
    }
    return {
      seconds: (performance.now() - began) / 1000,
      answered: Float64Array.from(this.answered),
      refused: Float64Array.from(this.refused),
      refusedWithoutRetryAfter: this.refusedWithoutRetryAfter,
    };
  }

  private async ask(wire: Wire, place: number, stop: Flag): Promise<void> {
    const address = this.job.addresses ? `10.0.${place >> 8}.${place & 255}` : undefined;
    const made = new Map<Call, Buffer>();
    while (!stop.raised) {
      const call = this.take();
      if (!call) return;
      const request = made.get(call) ?? requestOf(call, address);
      if (this.job.order === 'round') made.set(call, request);
      const began = performance.now();
      const answer = await wire.ask(request);
      await this.note(call, answer, performance.now() - began, stop);
    }
  }

  private take(): Call | undefined {
    const { order } = this.job;
    if (order === 'chain') return this.calls.shift();
    const call = this.calls[order === 'round' ? this.next % this.calls.length : this.next];
    this.next++;
    return call;
  }

  private async note(call: Call, answer: Answer, milliseconds: number, stop: Flag): Promise<void> {
    const { expect, refusal, order } = this.job;
    if (answer.status < 300 && answer.body.includes(expect)) {
      this.answered.push(milliseconds);
      if (order === 'chain') this.calls.push(withToken(call, answer.body));
      return;
    }
    if (!refusal || !answer.body.includes(refusal)) throw new Error(`HTTP ${answer.status}: ${answer.body}`);
    this.refused.push(milliseconds);
    if (answer.retryAfter === undefined) this.refusedWithoutRetryAfter++;
    const until = performance.now() + (answer.retryAfter ?? 1) * 1000;
    while (!stop.raised && performance.now() < until) await pause(50);
  }
}

const withCode = (call: Call, now: Date): Call =>
  call.seed === undefined ? call : { ...call, body: call.body.replace('<code>', Phone.type(call.seed).code(now)) };

const token = /"refreshToken": ?"([^"]+)"/;

function withToken(call: Call, answer: string): Call {
  const fresh = token.exec(answer)?.[1];
  if (fresh === undefined) throw new Error(`No refresh token in ${answer}`);
  return { ...call, body: call.body.replace(token, `"refreshToken":"${fresh}"`) };
}

async function run({ seconds, measured, beside }: Batch): Promise<BatchReport> {
  const [stopMeasured, stopBeside]: [Flag, Flag] = [{ raised: false }, { raised: false }];
  const first = new Load(measured, new Date());
  const second = beside && new Load(beside, new Date()).run(stopBeside);
  // Seen here already, or a failure in the first second would go unhandled.
  second?.catch(() => (stopMeasured.raised = true));
  if (second) await pause(lead * 1000);
  const timer = setTimeout(() => (stopMeasured.raised = true), seconds * 1000);
  try {
    const outcome = await first.run(stopMeasured);
    stopBeside.raised = true;
    return { kind: 'asked', measured: outcome, beside: await second };
  } finally {
    clearTimeout(timer);
    stopBeside.raised = true;
  }
}

process.on('message', (message: Batch | 'usage') => {
  if (message === 'usage') return;
  void run(message)
    .catch((problem: unknown): BatchReport => ({ kind: 'asked', failure: String(problem) }))
    .then((report) => process.send?.(report));
});
process.channel?.ref();
