import { openLog } from '../adapters/http/log.js';
import { HttpServer } from '../adapters/http/server.js';
import { SystemClock } from '../adapters/node/system-clock.js';
import { loadConfig, type Variables } from '../config.js';
import { seconds } from '../domain/duration.js';
import { openHouse, type OpenHouse } from '../open-house.js';
import { worldAdapters, type WorldMemory } from './world-adapters.js';
import { WorldClock } from './world-clock.js';
import type { WorldOptions } from './world-options.js';

/** A house that listens, and what its tests hold in their hands. */
export interface OpenWorld {
  readonly url: string;
  readonly clock: WorldClock;
  readonly logged: readonly string[];
  readonly house: OpenHouse;
  readonly memory: WorldMemory;
  close(): Promise<void>;
}

const defaults: Variables = {
  SECRET_KEY: 'everybody can read this key of the testing kit',
  LOG_LEVEL: 'debug',
  // Where the clock stands still no minute ever ends, and everybody comes from one address.
  LIMIT_LOGIN_PER_CLIENT: '100000',
};
const step = seconds(30);

/** Rejects with `ConfigMistakes`, or where it cannot listen; then nothing is left open. */
export async function openWorld({ env, policy, instead = {}, rehearse = true, now }: WorldOptions): Promise<OpenWorld> {
  let answer: OpenHouse['listener'] | undefined;
  const server = new HttpServer((req, res) => answer?.(req, res)).unref();
  const opened: (() => Promise<unknown>)[] = [() => server.drain(0)];
  const close = async (): Promise<void> => {
    for (let last = opened.pop(); last; last = opened.pop()) await last();
  };
  const asked = loadConfig({ ...defaults, PORT: '0', ...env });
  const port = await server.listen(asked.port, asked.host);
  try {
    // Once more with the port that there is: tokens name it as their issuer.
    const read = loadConfig({ ...defaults, ...env, PORT: String(port) });
    const config = { ...read, policy: { ...read.policy, ...policy } };
    const clock = new WorldClock(now ?? thisStep());
    const { memory, ...ours } = worldAdapters(config, { clock, rehearse, dating: { now: () => needs.clock.now() } });
    const given = typeof instead === 'function' ? instead(ours) : instead;
    const needs = { ...ours, ...given };
    const logged: string[] = [];
    const log = given.log ?? openLog(config.logLevel, { write: (line: string) => void logged.push(line) });
    const house = await openHouse(config, { log, instead: needs }, opened);
    answer = house.listener;
    return { url: `http://localhost:${port}`, clock, logged, house, memory, close };
  } catch (problem) {
    await close();
    throw problem;
  }
}

/** Whole steps of a phone: what is said of half a minute from here on holds. */
const thisStep = (): Date => new Date(Math.floor(new SystemClock().now().getTime() / step) * step);
