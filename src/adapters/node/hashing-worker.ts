import { hashRawSync, hashSync } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { argon2id } from './argon2id.js';
import type { HashingAnswer, HashingJob, HashingReport, HashingWorkerData } from './hashing-job.js';
import { verifyHash } from './verify-hash.js';

// The thread that `HashingThread` starts: one job at a time, by the synchronous call, so that libuv's pool stays free.

const { niceness, cost } = workerData as HashingWorkerData;
const ours = { ...argon2id, ...cost };
// Of the same parameters as everybody's, so that checking against nobody costs the same.
const nobody = hashSync(randomBytes(32), ours);

function work(job: HashingJob): HashingAnswer {
  switch (job.kind) {
    case 'hash':
      return hashSync(job.password, ours);
    case 'verify':
      return verifyHash(job.against ?? nobody, [job.password, ...(job.otherwise ?? [])]) && job.against !== undefined;
    case 'digest':
      return hashRawSync(job.text, { ...argon2id, salt: job.salt }).toString('base64url');
    default:
      return job satisfies never;
  }
}

function report(job: HashingJob): HashingReport {
  try {
    return { kind: 'answer', answer: work(job) };
  } catch (error) {
    // Such as a stored hash that is none: this job's trouble, not the thread's.
    return { kind: 'failed', why: error instanceof Error ? error.message : 'unknown' };
  }
}

/** On Linux this lowers the calling thread alone; elsewhere it would lower the whole service. */
function lower(): string | undefined {
  if (process.platform !== 'linux' || niceness === 0) return undefined;
  try {
    setPriority(0, niceness);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown';
  }
}

const ready: HashingReport = { kind: 'ready', notLowered: lower() };
parentPort?.postMessage(ready);
parentPort?.on('message', (job: HashingJob) => parentPort?.postMessage(report(job)));
