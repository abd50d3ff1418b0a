import type { Pool } from 'pg';
import type { People } from './adapters/cli/desk.js';
import { KeyRotation } from './adapters/credentials/key-rotation.js';
import { NodeEntropy } from './adapters/node/entropy.js';
import { Seal } from './adapters/node/seal.js';
import { secretKeyIn } from './adapters/node/secret-key-file.js';
import { PostgresKeyStore } from './adapters/postgres/key-store.js';
import { PostgresUnitOfWork } from './adapters/postgres/unit-of-work.js';
import { PostgresUserBatches } from './adapters/postgres/user-batches.js';
import { PostgresUserDirectory } from './adapters/postgres/user-directory.js';
import { DisableUser } from './application/disable-user.js';
import { EnableUser } from './application/enable-user.js';
import { FindUsers } from './application/find-users.js';
import { RenewStanding } from './application/renew-standing.js';
import { ShowUser } from './application/show-user.js';
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
export function openPeople(_config: Config, pool: Pool, clock: Clock): People {
  const entropy = new NodeEntropy(() => {
    throw new Error('No key was opened');
  });
  const work = new PostgresUnitOfWork({ pool, clock, entropy });
  const batches = new PostgresUserBatches({ pool, clock, entropy });
  return {
    operator: operator(entropy.id()),
    find: new FindUsers({ directory: new PostgresUserDirectory(pool) }),
    show: new ShowUser({ work, clock }),
    disable: new DisableUser({ work }),
    enable: new EnableUser({ work }),
    renewStanding: new RenewStanding({ batches, clock }),
  };
}

const sealOf = ({ secretKey, dataDir }: Config): Seal =>
  new Seal(secretKey.current ?? secretKeyIn(dataDir), secretKey.previous);

/** One run of the command line, which facts, if there are any, are told apart by. */
const operator = (run: string): Client => ({ address: undefined, device: undefined, correlationId: `cli-${run}` });
