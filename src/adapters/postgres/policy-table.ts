import { defineEntity, p } from '@mikro-orm/core';

/** One row: the book. */
export const Policies = defineEntity({
  name: 'Policies',
  tableName: 'policies',
  properties: { id: p.text().primary(), state: p.json(), version: p.integer() },
});
