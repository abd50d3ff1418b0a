import { Policies } from './policy-table.js';
import { webhookTables } from './webhook-tables.js';

/** Those that stand in files of their own. */
export const laterTables = [...webhookTables, Policies];
