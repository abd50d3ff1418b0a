import type { Client } from '../domain/client.js';
import type { EnrolmentId, UserId } from '../domain/ids.js';
import type { Material } from '../domain/mfa/factors.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Adoption, ForeignTotp } from '../domain/ports/adoption.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { Intake, Keeping, LetIn } from '../domain/ports/intake.js';
import type { Secret } from '../domain/secret.js';
import { EmailAddress } from '../domain/user/email-address.js';
import { settled, type Settler } from '../domain/user/settler.js';
import { User } from '../domain/user/user.js';
import { acting } from './authority.js';

/** One user as an export has them; nothing in it was judged yet. */
export interface Applicant {
  /** Undefined where the export names none: then the address alone tells whether they are here already. */
  readonly id: UserId | undefined;
  readonly email: string;
  readonly disabled: boolean;
  readonly registeredAt: Date | undefined;
  readonly passwordHash: Secret | undefined;
  readonly totp: readonly (ForeignTotp & { readonly label: string | undefined })[];
  readonly backupCodes: readonly Secret[];
}

/** A row of an export: where it stands, and what it says, or why it says nothing. */
export type ExportRow =
  { readonly at: number; readonly applicant: Applicant } | { readonly at: number; readonly wrong: string };

/** What became of one row. `known`: somebody has the address or the id. Never an address, never a secret. */
export type RowEnd =
  | { readonly at: number; readonly became: 'added'; readonly id: UserId }
  | { readonly at: number; readonly became: 'known' }
  | { readonly at: number; readonly became: 'wrong'; readonly why: string };

export interface ImportUsersInput {
  readonly rows: AsyncIterable<ExportRow> | Iterable<ExportRow>;
  readonly keeping: Keeping;
  readonly client: Client;
  /** Told of every row, in order of the batches. */
  readonly onRow: (end: RowEnd) => Promise<void>;
}

/** `kept` is false where all or nothing was asked for and a row was wrong, and where nothing was to be written. */
export interface ImportUsersOutcome {
  readonly added: number;
  readonly known: number;
  readonly wrong: number;
  readonly kept: boolean;
}

const batch = 500; // rows a statement

/**
 * Brings people over from another service, with what they proved themselves with there. The same row twice is the same
 * person: an import that was interrupted is run again and goes on.
 */
export class ImportUsers {
  constructor(
    private readonly its: {
      readonly intake: Intake;
      readonly adoption: Adoption;
      readonly entropy: Pick<Entropy, 'id'>;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  execute({ rows, keeping, client, onRow }: ImportUsersInput): Promise<ImportUsersOutcome> {
    return this.its.intake.take(keeping, acting({ kind: 'operator' }, client), async (letIn) => {
      const counts = { added: 0, known: 0, wrong: 0 };
      const tell = (end: RowEnd) => {
        counts[end.became] += 1;
        return onRow(end);
      };
      let waiting: Judged[] = [];
      for await (const row of rows) {
        const judged = 'wrong' in row ? row.wrong : await this.judge(row.applicant);
        if (typeof judged === 'string') await tell({ at: row.at, became: 'wrong', why: judged });
        else waiting.push({ at: row.at, user: judged });
        if (waiting.length < batch) continue;
        await settle(waiting, letIn, tell);
        waiting = [];
      }
      if (waiting.length > 0) await settle(waiting, letIn, tell);
      const keep = keeping !== 'nothing' && (keeping === 'each' || counts.wrong === 0);
      return { keep, answer: { ...counts, kept: keep } };
    });
  }

  /** A user, or what is wrong with the row. */
  private async judge(applicant: Applicant): Promise<User | string> {
    const { adoption, entropy, clock, policy } = this.its;
    const now = clock.now();
    const email = EmailAddress.parse(applicant.email);
    if (!email) return 'email is no address';
    const passwordHash = applicant.passwordHash && adoption.password(applicant.passwordHash);
    if (applicant.passwordHash && !passwordHash)
      return 'passwordHash is none that is known here, or would take too much work to check';
    if (applicant.totp.length > policy.authenticators) return `totp has more than ${policy.authenticators} entries`;
    const authenticators: Settler['authenticators'][number][] = [];
    for (const { label, ...foreign } of applicant.totp) {
      const made = adoption.totp(foreign);
      if (!made) return 'totp has a secret, a number of digits or a period that no authenticator app has';
      authenticators.push({ label, made });
    }
    const sheet = await this.sheet(applicant);
    if (typeof sheet === 'string') return sheet;
    const { disabled, registeredAt = now } = applicant;
    const id = applicant.id ?? entropy.id<UserId>();
    const settler = { id, email, passwordHash, registeredAt, authenticators, sheet };
    const state = settled(
      { ...settler, status: disabled ? 'disabled' : 'active' },
      () => entropy.id<EnrolmentId>(),
      now,
    );
    return User.arrive(state, 'imported');
  }

  private async sheet({ backupCodes, totp }: Applicant): Promise<Material<'backup-code'> | undefined | string> {
    if (backupCodes.length === 0) return undefined;
    if (totp.length === 0) return 'backupCodes are of no use without totp';
    const sheet = await this.its.adoption.backupCodes(backupCodes);
    return (
      sheet ?? 'backupCodes must be at most 50, of one length: 8 to 12 letters and digits, or 16 of Crockford’s base32'
    );
  }
}

interface Judged {
  readonly at: number;
  readonly user: User;
}

async function settle(waiting: readonly Judged[], letIn: LetIn, tell: (end: RowEnd) => Promise<void>): Promise<void> {
  const added = await letIn(waiting.map(({ user }) => user));
  for (const { at, user } of waiting)
    await tell(added.has(user) ? { at, became: 'added', id: user.id } : { at, became: 'known' });
}
