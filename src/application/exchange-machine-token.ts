import type { Client } from '../domain/client.js';
import { after, earlier } from '../domain/duration.js';
import type { Digest, UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { MachineAccess, MachineIssuer } from '../domain/ports/machine-issuer.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { MachineTokenRefusal } from '../domain/refusals.js';
import type { Secret } from '../domain/secret.js';
import { MachineSecret } from '../domain/user/machine-secret.js';
import { machineTokenView, type MachineTokenView } from '../domain/user/machine-view.js';

export interface ExchangeMachineTokenInput {
  readonly token: Secret;
  readonly client: Client;
}

/** `denied` is one answer for whatever is wrong with it. */
export type ExchangeMachineTokenOutcome =
  { readonly status: 'exchanged'; readonly access: MachineAccess } | { readonly status: 'denied' };

interface Good {
  readonly userId: UserId;
  readonly token: MachineTokenView;
}

/** A machine token for an access token of a few minutes: one read by primary key, and one write a minute. */
export class ExchangeMachineToken {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly machines: MachineIssuer;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ token: raw, client }: ExchangeMachineTokenInput): Promise<ExchangeMachineTokenOutcome> {
    const { work, machines, entropy, clock, policy } = this.its;
    const presented = MachineSecret.parse(raw);
    // Nothing that anybody was ever given: nothing was guessed, and nothing is looked up.
    if (!presented) return { status: 'denied' };
    const digest = entropy.digest('machine-token', presented.secret);

    const good = await work.run(client, (tx) => this.decide(tx, presented, digest));
    if (!good) return { status: 'denied' };
    const now = clock.now();
    const until = earlier(after(now, policy.accessTokenLife), good.token.expiresAt);
    return { status: 'exchanged', access: await machines.issue(good.userId, good.token, until, now) };
  }

  private async decide(tx: Transaction, { userId, tokenId }: MachineSecret, digest: Digest): Promise<Good | undefined> {
    const { clock, policy } = this.its;
    const user = await tx.users.byId(userId);
    if (!user) return this.refuse(tx, { why: 'unknown' });
    const { service } = user.snapshot();
    // Whoever made it answers for it: with nobody to answer, nothing is done in its name.
    const answers = !service || (await tx.users.byId(service.owner))?.isActive;
    if (!answers) return this.refuse(tx, { why: 'owner-disabled', userId });
    const token = user.useMachineToken(tokenId, digest, clock.now(), policy);
    if (typeof token === 'string') return this.refuse(tx, { why: token, userId });
    return { userId, token: machineTokenView(token) };
  }

  private refuse(tx: Transaction, refused: { readonly why: MachineTokenRefusal; readonly userId?: UserId }): undefined {
    tx.record({ type: 'machine-token.refused', ...refused });
  }
}
