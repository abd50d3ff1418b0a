import type { AddUser } from '../../application/add-user.js';
import type { CreateWebhook } from '../../application/create-webhook.js';
import type { ResetMfa } from '../../application/reset-mfa.js';
import type { UnlockUser } from '../../application/unlock-user.js';
import type { DeleteUser } from '../../application/delete-user.js';
import type { DisableUser } from '../../application/disable-user.js';
import type { EnableUser } from '../../application/enable-user.js';
import type { ListDeadLetters, ReplayDeadLetter } from '../../application/dead-letters.js';
import type { DryRunPolicy } from '../../application/dry-run-policy.js';
import type { ExplainPolicy } from '../../application/explain-policy.js';
import type { ReadPolicies } from '../../application/read-policies.js';
import type { SetPolicy } from '../../application/set-policy.js';
import type { ExportAudit } from '../../application/export-audit.js';
import type { FindUsers } from '../../application/find-users.js';
import type { GrantRole } from '../../application/grant-role.js';
import type { ImportUsers } from '../../application/import-users.js';
import type { ListWebhooks } from '../../application/list-webhooks.js';
import type { PruneAudit } from '../../application/prune-audit.js';
import type { ReadAudit } from '../../application/read-audit.js';
import type { RemoveWebhook } from '../../application/remove-webhook.js';
import type { RenewStanding } from '../../application/renew-standing.js';
import type { ReplayWebhook } from '../../application/replay-webhook.js';
import type { RotateWebhookSecret } from '../../application/rotate-webhook-secret.js';
import type { ShowUser } from '../../application/show-user.js';
import type { SwitchWebhook } from '../../application/switch-webhook.js';
import type { VerifyAudit } from '../../application/verify-audit.js';
import type { WithdrawRole } from '../../application/withdraw-role.js';
import type { Client } from '../../domain/client.js';
import type { KeyRotation } from '../credentials/key-rotation.js';
import type { Finding } from './finding.js';

/** What is done to accounts, and where it comes from. */
export interface People {
  readonly client: Client;
  readonly find: FindUsers;
  readonly show: ShowUser;
  readonly disable: DisableUser;
  readonly enable: EnableUser;
  readonly grant: GrantRole;
  readonly withdraw: WithdrawRole;
  readonly renewStanding: RenewStanding;
  readonly imports: ImportUsers;
  readonly policy: {
    readonly read: ReadPolicies;
    readonly explain: ExplainPolicy;
    readonly set: SetPolicy;
    readonly dryRun: DryRunPolicy;
  };
  readonly letters: { readonly list: ListDeadLetters; readonly replay: ReplayDeadLetter };
}

/** What is done with the keys of the service at hand: SECRET_KEY has to be the right one. */
export interface Care {
  readonly client: Client;
  readonly erase: DeleteUser;
  readonly add: AddUser;
  readonly unlock: UnlockUser;
  readonly resetMfa: ResetMfa;
  readonly audit: {
    readonly read: ReadAudit;
    readonly export: ExportAudit;
    readonly verify: VerifyAudit;
    readonly prune: PruneAudit;
  };
  readonly webhooks: {
    readonly create: CreateWebhook;
    readonly list: ListWebhooks;
    readonly rotate: RotateWebhookSecret;
    readonly switch: SwitchWebhook;
    readonly remove: RemoveWebhook;
    readonly replay: ReplayWebhook;
  };
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
  care(): Promise<Care>;
  /** Looks at everything that can be wrong with an installation, one finding after the other. */
  examine(): AsyncIterable<Finding>;
}
