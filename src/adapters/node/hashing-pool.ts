import { availableParallelism, totalmem } from 'node:os';
import { after, seconds, type Duration } from '../../domain/duration.js';
import type { Clock } from '../../domain/ports/clock.js';
import { Busy, type HashingLane } from '../../domain/ports/password-hasher.js';
import { usualCost, type Argon2Cost } from './argon2id.js';
import type { HashingAnswer, HashingJob, HashingKind } from './hashing-job.js';
import { HashingThread } from './hashing-thread.js';
import { HashingQueue } from './hashing-queue.js';

export interface HashingPoolOptions {
  readonly clock: Clock;
  /** Told of a worker that crashed or kept its priority; never of what it hashed. */
  readonly onTrouble: (what: string, error?: Error) => void;
  /** Threads; by default what this machine has room for. */
  readonly workers?: number | undefined;
  /** The longest that anybody waits for a hash, their own hashing included. */
  readonly patience?: Duration;
  /** How far the threads stand back behind the service's own; 0 where they should not. */
  readonly niceness?: number;
  readonly cost?: Argon2Cost;
}

/** Some jobs that are answered together, or not at all. */
interface Request {
  readonly lane: HashingLane;
  readonly isRegistration: boolean;
  readonly answers: HashingAnswer[];
  readonly since: number;
  /** Jobs not taken up yet, and jobs not answered yet. */
  waiting: number;
  open: number;
  isOver: boolean;
  end(outcome: readonly HashingAnswer[] | Busy | Error): void;
}

interface Place {
  readonly request: Request;
  readonly job: HashingJob;
  readonly at: number;
}

const firstGuess = 25; // milliseconds a hash, until one was measured
const weightOfNewest = 0.2;
// A machine that stood still for a second has not become slow: one hash alone cannot have others turned away.
const mostGrowth = 3;
const soonest = 1000; // milliseconds: nobody is asked to come back earlier
const shareOfRegistrations = 1 / 4;
// Taken on only where even twice the expected wait is bearable: hashing slows down while others want the cores, and who
// is turned away should hear of it at once, not when the patience is over.
const shareForSure = 1 / 2;

/**
 * The one place where passwords and codes are hashed: a few threads of low priority behind a queue of bounded length.
 *
 * A job is taken on only where it will surely be done within `patience`, by the time that hashing took of late; what
 * waited longer after all is dropped unhashed. Clients are served in rounds, so a flood from one address fills its own line
 * and nobody else's: how many may wait for one client follows from the rounds, all places where it is alone and hardly
 * two where a hundred others wait. Registrations, which anybody can send without end, get a quarter of the places; a
 * third is kept for logins that bring a known device.
 */
export class HashingPool {
  private readonly queue = new HashingQueue<Place>();
  private readonly threads: readonly HashingThread[];
  private readonly patience: Duration;
  private usual = firstGuess;
  private registrations = 0;
  private isClosed = false;

  constructor(private readonly its: HashingPoolOptions) {
    const { workers = workersFor(availableParallelism(), memory()), niceness = 10, cost = usualCost, onTrouble } = its;
    this.patience = its.patience ?? seconds(2);
    const events = { room: () => this.serve(), trouble: onTrouble };
    this.threads = Array.from({ length: workers }, () => new HashingThread({ niceness, cost }, events));
  }

  async one<K extends HashingKind>(job: HashingJob<K>, lane: HashingLane): Promise<HashingAnswer<K> | Busy> {
    const answers = await this.all([job], lane);
    return answers instanceof Busy ? answers : (answers[0] as HashingAnswer<K>);
  }

