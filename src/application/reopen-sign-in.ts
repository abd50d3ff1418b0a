import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import { PoolKey } from '../domain/throttle/failure-pool.js';
import type { DeviceDesk, LeftDevice } from './device-desk.js';
import type { LinkDesk } from './link-desk.js';
import { Limits } from './limits.js';

export interface ReopenSignInInput {
  /** As it was mailed. */
  readonly code: Secret;
  readonly client: Client;
}

export type ReopenSignInOutcome =
  /** `device`: this one is known from now on, and what strangers do to the address is nothing to it. */
  | { readonly status: 'reopened'; readonly device: LeftDevice }
  | { readonly status: 'refused' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

/** Strangers' guesses closed the password of an address: whoever reads its mail opens it. Second factors stay closed. */
export class ReopenSignIn {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly links: LinkDesk;
      readonly devices: DeviceDesk;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  execute({ code, client }: ReopenSignInInput): Promise<ReopenSignInOutcome> {
    const { work, links, devices, entropy, clock } = this.its;
    return work.run(client, async (tx): Promise<ReopenSignInOutcome> => {
      const now = clock.now();
      const [crowd, followed] = await Promise.all([
        new Limits(this.its, tx, now).ofClient('take', 'mail-client', client),
        links.follow(tx, code, ['open-pool'], now),
      ]);
      if (crowd) return { status: 'too-many-attempts', ...crowd };
      if (!followed?.user) return { status: 'refused' };
      const { link, user } = followed;
      link.spend(user, now);
      const { left } = await devices.leave(tx, user, undefined, false, client, now);
      (await tx.pools.of(PoolKey.password(entropy.keyedDigest('typed-address', link.to)), now)).open(now, user.id);
      return { status: 'reopened', device: left };
    });
  }
}
