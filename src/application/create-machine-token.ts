import type { Client } from '../domain/client.js';
import type { MachineTokenId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { MachineTokenProblem } from '../domain/refusals.js';
import type { Secret } from '../domain/secret.js';
import { FreshFactor } from '../domain/session/fresh-factor.js';
import { MachineSecret } from '../domain/user/machine-secret.js';
import type { Wish } from '../domain/user/machine-tokens.js';
import { machineTokenView, type MachineTokenView } from '../domain/user/machine-view.js';
import { freshFactor, type StaleProof } from './freshness.js';
import { actorOf } from './machine-owner.js';
import { standing, type Viewer } from './viewer.js';

export interface CreateMachineTokenInput {
  readonly viewer: Viewer;
  readonly wish: Wish;
  /** One of the viewer's service accounts; undefined: the viewer. */
  readonly account: string | undefined;
  readonly client: Client;
}

/** `secret` is shown here and never again. */
export type CreateMachineTokenOutcome =
  | { readonly status: 'created'; readonly token: MachineTokenView; readonly secret: Secret }
  | { readonly status: 'rejected'; readonly problem: MachineTokenProblem }
  | StaleProof
  | { readonly status: 'no-factor' | 'unknown' | 'ended' };

/** A credential for programs. Born with a fresh second factor, so that automation goes on where MFA is enforced. */
export class CreateMachineToken {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  execute({ viewer, wish, account, client }: CreateMachineTokenInput): Promise<CreateMachineTokenOutcome> {
    const { work, entropy, clock, policy } = this.its;
    return work.run(client, async (tx): Promise<CreateMachineTokenOutcome> => {
      const now = clock.now();
      const live = await standing(tx, viewer, now);
      if (!live) return { status: 'ended' };
      const proof = freshFactor(live.session, live.user, now, policy);
      if (!(proof instanceof FreshFactor)) return proof;
      const actor = await actorOf(tx, live.user, account);
      if (!actor) return { status: 'unknown' };
      const { secret, digest } = entropy.secret('machine-token');
      const made = { id: entropy.id<MachineTokenId>(), digest };
      const token = actor.grantMachineToken(wish, made, proof, now, policy);
      if (typeof token === 'string') return { status: 'rejected', problem: token };
      const shown = MachineSecret.write({ userId: actor.id, tokenId: token.id, secret });
      return { status: 'created', token: machineTokenView(token), secret: shown };
    });
  }
}