  /** All answers in the order of the jobs, or `Busy` and none. Rejects only where a job itself is broken. */
  all<K extends HashingKind>(
    jobs: readonly HashingJob<K>[],
    lane: HashingLane,
  ): Promise<readonly HashingAnswer<K>[] | Busy> {
    if (jobs.length === 0) return Promise.resolve([]);
    const isRegistration = lane.purpose === 'registration';
    const full = this.turnsAway(lane, jobs.length);
    if (full) return Promise.resolve(full);
    return new Promise((resolve, reject) => {
      const request: Request = {
        lane,
        isRegistration,
        answers: [],
        since: performance.now(),
        waiting: jobs.length,
        open: jobs.length,
        isOver: false,
        end: (outcome) => {
          request.isOver = true;
          clearTimeout(timer);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome as readonly HashingAnswer<K>[] | Busy);
        },
      };
      const timer = setTimeout(() => this.drop(request), this.longestWait());
      if (isRegistration) this.registrations += jobs.length;
      // The compiler does not distribute a union over a type parameter.
      const asked: readonly HashingJob[] = jobs as unknown as readonly HashingJob[];
      asked.forEach((job, at) => this.queue.add(lane, { request, job, at }));
      this.serve();
    });
  }

  /** Whom `all` would answer `Busy` now. */
  turnsAway(lane: HashingLane, jobs: number): Busy | undefined {
    const wait = this.waitFor(lane, jobs);
    return this.isClosed || wait > this.patience * shareForSure ? this.busy(wait) : undefined;
  }

  /** What waits and what is under way is answered `Busy`; so is everything from here on. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (let place = this.queue.next(); place; place = this.queue.next()) this.refuse(place.request);
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private serve(): void {
    for (let thread = this.freest(); thread; thread = this.freest()) {
      const place = this.queue.next();
      if (!place) return;
      this.leaveLine(place.request, 1);
      if (performance.now() - place.request.since > this.longestWait()) this.refuse(place.request);
      if (!place.request.isOver) void this.give(thread, place);
    }
  }

  private freest(): HashingThread | undefined {
    let freest: HashingThread | undefined;
    for (const thread of this.threads) if (thread.hasRoom && thread.load < (freest?.load ?? Infinity)) freest = thread;
    return freest;
  }

  private async give(thread: HashingThread, { request, job, at }: Place): Promise<void> {
    const outcome = await thread.run(job);
    if (outcome.kind === 'answered') this.learn(outcome.took);
    if (request.isOver) return;
    switch (outcome.kind) {
      case 'lost':
        return this.refuse(request);
      case 'failed':
        this.forget(request);
        return request.end(outcome.error);
      case 'answered':
        request.answers[at] = outcome.answer;
        request.open--;
        return request.open === 0 ? request.end(request.answers) : undefined;
      default:
        return outcome satisfies never;
    }
  }

  private learn(took: number): void {
    this.usual += (Math.min(took, mostGrowth * this.usual) - this.usual) * weightOfNewest;
  }

  /** Too old to be of use to whoever asked: the work is spared. */
  private drop(request: Request): void {
    if (!request.isOver && request.waiting > 0) this.refuse(request);
  }

  private refuse(request: Request): void {
    if (request.isOver) return;
    this.forget(request);
    request.end(this.busy(this.waitFor({ ...request.lane, purpose: 'sign-in' }, 1)));
  }

  private forget(request: Request): void {
    this.leaveLine(request, request.waiting);
    this.queue.leave(request.lane, (place) => place.request === request);
  }

  private leaveLine(request: Request, count: number): void {
    request.waiting -= count;
    if (request.isRegistration) this.registrations -= count;
  }

  /** Milliseconds until `jobs` more of this client would be done; 0 where hands are free. */
  private waitFor(lane: HashingLane, jobs: number): number {
    const { length: workers } = this.threads;
    const inHand = this.threads.reduce((sum, thread) => sum + thread.load, 0);
    const place = inHand + this.queue.placeOf(lane, jobs);
    // Free hands are never refused: what a hash takes now is learnt only by hashing.
    if (place <= workers) return 0;
    const wait = (place / workers) * this.usual;
    const registrations = ((this.registrations + jobs) / workers) * this.usual;
    return lane.purpose === 'registration' ? Math.max(wait, registrations / shareOfRegistrations) : wait;
  }

  /** In the queue: what is left of the patience after its own hashing and the one that its thread has in hand. */
  private longestWait(): number {
    return Math.max(this.patience - 2 * this.usual, this.patience / 2);
  }

  private busy(wait: number): Busy {
    return new Busy(after(this.its.clock.now(), Math.max(wait, soonest) as Duration));
  }
}

const mebibyte = 2 ** 20;
const perWorker = 24 * mebibyte; // argon2's 19 MiB and the thread around it
const shareOfMemory = 1 / 4;

/** One a core; fewer where they would take more than a quarter of the memory; at least one. */
export function workersFor(cores: number, bytes: number): number {
  return Math.max(1, Math.min(cores, Math.floor((bytes * shareOfMemory) / perWorker)));
}

// 0 where nothing is known of a limit, and beyond all memory where there is none.
function memory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}
