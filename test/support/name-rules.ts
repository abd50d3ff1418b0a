import { posix } from 'node:path';
import { within, type Rule } from './house-rules.js';

const drawers = new Set('utils util helpers helper common shared misc lib core services dto'.split(' '));
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|contract))?\.tsx?$/;
const migration = /^src\/adapters\/[^/]+\/migrations\/[\w-]+\.ts$/;

export const plainNames: Rule = (file) => {
  const folders = file.path.split('/').slice(0, -1);
  const name = posix.basename(file.path);
  return [
    ...folders.filter((folder) => drawers.has(folder)).map((folder) => `${file.path} is in a folder called ${folder}`),
    ...(name === 'index.ts' ? [`${file.path} is an index file`] : []),
    ...(kebab.test(name) || migration.test(file.path) ? [] : [`${file.path} is not in kebab-case`]),
    ...(/-(impl|util|utils|helper|helpers|service|dto)\.ts$/.test(name) ? [`${file.path} has not found its noun`] : []),
    ...(file.defaultExport ? [`${file.path} has a default export`] : []),
  ];
};

export const shallowFolders: Rule = (file) =>
  within('src')(file.path) && file.path.split('/').length > 4 && !migration.test(file.path)
    ? [`${file.path} is too deep`]
    : [];
