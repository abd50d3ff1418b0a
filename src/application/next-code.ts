import type { FactorKind } from '../domain/mfa/factors.js';
import { seconds } from '../domain/duration.js';

/**
 * When the authenticators show their next code: a code counts once, so an honest client waits for it (RFC 6238 §5.2).
 * Told after every wrong code alike, so that it does not tell a used code from a wrong one. Undefined for other kinds.
 */
export function nextCodeAt(kind: FactorKind | undefined, periods: readonly number[], now: Date): Date | undefined {
  if (kind !== 'totp' || periods.length === 0) return undefined;
  const next = periods.map((period) => (Math.floor(now.getTime() / seconds(period)) + 1) * seconds(period));
  return new Date(Math.max(...next));
}
