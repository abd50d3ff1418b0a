import { writeFileSync } from 'node:fs';
import { playedTable, statusTable } from './http-statuses.js';

/* Writes the documentation that tests compare with what the service does: `npm run docs`. */
writeFileSync(statusTable, await playedTable());
