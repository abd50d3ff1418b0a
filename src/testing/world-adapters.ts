import { BackupCode } from '../adapters/factors/backup-code.js';
import { Totp } from '../adapters/factors/totp.js';
import { MemoryAuditChain } from '../adapters/memory/audit-chain.js';
import { MemoryAuditLog } from '../adapters/memory/audit-log.js';
import { MemoryBypassUses } from '../adapters/memory/bypass-uses.js';
import { MemoryKeyStore } from '../adapters/memory/memory-key-store.js';
import { MemoryNoticeTurns } from '../adapters/memory/notice-turns.js';
import { MemoryMfaStatistics } from '../adapters/memory/mfa-statistics.js';
import { MemoryOutbox } from '../adapters/memory/outbox.js';
import { MemoryPolicies } from '../adapters/memory/policies.js';
import { MemoryStore } from '../adapters/memory/store.js';
import { MemorySweeper } from '../adapters/memory/sweeper.js';
import { MemoryUserDirectory } from '../adapters/memory/user-directory.js';
import { MemoryUnitOfWork } from '../adapters/memory/unit-of-work.js';
import { MemoryWebhookDeliveries } from '../adapters/memory/webhook-deliveries.js';
import { MemoryWebhooks } from '../adapters/memory/webhooks.js';
import { NodeEntropy } from '../adapters/node/entropy.js';
import { Seal } from '../adapters/node/seal.js';
import type { Config } from '../config.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Message } from '../domain/ports/notifier.js';
import { Secret } from '../domain/secret.js';
import type { Needs } from '../needs.js';
import { InsecureDigests, InsecurePasswordHasher } from './insecure-hashing.js';

/** What a world fills its needs with; the others are filled as in the service. */
export type WorldAdapters = Pick<
  Needs,
  | 'work'
  | 'outbox'
  | 'directory'
  | 'policies'
  | 'sweeper'
  | 'bypassUses'
  | 'auditLog'
  | 'mfaStatistics'
  | 'auditChain'
  | 'auditKeeper'
  | 'keyStore'
  | 'passwords'
  | 'factors'
  | 'notifier'
  | 'noticeTurns'
  | 'webhooks'
  | 'webhookDeliveries'
> & { readonly clock: Clock };

export interface WorldMemory {
  readonly store: MemoryStore;
  readonly mail: Message[];
}

/** Everything over Maps. `clock` is what facts are dated by: the caller's, where it has one. */
export function worldAdapters(
  { totpIssuer, policy, secretKey }: Pick<Config, 'totpIssuer' | 'policy' | 'secretKey'>,
  { clock, rehearse, dating }: { readonly clock: Clock; readonly dating: Clock; readonly rehearse: boolean },
): WorldAdapters & { readonly memory: WorldMemory } {
  const memory: WorldMemory = { store: new MemoryStore(), mail: [] };
  const entropy = new NodeEntropy(() => {
    throw new Error('A store digests nothing');
  });
  const work = new MemoryUnitOfWork({ store: memory.store, clock: dating, entropy, rehearse });
  const auditChain = new MemoryAuditChain(memory.store);
  return {
    memory,
    clock,
    work,
    outbox: new MemoryOutbox({ store: memory.store, clock: dating }),
    noticeTurns: new MemoryNoticeTurns(memory.store),
    webhooks: new MemoryWebhooks({ store: memory.store, clock: dating, entropy }),
    webhookDeliveries: new MemoryWebhookDeliveries(memory.store),
    directory: new MemoryUserDirectory(memory.store),
    policies: new MemoryPolicies({ store: memory.store, clock: dating, entropy }),
    sweeper: new MemorySweeper({ store: memory.store, work }),
    bypassUses: new MemoryBypassUses(memory.store),
    auditLog: new MemoryAuditLog(memory.store),
    mfaStatistics: new MemoryMfaStatistics(memory.store),
    auditChain,
    auditKeeper: auditChain,
    keyStore: new MemoryKeyStore(),
    passwords: new InsecurePasswordHasher(),
    factors: {
      totp: new Totp(new Seal(secretKey.current ?? new Secret('')), totpIssuer),
      'backup-code': new BackupCode(new InsecureDigests(), policy.backupCodes),
    },
    notifier: { send: async (message) => void memory.mail.push(message) },
  };
}
