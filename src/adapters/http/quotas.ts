import type { Client } from '../../domain/client.js';

/**
 * What one request heard of its client's own limits, as its answer's head says it (draft-ietf-httpapi-ratelimit-headers):
 * never of a limit that others use up, too, so nobody reads there what somebody else is doing (same, §Security
 * Considerations).
 */
export class Quotas {
  private policies: Map<string, string> | undefined;
  private standings: Map<string, string> | undefined;

  /** For `Client.hears`. What was heard last holds. */
  readonly hear: NonNullable<Client['hears']> = (bucket, { limit, left, resetsAt }, now) => {
    const name = `"${bucket.replace('-client', '')}"`;
    const seconds = Math.max(0, Math.ceil((resetsAt.getTime() - now.getTime()) / 1000));
    (this.policies ??= new Map()).set(name, `${name};q=${limit.most};w=${limit.per / 1000}`);
    (this.standings ??= new Map()).set(name, `${name};r=${left};t=${seconds}`);
  };

  /** Nothing where no limit was asked. */
  get headers(): Readonly<Record<string, string>> {
    if (!this.policies || !this.standings) return {};
    const listed = (items: Map<string, string>): string => [...items.values()].join(', ');
    return { 'ratelimit-policy': listed(this.policies), ratelimit: listed(this.standings) };
  }
}
