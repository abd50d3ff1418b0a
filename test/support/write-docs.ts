import { writeFileSync } from 'node:fs';
import { commandReference, writtenReference } from './command-reference.js';
import { playedTable, statusTable } from './http-statuses.js';

/* Writes the documentation that tests compare with what the service does: `npm run docs`. */
writeFileSync(commandReference, writtenReference());
writeFileSync(statusTable, await playedTable());
