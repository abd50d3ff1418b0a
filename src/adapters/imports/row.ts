import { v5 } from 'uuid';
import { z } from 'zod';
import type { Applicant, ExportRow } from '../../application/import-users.js';
import { parseId, type UserId } from '../../domain/ids.js';
import { Secret } from '../../domain/secret.js';

const secret = z.string().min(1).max(1024);
const algorithms = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const;

/** One user of an export, as docs/import.md describes it. Unknown fields are refused: a slip in a name would lose a factor. */
const row = z.strictObject({
  email: z.string(),
  id: z.string().min(1).max(256).optional(),
  disabled: z.boolean().optional(),
  registeredAt: z.iso.datetime({ offset: true }).optional(),
  passwordHash: secret.optional(),
  totp: z
    .array(
      z.strictObject({
        secret,
        label: z.string().max(256).optional(),
        algorithm: z.enum(['SHA1', 'SHA256', 'SHA512']).optional(),
        digits: z.int().optional(),
        period: z.int().optional(),
      }),
    )
    .optional(),
  backupCodes: z.array(secret).optional(),
});

export type Row = z.input<typeof row>;

// What ids of other services that are no UUIDs are made into UUIDs under (RFC 9562 §5.5): the same id, the same user.
const foreignIds = '5f0d1d5e-7a0c-4a3e-9c1b-2f6f0f9a7b11';

/** The UUID of a row's id: itself, where it is one. */
export const userIdOf = (id: string): UserId => parseId<UserId>(id.toLowerCase()) ?? (v5(id, foreignIds) as UserId);

/** What a row says; or where it is wrong, naming fields and never what stands in them. */
export function exportRow(at: number, raw: unknown): ExportRow {
  const { success, data, error } = row.safeParse(raw);
  if (!success) return { at, wrong: error.issues.map(told).join('; ') };
  return { at, applicant: applicantOf(data) };
}

const told = ({ path, message }: z.core.$ZodIssue): string =>
  path.length > 0 ? `${path.join('.')}: ${message}` : message;

const applicantOf = ({ email, id, disabled, registeredAt, passwordHash, totp, backupCodes }: Row): Applicant => ({
  email,
  id: id === undefined ? undefined : userIdOf(id),
  disabled: disabled ?? false,
  registeredAt: registeredAt === undefined ? undefined : new Date(registeredAt),
  passwordHash: passwordHash === undefined ? undefined : new Secret(passwordHash),
  totp: (totp ?? []).map(({ secret: seed, label, algorithm = 'SHA1', digits = 6, period = 30 }) => {
    return { secret: new Secret(seed), label, algorithm: algorithms[algorithm], digits, period };
  }),
  backupCodes: (backupCodes ?? []).map((code) => new Secret(code)),
});
