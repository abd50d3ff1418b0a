import type { Slice } from './figure.js';

/** Something that can be measured for a while. */
export interface Contestant {
  readonly name: string;
  slice(seconds: number): Promise<Slice>;
}

const sliceSeconds = 2;
// A server in service has long been compiled: each warms up until its cost has settled, or has had time enough.
const warmUpSeconds = 4;
const longestWarmUp = 5; // slices
const settled = 0.95;

/**
 * Two contestants in turns, short slices of each, every other pair the other way round: whatever else the machine does
 * meanwhile hits both alike. Resolves with the slices of each, in the order of `pair`.
 */
export async function duel(
  pair: readonly [Contestant, Contestant],
  seconds: number,
): Promise<readonly [readonly Slice[], readonly Slice[]]> {
  const [first, second] = pair;
  await warmUp(first);
  await warmUp(second);
  const rounds = Math.max(1, Math.round(seconds / sliceSeconds));
  const each = seconds / rounds;
  const slices: [Slice[], Slice[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) slices[0].push(await first.slice(each));
    slices[1].push(await second.slice(each));
    if (round % 2 === 1) slices[0].push(await first.slice(each));
  }
  return slices;
}

/** Slice after slice, until one is hardly better than the best before it. */
async function warmUp(contestant: Contestant): Promise<void> {
  let best = 0;
  for (let turn = 0; turn < longestWarmUp; turn++) {
    const { answered, seconds } = await contestant.slice(warmUpSeconds);
    const rate = answered.length / seconds;
    if (best > rate * settled) return;
    best = rate;
  }
}
