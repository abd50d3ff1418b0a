import { after, before, days } from '../duration.js';
import type { Digest, MachineTokenId } from '../ids.js';
import { machineLabel } from '../label.js';
import type { AuthPolicy } from '../policy.js';
import type { MachineTokenProblem, MachineTokenRefusal } from '../refusals.js';
import { parseScopes, type Scope } from './scope.js';

/** A credential for programs: what is remembered of it, which is not its secret. */
export interface MachineToken {
  readonly id: MachineTokenId;
  /** The owner's name for it; printable, at most 64 characters. */
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly digest: Digest;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Exact to a minute. */
  readonly lastUsedAt: Date | undefined;
}

/** Those of one user: none was revoked, some may have expired. */
export type MachineTokens = readonly MachineToken[];

/** What its owner wants of a new one. */
export interface Wish {
  readonly label: string | undefined;
  readonly scope: string;
  /** Whole days that it is to live. */
  readonly days: number;
}

const isLive = ({ expiresAt }: MachineToken, now: Date): boolean => expiresAt > now;

/** Checks a wish; whoever has as many as allowed revokes one first. */
export function granted(
  all: MachineTokens,
  wish: Wish,
  made: Pick<MachineToken, 'id' | 'digest'>,
  now: Date,
  policy: AuthPolicy,
): MachineToken | MachineTokenProblem {
  const scopes = parseScopes(wish.scope);
  if (!scopes) return 'bad-scope';
  const life = days(wish.days);
  if (!Number.isSafeInteger(wish.days) || wish.days < 1 || life > policy.machineTokenLife) return 'bad-lifetime';
  if (all.filter((token) => isLive(token, now)).length >= policy.machineTokens) return 'too-many';
  const { id, digest } = made;
  const label = machineLabel(wish.label);
  return { id, label, scopes, digest, createdAt: now, expiresAt: after(now, life), lastUsedAt: undefined };
}

/** With a new one; those that have expired make room. */
export const joinedBy = (all: MachineTokens, token: MachineToken, now: Date): MachineTokens => [
  ...all.filter((each) => isLive(each, now)),
  token,
];

export const without = (all: MachineTokens, id: MachineTokenId): MachineTokens =>
  all.filter((token) => token.id !== id);

/** The one that a secret of this digest fits and that is live, or why there is none. */
export function presented(
  all: MachineTokens,
  id: MachineTokenId,
  digest: Digest,
  now: Date,
): MachineToken | MachineTokenRefusal {
  const token = all.find((each) => each.id === id);
  if (!token) return 'unknown';
  // Of 256 bits that nobody knows, a digest tells nothing by the time that comparing takes.
  if (token.digest !== digest) return 'wrong-secret';
  return isLive(token, now) ? token : 'expired';
}

/** As used now; undefined where that is known well enough, so that most uses write nothing. */
export function usedNow(token: MachineToken, now: Date, policy: AuthPolicy): MachineToken | undefined {
  const { lastUsedAt } = token;
  return lastUsedAt && lastUsedAt > before(now, policy.seenStep) ? undefined : { ...token, lastUsedAt: now };
}
