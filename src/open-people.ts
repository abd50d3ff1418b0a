import type { Pool } from 'pg';
import type { People } from './adapters/cli/desk.js';
import { KeyRotation } from './adapters/credentials/key-rotation.js';
import { ForeignFactors } from './adapters/factors/adoption.js';
import { NodeEntropy } from './adapters/node/entropy.js';
import { hashRecipe } from './adapters/node/hash-recipe.js';
import { Seal } from './adapters/node/seal.js';
import { secretKeyIn } from './adapters/node/secret-key-file.js';
import { UnqueuedDigests } from './adapters/node/unqueued-digests.js';
import { PostgresIntake } from './adapters/postgres/intake.js';
import { PostgresKeyStore } from './adapters/postgres/key-store.js';
import { PostgresOutbox } from './adapters/postgres/outbox.js';
import { PostgresPolicies } from './adapters/postgres/policies.js';
import { PostgresUnitOfWork } from './adapters/postgres/unit-of-work.js';
import { PostgresUserBatches } from './adapters/postgres/user-batches.js';
import { PostgresUserDirectory } from './adapters/postgres/user-directory.js';
import { DisableUser } from './application/disable-user.js';
import { EnableUser } from './application/enable-user.js';
import { ListDeadLetters, ReplayDeadLetter } from './application/dead-letters.js';
import { DryRunPolicy } from './application/dry-run-policy.js';
import { ExplainPolicy } from './application/explain-policy.js';
import { policyInForce, PolicyShelf } from './application/policy-in-force.js';
import { ReadPolicies } from './application/read-policies.js';
import { SetPolicy } from './application/set-policy.js';
import { FindUsers } from './application/find-users.js';
import { GrantRole } from './application/grant-role.js';
import { ImportUsers } from './application/import-users.js';
import { RenewStanding } from './application/renew-standing.js';
import { ShowUser } from './application/show-user.js';
import { WithdrawRole } from './application/withdraw-role.js';
import type { Config } from './config.js';
import type { Client } from './domain/client.js';
import type { Clock } from './domain/ports/clock.js';

export const openKeys = (config: Config, pool: Pool, clock: Clock): Promise<KeyRotation> =>
  KeyRotation.open({
    store: new PostgresKeyStore(pool),
    seal: sealOf(config),
    clock,
    alg: config.tokens.alg,
    lives: config.policy,
  });

/** What an operator does to accounts, with no more of the house than that takes. */
export async function openPeople(config: Config, pool: Pool, clock: Clock): Promise<People> {
  const entropy = new NodeEntropy(() => {
    throw new Error('No key was opened');
  });
  const work = new PostgresUnitOfWork({ pool, clock, entropy });
  const directory = new PostgresUserDirectory(pool);
  const policies = new PostgresPolicies({ pool, clock, entropy });
  const shelf = new PolicyShelf();
  await shelf.reload(policies);
  const core = { work, clock, policy: policyInForce(config.policy, shelf), policies, directory };
  const mail = { ...core, outbox: new PostgresOutbox(pool) };
  const intake = new PostgresIntake({ pool, clock, entropy });
  const batches = new PostgresUserBatches({ pool, clock, entropy });
  return {
    client: client(entropy),
    find: new FindUsers({ ...core, directory }),
    show: new ShowUser(core),
    disable: new DisableUser({ ...core, directory }),
    enable: new EnableUser(core),
    grant: new GrantRole(core),
    withdraw: new WithdrawRole(core),
    renewStanding: new RenewStanding({ batches, clock }),
    policy: {
      read: new ReadPolicies(core),
      explain: new ExplainPolicy(core),
      set: new SetPolicy({ ...core, shelf }),
      dryRun: new DryRunPolicy(core),
    },
    letters: { list: new ListDeadLetters(mail), replay: new ReplayDeadLetter(mail) },
    imports: new ImportUsers({ intake, adoption: adoptionOf(config), entropy, clock, policy: config.policy }),
  };
}

/** The key is read where something is sealed with it, and not before. */
function adoptionOf(config: Config): ForeignFactors {
  let opened: Seal | undefined;
  const seal = () => (opened ??= sealOf(config));
  return new ForeignFactors({
    knows: (hash) => hashRecipe(hash) !== undefined,
    seal: { seal: (seed, seat) => seal().seal(seed, seat), open: (sealed, seat) => seal().open(sealed, seat) },
    digests: new UnqueuedDigests(),
  });
}

export const sealOf = ({ secretKey, dataDir }: Config): Seal =>
  new Seal(secretKey.current ?? secretKeyIn(dataDir), secretKey.previous);

/** One run of the command line, by which its facts are told from those of another. */
export const client = (entropy: Pick<NodeEntropy, 'id'>): Client => {
  return { address: undefined, device: undefined, correlationId: `cli-${entropy.id()}` };
};
