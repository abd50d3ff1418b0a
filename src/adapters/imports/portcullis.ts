import { jsonRows } from './json-rows.js';
import { exportRow } from './row.js';
import type { Source } from './source.js';

/** Our own format: see docs/import.md. */
export const portcullis: Source = async function* read(text) {
  for await (const row of jsonRows(text)) yield 'wrong' in row ? row : exportRow(row.at, row.raw);
};
