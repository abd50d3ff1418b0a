import type { KeyStore } from './adapters/credentials/key-store.js';
import type { Log } from './adapters/http/log.js';
import type { AuthPolicy } from './domain/policy.js';
import type { AuditChain } from './domain/ports/audit-chain.js';
import type { AuditDigests } from './domain/ports/audit-digests.js';
import type { AuditKeeper } from './domain/ports/audit-keeper.js';
import type { AuditLog } from './domain/ports/audit-log.js';
import type { BypassUses } from './domain/ports/bypass-uses.js';
import type { ChallengeTokens } from './domain/ports/challenge-tokens.js';
import type { Clock } from './domain/ports/clock.js';
import type { Courier } from './domain/ports/courier.js';
import type { CredentialIssuers } from './domain/ports/credential-issuer.js';
import type { DeviceSecrets } from './domain/ports/device-secrets.js';
import type { Entropy } from './domain/ports/entropy.js';
import type { LinkSecrets } from './domain/ports/link-secrets.js';
import type { MachineIssuer } from './domain/ports/machine-issuer.js';
import type { NoticeTurns } from './domain/ports/notice-turns.js';
import type { MfaStatistics } from './domain/ports/mfa-statistics.js';
import type { Notifier } from './domain/ports/notifier.js';
import type { Outbox } from './domain/ports/outbox.js';
import type { PasswordBlocklist } from './domain/ports/password-blocklist.js';
import type { PasswordHasher } from './domain/ports/password-hasher.js';
import type { RateLimiter } from './domain/ports/rate-limiter.js';
import type { RefreshSecrets } from './domain/ports/refresh-secrets.js';
import type { SecondFactors } from './domain/ports/second-factor.js';
import type { Sweeper } from './domain/ports/sweeper.js';
import type { UnitOfWork } from './domain/ports/unit-of-work.js';
import type { WebhookDeliveries } from './domain/ports/webhook-deliveries.js';
import type { WebhookSecrets } from './domain/ports/webhook-secrets.js';
import type { Webhooks } from './domain/ports/webhooks.js';
import type { Witness } from './domain/ports/witness.js';

/** Whatever the house needs of the world, by the name of its need. */
export interface Needs {
  readonly policy: AuthPolicy;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly work: UnitOfWork;
  /** Undefined where limits live in the store. */
  readonly limiter: RateLimiter | undefined;
  readonly outbox: Outbox;
  readonly sweeper: Sweeper;
  readonly bypassUses: BypassUses;
  readonly auditLog: AuditLog;
  readonly mfaStatistics: MfaStatistics;
  readonly auditChain: AuditChain;
  readonly auditKeeper: AuditKeeper;
  readonly auditDigests: AuditDigests;
  readonly keyStore: KeyStore;
  readonly passwords: PasswordHasher;
  readonly blocklist: PasswordBlocklist;
  readonly factors: SecondFactors;
  readonly issuers: CredentialIssuers;
  readonly machines: MachineIssuer;
  readonly refreshSecrets: RefreshSecrets;
  readonly linkSecrets: LinkSecrets;
  readonly deviceSecrets: DeviceSecrets;
  readonly challengeTokens: ChallengeTokens;
  readonly notifier: Notifier;
  readonly noticeTurns: NoticeTurns;
  readonly webhooks: Webhooks;
  readonly webhookDeliveries: WebhookDeliveries;
  readonly webhookSecrets: WebhookSecrets;
  readonly courier: Courier;
  readonly log: Log;
  /** Nobody, where nothing is measured. */
  readonly witness: Witness | undefined;
}
