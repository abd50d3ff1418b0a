/**
 * How surely one of two acts takes longer, from 0 (nobody can tell) to 1 (always the same one): Cliff's delta of the
 * difference of pairs, regardless of its sign. The acts take turns, each first as often as second, so whatever else the
 * machine does meets both alike.
 */
export async function tellApart(pairs: number, one: Act, other: Act): Promise<number> {
  let longer = 0;
  let shorter = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    const isFirst = pair % 2 === 0;
    const first = await duration(isFirst ? one : other, pair);
    const second = await duration(isFirst ? other : one, pair);
    const difference = isFirst ? first - second : second - first;
    if (difference > 0) longer += 1;
    if (difference < 0) shorter += 1;
  }
  return Math.abs(longer - shorter) / pairs;
}

/** One try; `pair` says which. */
export type Act = (pair: number) => Promise<unknown>;

async function duration(act: Act, pair: number): Promise<number> {
  const began = performance.now();
  await act(pair);
  return performance.now() - began;
}
