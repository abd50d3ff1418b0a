import type { ConfirmFactor } from '../../application/confirm-factor.js';
import type { DisableMfa } from '../../application/disable-mfa.js';
import type { EnrolFactor } from '../../application/enrol-factor.js';
import type { By } from '../../application/enroller.js';
import type { RegenerateBackupCodes } from '../../application/regenerate-backup-codes.js';
import type { RemoveFactor } from '../../application/remove-factor.js';
import type { RenameFactor } from '../../application/rename-factor.js';
import type { Secret } from '../../domain/secret.js';
import type { Caller } from './caller.js';
import { presentSignedIn, stepUpRequired, unfinished } from './present.js';
import { refuse } from './problems.js';
import type { Handlers } from './routes.js';

/** Draws a key URI for a camera. */
export interface QrCodes {
  svg(uri: Secret): Promise<string>;
  /** A `data:image/png` URI. */
  png(uri: Secret): Promise<string>;
}
interface Its {
  readonly enrolFactor: EnrolFactor;
  readonly confirmFactor: ConfirmFactor;
  readonly removeFactor: RemoveFactor;
  readonly renameFactor: RenameFactor;
  readonly regenerateBackupCodes: RegenerateBackupCodes;
  readonly disableMfa: DisableMfa;
  readonly qr: QrCodes;
}
type Names = 'enrolTotp' | 'confirmTotp' | 'removeFactor' | 'renameFactor' | 'regenerateBackupCodes' | 'disableMfa';

/** What a client needs to set MFA up and off. */
export function factors(its: Its): Pick<Handlers, Names> {
  return {
    async enrolTotp({ body, caller }) {
      const by = await enrollerOf(caller, body.challengeToken);
      if (!by) return unfinished(await caller.pending());
      const outcome = await its.enrolFactor.execute({ by, kind: 'totp', client: caller.client });
      switch (outcome.status) {
        case 'begun': {
          const { uri, secret } = outcome.reveal;
          const [qrSvg, qrPng] = await Promise.all([its.qr.svg(uri), its.qr.png(uri)]);
          const shown = { uri: uri.reveal(), secret: secret.reveal(), qrSvg, qrPng };
          return { status: 200, body: { status: 'begun', ...shown, expiresAt: outcome.expiresAt } };
        }
        case 'stale-proof':
          return stepUpRequired(outcome);
        case 'too-many':
          return refuse('not-allowed', { reason: 'too-many-factors' });
        case 'forbidden':
          return refuse('not-allowed', { reason: 'forbidden-by-policy' });
        case 'ended':
          return ended(by, caller);
        default:
          return outcome satisfies never;
      }
    },

    async confirmTotp({ body: { challengeToken, code, label }, caller }) {
      const by = await enrollerOf(caller, challengeToken);
      if (!by) return unfinished(await caller.pending());
      const outcome = await its.confirmFactor.execute({ by, code, label, client: caller.client });
      switch (outcome.status) {
        case 'confirmed': {
          const { factor, signedIn } = outcome;
          const backupCodes = outcome.backupCodes?.map((each) => each.reveal());
          const rest = presentSignedIn(signedIn, caller.envelope);
          return { status: 200, body: { status: 'confirmed', factor, backupCodes, ...rest } };
        }
        case 'refused':
          return refuse('invalid-code', { attemptsLeft: outcome.attemptsLeft, nextCodeAt: outcome.nextCodeAt });
        case 'not-found':
          return refuse('not-found');
        case 'ended':
          return ended(by, caller);
        case 'too-many-attempts':
          return refuse('too-many-attempts', { retryAt: outcome.retryAt });
        default:
          return outcome satisfies never;
      }
    },

    async removeFactor({ id, caller: { client, envelope }, viewer }) {
      const outcome = await its.removeFactor.execute({ viewer, id, client });
      if (outcome.status === 'removed') {
        const { signedIn } = outcome;
        return { status: 200, body: { status: 'removed', id: outcome.id, ...presentSignedIn(signedIn, envelope) } };
      }
      // prettier-ignore
      switch (outcome.status) {
        case 'stale-proof':  return stepUpRequired(outcome);
        case 'not-enrolled': return refuse('not-found');
        case 'required':     return refuse('not-allowed', { reason: 'required-by-policy' });
        case 'ended':        return refuse('session-ended');
        default:             return outcome satisfies never;
      }
    },

    async renameFactor({ id, body: { label }, caller: { client }, viewer }) {
      const outcome = await its.renameFactor.execute({ viewer, id, label, client });
      // prettier-ignore
      switch (outcome.status) {
        case 'renamed':      return { status: 200, body: { status: 'renamed', factor: outcome.factor } };
        case 'not-enrolled': return refuse('not-found');
        case 'ended':        return refuse('session-ended');
        default:             return outcome satisfies never;
      }
    },

    async regenerateBackupCodes({ caller: { client }, viewer }) {
      const outcome = await its.regenerateBackupCodes.execute({ viewer, client });
      if (outcome.status === 'issued') {
        const backupCodes = outcome.codes.map((code) => code.reveal());
        return { status: 200, body: { status: 'issued', backupCodes } };
      }
      // prettier-ignore
      switch (outcome.status) {
        case 'stale-proof': return stepUpRequired(outcome);
        case 'no-factor':   return refuse('not-allowed', { reason: 'no-factor' });
        case 'forbidden':   return refuse('not-allowed', { reason: 'forbidden-by-policy' });
        case 'ended':       return refuse('session-ended');
        default:            return outcome satisfies never;
      }
    },

    async disableMfa({ caller: { client, envelope }, viewer }) {
      const outcome = await its.disableMfa.execute({ viewer, client });
      if (outcome.status === 'disabled') {
        const { factorsRemoved, signedIn } = outcome;
        return { status: 200, body: { status: 'disabled', factorsRemoved, ...presentSignedIn(signedIn, envelope) } };
      }
      // prettier-ignore
      switch (outcome.status) {
        case 'stale-proof': return stepUpRequired(outcome);
        case 'no-factor':   return refuse('not-allowed', { reason: 'no-factor' });
        case 'required':    return refuse('not-allowed', { reason: 'required-by-policy' });
        case 'ended':       return refuse('session-ended');
        default:            return outcome satisfies never;
      }
    },
  };
}

/** On whose word: the body's token, else the session, else a challenge that came as Bearer or in the pending cookie. */
async function enrollerOf(caller: Caller, token: string | undefined): Promise<By | undefined> {
  const viewer = token === undefined ? await caller.viewer() : undefined;
  if (viewer) return { kind: 'session', viewer };
  const presented = await caller.challenge('enrol', token);
  return presented && { kind: 'challenge', presented };
}

/** A challenge that enrols nothing may be open for what it is for; a session is over. */
const ended = async (by: By, caller: Caller) =>
  by.kind === 'session' ? refuse('session-ended') : unfinished(await caller.pending());
