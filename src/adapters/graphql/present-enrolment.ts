import type { ConfirmFactorOutcome } from '../../application/confirm-factor.js';
import type { EnrolFactorOutcome } from '../../application/enrol-factor.js';
import type { Secret } from '../../domain/secret.js';
import type { RequestContext } from './context.js';
import {
  EnrolmentNotFound,
  FactorConfirmed,
  TotpEnrolment,
  type ConfirmTotpResult,
  type EnrolTotpResult,
} from './enrolment-types.js';
import { make } from './make.js';
import { invalidCode, notAllowed, stepUpRequired, tooManyAttempts } from './present-refusal.js';
import { presentSignedIn } from './present-sign-in.js';
import { SessionEnded } from './refusals.js';

/** Draws a key URI for a camera. */
export interface QrCodes {
  svg(uri: Secret): Promise<string>;
  /** A `data:image/png` URI. */
  png(uri: Secret): Promise<string>;
}

export async function presentEnrolment(outcome: EnrolFactorOutcome, qr: QrCodes): Promise<EnrolTotpResult> {
  switch (outcome.status) {
    case 'begun': {
      const { uri, secret } = outcome.reveal;
      const [qrSvg, qrPng] = await Promise.all([qr.svg(uri), qr.png(uri)]);
      return make(TotpEnrolment, {
        uri: uri.reveal(),
        secret: secret.reveal(),
        qrSvg,
        qrPng,
        expiresAt: outcome.expiresAt,
      });
    }
    case 'stale-proof':
      return stepUpRequired(outcome);
    case 'too-many':
      return notAllowed('too-many-factors');
    case 'forbidden':
      return notAllowed('forbidden-by-policy');
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}

export function presentConfirmation(outcome: ConfirmFactorOutcome, context: RequestContext): ConfirmTotpResult {
  switch (outcome.status) {
    case 'confirmed':
      return make(FactorConfirmed, {
        factor: outcome.factor,
        backupCodes: outcome.backupCodes?.map((code) => code.reveal()),
        authenticated: presentSignedIn(outcome.signedIn, context),
      });
    case 'refused':
      return invalidCode(outcome);
    case 'not-found':
      return new EnrolmentNotFound();
    case 'ended':
      return new SessionEnded();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}
