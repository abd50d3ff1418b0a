import { ListDeadLetters, ReplayDeadLetter } from './application/dead-letters.js';
import { DisableUser } from './application/disable-user.js';
import { EnableUser } from './application/enable-user.js';
import { EndUserSessions } from './application/end-user-sessions.js';
import { FindUsers } from './application/find-users.js';
import { ShowUser } from './application/show-user.js';
import { UnlockUser } from './application/unlock-user.js';
import { ExportAudit } from './application/export-audit.js';
import { GrantRole } from './application/grant-role.js';
import { ListActivity } from './application/list-activity.js';
import { MfaUsage } from './application/mfa-usage.js';
import { PruneAudit } from './application/prune-audit.js';
import { PseudonymiseUser } from './application/pseudonymise-user.js';
import { ReadAudit } from './application/read-audit.js';
import { SealAudit } from './application/seal-audit.js';
import { VerifyAudit } from './application/verify-audit.js';
import { WithdrawRole } from './application/withdraw-role.js';
import type { Config } from './config.js';
import type { Bind, Its, pick as some } from './container.js';
import { bindPolicies } from './policies.js';

/** The part of the container that is about looking after the service: what administrators, auditors and operators do. */
export function bindAdministration(bind: Bind, pick: typeof some, config: Config): void {
  bindPolicies(bind, config);
  const keeping = (its: Its) => pick(its, 'auditKeeper', 'auditDigests');
  const core = (its: Its) => pick(its, 'work', 'clock', 'policy');

  bind(FindUsers, (its) => new FindUsers({ ...core(its), ...pick(its, 'directory') }));
  bind(ShowUser, (its) => new ShowUser(core(its)));
  bind(DisableUser, (its) => new DisableUser({ ...core(its), ...pick(its, 'directory') }));
  bind(EnableUser, (its) => new EnableUser(core(its)));
  bind(UnlockUser, (its) => new UnlockUser({ ...core(its), ...pick(its, 'entropy') }));
  bind(EndUserSessions, (its) => new EndUserSessions(core(its)));
  for (const Letters of [ListDeadLetters, ReplayDeadLetter])
    bind<object>(Letters, (its) => new Letters({ ...core(its), ...pick(its, 'outbox') }));
  bind(GrantRole, (its) => new GrantRole(core(its)));
  bind(WithdrawRole, (its) => new WithdrawRole(core(its)));
  bind(ReadAudit, (its) => new ReadAudit({ ...core(its), ...pick(its, 'auditLog') }));
  bind(ListActivity, (its) => new ListActivity(pick(its, 'work', 'clock', 'auditLog')));
  bind(MfaUsage, (its) => new MfaUsage({ ...core(its), ...pick(its, 'mfaStatistics') }));
  bind(ExportAudit, (its) => new ExportAudit({ ...core(its), ...pick(its, 'auditLog') }));
  bind(SealAudit, (its) => new SealAudit(pick(its, 'auditChain', 'auditDigests', 'clock')));
  bind(VerifyAudit, (its) => new VerifyAudit({ ...core(its), ...pick(its, 'auditChain', 'auditDigests') }));
  bind(PruneAudit, (its) => new PruneAudit({ ...core(its), ...keeping(its), ...pick(its, 'auditChain') }));
  bind(PseudonymiseUser, (its) => new PseudonymiseUser({ ...core(its), ...keeping(its), ...pick(its, 'entropy') }));
}
