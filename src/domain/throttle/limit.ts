import { after, type Duration } from '../duration.js';
import type { Brand, DeviceId, Digest, SessionId } from '../ids.js';

/** What is limited, and for whom. */
export type Bucket =
  | 'login-client'
  | 'login-address'
  | 'verify-client'
  | 'challenge-user'
  | 'challenge-session'
  | 'refused-session'
  | 'registration-client'
  | 'mail-address'
  | 'mail-client';

/** So many in a span of time. */
export interface Limit {
  readonly most: number;
  readonly per: Duration;
}

export type Limits = Readonly<Record<Bucket, Limit>>;
export type LimitKey = Brand<string, 'LimitKey'>;

export const LimitKey = {
  /** Of a digest, a device or a session: neither an e-mail address nor where somebody is stands in a key. */
  of: (bucket: Bucket, subject: Digest | DeviceId | SessionId): LimitKey => `${bucket}:${subject}` as LimitKey,
  bucketOf: (key: LimitKey): Bucket => key.slice(0, key.indexOf(':')) as Bucket,
};

/** What was counted since a span began; it begins with the first that is counted, and is forgotten at its end. */
export interface Span {
  readonly used: number;
  readonly until: Date;
}

/** The answer of a limit. */
export interface Quota {
  readonly limit: Limit;
  readonly admitted: boolean;
  /** How many are admitted from here on, until what was counted is forgotten. */
  readonly left: number;
  readonly resetsAt: Date;
}

/** Whether one more fits. */
export function standing(span: Span | undefined, limit: Limit, now: Date): Quota {
  const { used, until } = current(span, limit, now);
  return { limit, admitted: used < limit.most, left: Math.max(0, limit.most - used), resetsAt: until };
}

/** One more is counted where it fits; `span` is what then has been. */
export function counted(
  span: Span | undefined,
  limit: Limit,
  now: Date,
): { readonly quota: Quota; readonly span: Span } {
  const { used, until } = current(span, limit, now);
  const before = standing(span, limit, now);
  if (!before.admitted) return { quota: before, span: { used, until } };
  return { quota: { ...before, left: before.left - 1 }, span: { used: used + 1, until } };
}

/** One that ends later than the next one would is from a clock that was wrong. */
const current = (span: Span | undefined, { per }: Limit, now: Date): Span => {
  const end = after(now, per);
  return span && span.until > now && span.until <= after(end, per) ? span : { used: 0, until: end };
};
