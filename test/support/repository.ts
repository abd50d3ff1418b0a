import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSource, type SourceFile } from './source-file.js';

const made = new Set(['node_modules', 'dist', 'data', '.git']);

/** Every file that belongs to the repository, from its root, with slashes. */
export function files(folder = ''): readonly string[] {
  return readdirSync(join(process.cwd(), folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (!folder && (made.has(entry.name) || entry.name.endsWith('.log'))) return [];
    if (entry.isDirectory()) return files(path);
    return entry.isFile() ? [path] : [];
  });
}

export const contents = (path: string): string => readFileSync(join(process.cwd(), path), 'utf8');

/** The TypeScript of the repository, read once. */
export const sources: readonly SourceFile[] = files()
  .filter((path) => /^(src|test|bench|examples\/(guards|clients))\/.*\.tsx?$/.test(path))
  .map((path) => readSource(path, contents(path)));
