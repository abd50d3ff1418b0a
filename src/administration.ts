import { GrantRole } from './application/grant-role.js';
import { ReadAudit } from './application/read-audit.js';
import { WithdrawRole } from './application/withdraw-role.js';
import type { Bind, Its, pick as some } from './container.js';

/** The part of the container that is about looking after the service: what administrators, auditors and operators do. */
export function bindAdministration(bind: Bind, pick: typeof some): void {
  const core = (its: Its) => pick(its, 'work', 'clock', 'policy');

  bind(GrantRole, (its) => new GrantRole(core(its)));
  bind(WithdrawRole, (its) => new WithdrawRole(core(its)));
  bind(ReadAudit, (its) => new ReadAudit({ ...core(its), ...pick(its, 'auditLog') }));
}
