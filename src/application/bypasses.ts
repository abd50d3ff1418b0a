import { isInForce, type Bypass, type BypassName } from '../domain/bypass.js';
import type { Client } from '../domain/client.js';
import { before } from '../domain/duration.js';
import type { UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { BypassUses } from '../domain/ports/bypass-uses.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';

/** A bypass in force, as operators see it. */
export interface BypassView extends Bypass {
  /** Exact to a minute. */
  readonly lastUsedAt: Date | undefined;
}

/** What was declared at the start. Nothing can be added afterwards, and nothing prolonged. */
export class Bypasses {
  private readonly noted = new Map<BypassName, Date>();

  constructor(
    private readonly its: {
      readonly declared: readonly Bypass[];
      readonly uses: BypassUses;
      readonly work: UnitOfWork;
      readonly clock: Clock;
      readonly policy: Pick<AuthPolicy, 'seenStep'>;
    },
  ) {}

  /** Whether whoever comes without a second factor may go on; a fact says who did, once a minute and replica. */
  async lets(name: string, userId: UserId, client: Client): Promise<boolean> {
    const { declared, work, clock, policy } = this.its;
    const now = clock.now();
    const found = declared.find((each) => each.name === name);
    if (!found || !isInForce(found, now)) return false;
    const noted = this.noted.get(found.name);
    if (noted && noted > before(now, policy.seenStep)) return true;
    await work.run(client, async (tx) => tx.record({ type: 'bypass.used', userId, name: found.name }));
    this.noted.set(found.name, now);
    return true;
  }

  /** Those in force now, the first to end first. */
  async inForce(): Promise<readonly BypassView[]> {
    const { declared, uses, clock } = this.its;
    const now = clock.now();
    const live = declared.filter((each) => isInForce(each, now));
    const last = await uses.last(live.map(({ name }) => name));
    return live
      .map((each) => ({ ...each, lastUsedAt: last.get(each.name) }))
      .toSorted((a, b) => a.until.getTime() - b.until.getTime());
  }
}
