import type { Care } from './adapters/cli/desk.js';
import { KeyedAuditDigests } from './adapters/credentials/audit-digests.js';
import { KeyRing } from './adapters/credentials/key-ring.js';
import { KeyedLinkSecrets } from './adapters/credentials/link-secrets.js';
import { NodeEntropy } from './adapters/node/entropy.js';
import { PostgresAuditChain } from './adapters/postgres/audit-chain.js';
import { PostgresAuditKeeper } from './adapters/postgres/audit-keeper.js';
import { PostgresAuditLog } from './adapters/postgres/audit-log.js';
import type { Database } from './adapters/postgres/database.js';
import { PostgresKeyStore } from './adapters/postgres/key-store.js';
import { PostgresOutbox } from './adapters/postgres/outbox.js';
import { PostgresTraces } from './adapters/postgres/traces.js';
import { PostgresUnitOfWork } from './adapters/postgres/unit-of-work.js';
import { PostgresUserDirectory } from './adapters/postgres/user-directory.js';
import { AddUser } from './application/add-user.js';
import { DeleteUser } from './application/delete-user.js';
import { ExportAudit } from './application/export-audit.js';
import { LinkDesk } from './application/link-desk.js';
import { PruneAudit } from './application/prune-audit.js';
import { PseudonymiseUser } from './application/pseudonymise-user.js';
import { ReadAudit } from './application/read-audit.js';
import { ResetMfa } from './application/reset-mfa.js';
import { UnlockUser } from './application/unlock-user.js';
import { VerifyAudit } from './application/verify-audit.js';
import type { Config } from './config.js';
import type { Clock } from './domain/ports/clock.js';
import { client, sealOf } from './open-people.js';
import { webhooksOn, webhookVerbs } from './webhooks.js';

/** What takes the keys of the service. How to close what was opened is added to `opened`. Rejects with `LockedKeys` where SECRET_KEY is not the one they are sealed under. */
export async function openCare(
  config: Config,
  { pool, asOwner }: Database,
  clock: Clock,
  opened: (() => Promise<unknown>)[],
): Promise<Care> {
  const [store, seal] = [new PostgresKeyStore(pool), sealOf(config)];
  const ring = await KeyRing.open({ store, seal, clock, alg: config.tokens.alg });
  const entropy = new NodeEntropy((value) => ring.indexDigest(value));
  const work = new PostgresUnitOfWork({ pool, clock, entropy });
  const core = { work, clock, policy: config.policy };
  const auditDigests = new KeyedAuditDigests(() => ring);
  const auditKeeper = new PostgresAuditKeeper(asOwner);
  opened.push(() => auditKeeper.close());
  const keeping = { auditDigests, auditKeeper };
  const [auditLog, auditChain] = [new PostgresAuditLog(pool), new PostgresAuditChain(pool)];
  const linkSecrets = new KeyedLinkSecrets(ring);
  const links = new LinkDesk({ linkSecrets, entropy, policy: config.policy, linkUrl: config.pages.linkUrl });
  const pseudonymise = new PseudonymiseUser({ ...core, ...keeping, entropy });
  const traces = new PostgresTraces(pool);
  const room = { pool: () => pool, seal: () => seal, stamp: () => ({ clock, entropy }), settings: config.webhooks };
  const webhooks = webhooksOn(room);
  return {
    client: client(entropy),
    add: new AddUser({ ...core, links, entropy }),
    unlock: new UnlockUser({ ...core, entropy }),
    resetMfa: new ResetMfa(core),
    erase: new DeleteUser({ ...core, directory: new PostgresUserDirectory(pool), traces, pseudonymise, entropy }),
    audit: {
      read: new ReadAudit({ ...core, auditLog }),
      export: new ExportAudit({ ...core, auditLog }),
      verify: new VerifyAudit({ ...core, auditChain, auditDigests }),
      prune: new PruneAudit({ ...core, ...keeping, auditChain }),
    },
    webhooks: webhookVerbs({
      ...core,
      entropy,
      outbox: new PostgresOutbox(pool),
      webhooks: webhooks.webhooks(),
      webhookDeliveries: webhooks.webhookDeliveries(),
      webhookSecrets: webhooks.webhookSecrets(),
      courier: webhooks.courier(),
    }),
  };
}
