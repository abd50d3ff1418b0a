import { networkOf, type Client } from '../domain/client.js';
import { after } from '../domain/duration.js';
import type { DeviceId, Digest, SessionId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { Barred } from '../domain/throttle/failure-pool.js';
import { LimitKey, type Bucket, type Quota } from '../domain/throttle/limit.js';

export type ClientBucket = Extract<Bucket, `${string}-client`>;
/** Limits that a stranger can use up as well. */
export type SharedBucket = Exclude<Bucket, ClientBucket>;

/** The limits of one use case, as it asks for them inside its decision. */
export class Limits {
  constructor(
    private readonly its: { readonly entropy: Pick<Entropy, 'keyedDigest'>; readonly policy: AuthPolicy },
    private readonly tx: Transaction,
    private readonly now: Date,
  ) {}

  /** What a client has left of its own, which it hears. One client is an IPv4 address, or an IPv6 /64. */
  async ofClient(how: 'look' | 'take', bucket: ClientBucket, client: Client): Promise<Barred | undefined> {
    const network = client.address === undefined ? 'unknown' : networkOf(client.address);
    const quota = await this.ask(how, bucket, this.its.entropy.keyedDigest('client-network', network));
    client.hears?.(bucket, quota, this.now);
    return quota.admitted ? undefined : { retryAt: quota.resetsAt };
  }

  /** Of an address, a user or a session. When others began to use it up is not told: a whole span is. */
  async of(
    how: 'look' | 'take',
    bucket: SharedBucket,
    subject: Digest | DeviceId | SessionId,
  ): Promise<Barred | undefined> {
    const { admitted, limit } = await this.ask(how, bucket, subject);
    return admitted ? undefined : { retryAt: after(this.now, limit.per) };
  }

  private async ask(how: 'look' | 'take', bucket: Bucket, subject: Digest | DeviceId | SessionId): Promise<Quota> {
    const { tx, now } = this;
    const quota = await tx.limits[how](LimitKey.of(bucket, subject), this.its.policy.limits[bucket], now);
    if (how === 'take' && quota.admitted && quota.left === 0) tx.record({ type: 'limit.reached', bucket });
    return quota;
  }
}
