import type { DisableUser } from '../../application/disable-user.js';
import type { EnableUser } from '../../application/enable-user.js';
import type { FindUsers } from '../../application/find-users.js';
import type { ImportUsers } from '../../application/import-users.js';
import type { RenewStanding } from '../../application/renew-standing.js';
import type { ShowUser } from '../../application/show-user.js';
import type { Client } from '../../domain/client.js';
import type { KeyRotation } from '../credentials/key-rotation.js';
import type { Finding } from './finding.js';

/** What is done to accounts, and in whose name. */
export interface People {
  readonly operator: Client;
  readonly find: FindUsers;
  readonly show: ShowUser;
  readonly disable: DisableUser;
  readonly enable: EnableUser;
  readonly renewStanding: RenewStanding;
  readonly imports: ImportUsers;
}

/** What commands work with. Nothing is opened before a command asks for it, and all of it is closed when that is over. */
export interface Desk {
  now(): Date;
  /** Runs the service until it is told to leave. */
  start(): Promise<void>;
  /** Resolves with the names of the migrations that ran. */
  migrate(): Promise<readonly string[]>;
  keys(): Promise<KeyRotation>;
  people(): Promise<People>;
  /** Looks at everything that can be wrong with an installation, one finding after the other. */
  examine(): AsyncIterable<Finding>;
}
