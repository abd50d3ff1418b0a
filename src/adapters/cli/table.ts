/** One thing a command found or did: fields in the order in which they are shown. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows for people: the fields of one, the columns of many. What is absent everywhere takes no room. */
export function table(rows: readonly Row[], head: (text: string) => string): string {
  const [first, ...more] = rows;
  if (!first) return '';
  return more.length === 0 ? fields(first, head) : columns(rows, head);
}

function fields(row: Row, head: (text: string) => string): string {
  const shown = Object.entries(row).filter(([, value]) => value !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${head(name.padEnd(width))}  ${cell(value)}\n`).join('');
}

function columns(rows: readonly Row[], head: (text: string) => string): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) =>
    rows.some((row) => row[name] !== undefined),
  );
  const cells = rows.map((row) => names.map((name) => cell(row[name])));
  const widths = names.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (texts: readonly string[]): string => texts.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  ');
  return [head(line(names).trimEnd()), ...cells.map((row) => line(row).trimEnd())].map((row) => `${row}\n`).join('');
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(cell).join(', ');
  return printable(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** What strangers wrote must not move the cursor, nor end a line ([N02]: escape sequences, line separators). */
const printable = (text: string): string =>
  text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
  });
