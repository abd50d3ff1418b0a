import { Redis } from 'ioredis';
import type { Secret } from '../../domain/secret.js';
import { InsuredLimiter, type Insurance } from './insured-limiter.js';
import { RedisLimiter } from './redis-limiter.js';

/** What a sign-in waits for Redis at most (milliseconds), and what a connection may take to open. */
const [longestCommand, longestConnect] = [300, 2000];
/** A server that is gone is knocked at no more often, and no less (milliseconds). */
const knocks = { first: 50, last: 1000 };

export interface OpenLimiter {
  readonly limiter: InsuredLimiter;
  close(): Promise<void>;
}

/** Limits in Redis; resolves once it answers, or is known not to. What is wrong with it never ends a start. */
export async function openLimiter(url: Secret, insurance: Insurance): Promise<OpenLimiter> {
  const client = new Redis(url.reveal(), {
    connectionName: 'portcullis',
    lazyConnect: true,
    connectTimeout: longestConnect,
    commandTimeout: longestCommand,
    // Whoever signs in meanwhile is counted here: nothing waits in a line that may grow.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(times * knocks.first, knocks.last),
  });
  // Without a listener it would write to the console; whoever asks next hears of it.
  client.on('error', () => undefined);
  await client.connect().catch(() => undefined);
  const limiter = new InsuredLimiter(new RedisLimiter(client), insurance);
  return { limiter, close: async () => client.disconnect() };
}
