import type { Unauthorised } from '../../application/authority.js';
import { make } from './make.js';
import { notAllowed, stepUpRequired } from './present-refusal.js';
import { SessionEnded, type NotAllowed, type StepUpRequired } from './refusals.js';
import { RoleRequired } from './role-types.js';

/** Whoever may not do it: the same answers wherever a role is demanded. */
export function unauthorised(refusal: Unauthorised): RoleRequired | NotAllowed | StepUpRequired | SessionEnded {
  switch (refusal.status) {
    case 'role-required':
      return make(RoleRequired, { roles: refusal.roles });
    case 'no-factor':
      return notAllowed('no-factor');
    case 'stale-proof':
      return stepUpRequired(refusal);
    case 'ended':
      return new SessionEnded();
    default:
      return refusal satisfies never;
  }
}
