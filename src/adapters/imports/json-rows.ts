/** A value of a file, and where it stands: the number of its line, or of its place in an array, from 1 on. */
export type RawRow = { readonly at: number; readonly raw: unknown } | { readonly at: number; readonly wrong: string };

const longestLine = 2 ** 20; // characters: no user takes a tenth of it

/** What is no JSON at all, as a whole. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile';
}

/** JSON Lines as they come, or one JSON array. Empty lines count and say nothing. */
export async function* jsonRows(text: AsyncIterable<string>): AsyncGenerator<RawRow, void, undefined> {
  let [rest, at, begun] = ['', 0, false];
  for await (const chunk of text) {
    rest += chunk;
    if (!begun && rest.trimStart() === '') continue;
    if (!begun && rest.trimStart().startsWith('[')) return yield* arrayRows(await whole(rest, text));
    begun = true;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* lineRow((at += 1), line);
    if (rest.length > longestLine) throw new BrokenFile(`Line ${at + 1} never ends: this is no JSON Lines.`);
  }
  yield* lineRow(at + 1, rest);
}

/** All of it, for exports that are one value. Throws `BrokenFile`. */
export const jsonValue = async (text: AsyncIterable<string>): Promise<unknown> => parsed(await whole('', text));

async function whole(begun: string, text: AsyncIterable<string>): Promise<string> {
  let all = begun;
  for await (const chunk of text) all += chunk;
  return all;
}

function* arrayRows(text: string): Generator<RawRow, void, undefined> {
  const value = parsed(text);
  if (!Array.isArray(value)) throw new BrokenFile('This is no array of users.');
  for (const [index, raw] of value.entries()) yield { at: index + 1, raw };
}

function* lineRow(at: number, line: string): Generator<RawRow, void, undefined> {
  const bare = line.replace(/^\uFEFF/, '').trim();
  if (bare === '') return;
  if (bare.length > longestLine) return yield { at, wrong: 'the line is too long' };
  try {
    yield { at, raw: JSON.parse(bare) as unknown };
  } catch {
    // What the parser says would repeat what stands there.
    yield { at, wrong: 'the line is no JSON' };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    throw new BrokenFile('The file is no JSON.');
  }
}
