import type { Cast } from './cast.js';
import { duel, type Contestant } from './duel.js';
import { figure } from './figure.js';
import type { Call, Job } from './job.js';
import { atLeast, type Result } from './result.js';

export type Load = Omit<Job, 'port'>;

/** A row of the table. */
export interface Row {
  readonly name: string;
  readonly operation: string;
  run(cast: Cast, seconds: number): Promise<Omit<Result, 'row' | 'operation'>>;
}

/** Who ask at once. */
export const clients = 8;

export const viewers = (calls: readonly Call[]): Load => ({ clients, addresses: false, calls, order: 'round', expect: '"mfaVerified":true' }); // prettier-ignore

export async function compare(pair: readonly [Contestant, Contestant], seconds: number, least: number) {
  const [ours, theirs] = await duel(pair, seconds);
  const of = figure(pair[1].name, theirs);
  const own = figure(pair[0].name, ours);
  return { ours, figure: own, against: of, checks: [atLeast(least, own, of)] };
}
