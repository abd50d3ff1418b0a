import { itself } from '../domain/client.js';
import type { EnrolmentId, UserId } from '../domain/ids.js';
import type { Enrolment, FactorKind, Material } from '../domain/mfa/factors.js';
import { Busy, type HashingLane } from '../domain/ports/password-hasher.js';
import { Secret } from '../domain/secret.js';
import { EmailAddress } from '../domain/user/email-address.js';
import type { Role } from '../domain/user/roles.js';
import { User } from '../domain/user/user.js';
import { newcomer } from '../domain/user/user-state.js';
import type { Needs } from '../needs.js';
import { Phone } from './phone.js';

export interface UserOptions {
  /** By default `correct horse battery staple`. Any will do: nothing asks whether it is a good one. */
  readonly password?: string;
  /** With an authenticator, the phone that it is on, and a sheet of backup codes. */
  readonly totp?: boolean;
  readonly roles?: readonly Role[];
}

/** A user of a world, and what only they know and hold. */
export interface Resident {
  readonly id: UserId;
  readonly email: EmailAddress;
  readonly password: string;
  readonly phone: Phone | undefined;
  readonly backupCodes: readonly string[];
}

type Its = Pick<Needs, 'work' | 'passwords' | 'factors' | 'entropy' | 'clock'>;

const lane: HashingLane = { client: 'the testing kit', purpose: 'registration' };

/** Somebody who has been there all along: remembered by the store, with nothing said of how they came. */
export async function settle(its: Its, address: string, options: UserOptions): Promise<Resident> {
  const { work, passwords, entropy, clock } = its;
  const { password = 'correct horse battery staple', totp = false, roles = [] } = options;
  const email = EmailAddress.parse(address);
  if (!email) throw new Error(`No address can be made of ${JSON.stringify(address)}`);
  const passwordHash = there(await passwords.hash(new Secret(password), lane));
  const { enrolments, phone, backupCodes } = totp ? await equip(its, email) : bare;
  const user = User.restore({ ...newcomer(entropy.id<UserId>(), email, clock.now()), passwordHash, enrolments, roles });
  await work.run(itself, async (tx) => {
    if (await tx.users.byEmail(email)) throw new Error(`${email} lives in this world already`);
    tx.users.add(user);
  });
  return { id: user.id, email, password, phone, backupCodes };
}

const bare = { enrolments: [], phone: undefined, backupCodes: [] };

async function equip({ factors, entropy, clock }: Its, owner: EmailAddress) {
  const authenticator = there(await factors.totp.enrol(owner, lane));
  const sheet = there(await factors['backup-code'].enrol(owner, lane));
  const enrolled = <K extends FactorKind>(made: Material<K>, label: string): Enrolment => {
    const base = { id: entropy.id<EnrolmentId>(), label, enrolledAt: clock.now(), lastUsedAt: undefined };
    // The compiler does not distribute a union over a type parameter.
    return { ...made, ...base } as unknown as Enrolment;
  };
  return {
    enrolments: [enrolled(authenticator.made, 'Phone'), enrolled(sheet.made, 'Backup codes')],
    phone: Phone.scan(authenticator.reveal.uri.reveal(), clock),
    backupCodes: sheet.reveal.codes.map((code) => code.reveal()),
  };
}

function there<T>(made: T | Busy): T {
  if (made instanceof Busy) throw new Error('The hasher is busy: a user of a world needs one that has time');
  return made;
}
