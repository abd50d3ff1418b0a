import { z } from 'zod';
import { jsonValue, BrokenFile } from './json-rows.js';
import { exportRow } from './row.js';
import type { Source } from './source.js';

// Columns of `directus_users`; the others say nothing that proves anything.
const user = z.object({
  id: z.string(),
  email: z.string(),
  password: z.string().nullish(),
  status: z.string(),
  tfa_secret: z.string().nullish(),
});
const rows = z.union([z.array(z.unknown()), z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data)]);

/** Directus: the rows of `directus_users` from the database; its own export shows stars where the hashes are. */
export const directus: Source = async function* read(text) {
  const found = rows.safeParse(await jsonValue(text));
  if (!found.success) throw new BrokenFile('This is no array of rows of directus_users.');
  for (const [index, raw] of found.data.entries()) {
    const at = index + 1;
    const { success, data } = user.safeParse(raw);
    if (!success) yield { at, wrong: 'this is no row of directus_users with an id, an email and a status' };
    else if (masked.test(data.password ?? '') || masked.test(data.tfa_secret ?? ''))
      yield { at, wrong: 'password or tfa_secret is masked: take the rows from the database' };
    else
      yield exportRow(at, {
        id: data.id,
        email: data.email,
        disabled: data.status !== 'active',
        ...(data.password && { passwordHash: data.password }),
        ...(data.tfa_secret && { totp: [{ secret: data.tfa_secret }] }),
      });
  }
};

const masked = /^\*+$/;
