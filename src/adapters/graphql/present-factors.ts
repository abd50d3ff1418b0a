import type { DisableMfaOutcome } from '../../application/disable-mfa.js';
import type { RegenerateBackupCodesOutcome } from '../../application/regenerate-backup-codes.js';
import type { RemoveFactorOutcome } from '../../application/remove-factor.js';
import type { RenameFactorOutcome } from '../../application/rename-factor.js';
import type { RequestContext } from './context.js';
import { Factor } from './account-types.js';
import {
  BackupCodes,
  FactorNotFound,
  FactorRemoved,
  FactorRenamed,
  MfaDisabled,
  type DisableMfaResult,
  type RegenerateBackupCodesResult,
  type RemoveFactorResult,
  type RenameFactorResult,
} from './factor-types.js';
import { make } from './make.js';
import { notAllowed, stepUpRequired } from './present-refusal.js';
import { presentSignedIn } from './present-sign-in.js';
import { SessionEnded } from './refusals.js';

export function presentBackupCodes(outcome: RegenerateBackupCodesOutcome): RegenerateBackupCodesResult {
  switch (outcome.status) {
    case 'issued':
      return make(BackupCodes, { codes: outcome.codes.map((code) => code.reveal()) });
    case 'stale-proof':
      return stepUpRequired(outcome);
    case 'no-factor':
      return notAllowed('no-factor');
    case 'forbidden':
      return notAllowed('forbidden-by-policy');
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}

export function presentRemoval(outcome: RemoveFactorOutcome, context: RequestContext): RemoveFactorResult {
  switch (outcome.status) {
    case 'removed': {
      const authenticated = presentSignedIn(outcome.signedIn, context);
      return make(FactorRemoved, { id: outcome.id, mfaEnabled: authenticated.user.mfaEnabled, authenticated });
    }
    case 'not-enrolled':
      return new FactorNotFound();
    case 'required':
      return notAllowed('required-by-policy');
    case 'stale-proof':
      return stepUpRequired(outcome);
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}

export function presentRenaming(outcome: RenameFactorOutcome): RenameFactorResult {
  switch (outcome.status) {
    case 'renamed':
      return make(FactorRenamed, { factor: make(Factor, outcome.factor) });
    case 'not-enrolled':
      return new FactorNotFound();
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}

export function presentDisabled(outcome: DisableMfaOutcome, context: RequestContext): DisableMfaResult {
  switch (outcome.status) {
    case 'disabled':
      return make(MfaDisabled, {
        factorsRemoved: outcome.factorsRemoved,
        authenticated: presentSignedIn(outcome.signedIn, context),
      });
    case 'no-factor':
      return notAllowed('no-factor');
    case 'required':
      return notAllowed('required-by-policy');
    case 'stale-proof':
      return stepUpRequired(outcome);
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}
