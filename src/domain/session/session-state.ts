import type { DeviceLabel } from '../client.js';
import type { DeviceId, SessionId, UserId } from '../ids.js';
import type { RevocationReason } from '../refusals.js';
import type { Holding } from './credentials.js';
import type { Proofs } from './proof.js';

export interface AuthSessionState {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly epoch: number;
  readonly proofs: Proofs;
  readonly holding: Holding;
  /** Of the refresh token in force; 0 and unused for cookies. */
  readonly generation: number;
  readonly rotatedAt: Date;
  readonly device: DeviceLabel | undefined;
  /** The known device it was opened on. */
  readonly deviceId: DeviceId | undefined;
  /** Until when that device spares it the question for a second factor. Counts as no proof. */
  readonly trustedUntil: Date | undefined;
  readonly openedAt: Date;
  readonly lastSeenAt: Date;
  readonly idleUntil: Date;
  readonly endsAt: Date;
  /** Wrong second factors that were answered from within it. */
  readonly misanswered: number;
  readonly revoked: { readonly at: Date; readonly why: RevocationReason } | undefined;
}

/** The known device that a session is opened on, and how far it is trusted. */
export type OnDevice = Pick<AuthSessionState, 'deviceId' | 'trustedUntil'>;
