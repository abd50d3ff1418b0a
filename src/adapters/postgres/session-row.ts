import type { AuthSessionState } from '../../domain/session/session-state.js';
import type { Proofs } from '../../domain/session/proof.js';
import { dateIn, type Json } from './json.js';

/** `auth_sessions.state`, with the two moments that slide, in milliseconds. */
export function sessionState(text: string, lastSeenAt: string, idleUntil: string): AuthSessionState {
  const json = JSON.parse(text) as Json<AuthSessionState>;
  return {
    id: json.id,
    userId: json.userId,
    epoch: json.epoch,
    proofs: proofs(json.proofs),
    holding: json.holding,
    generation: json.generation,
    rotatedAt: new Date(json.rotatedAt),
    device: json.device,
    deviceId: json.deviceId,
    trustedUntil: dateIn(json.trustedUntil),
    openedAt: new Date(json.openedAt),
    lastSeenAt: new Date(Number(lastSeenAt)),
    idleUntil: new Date(Number(idleUntil)),
    endsAt: new Date(json.endsAt),
    misanswered: json.misanswered ?? 0,
    revoked: json.revoked && { at: new Date(json.revoked.at), why: json.revoked.why },
  };
}

export const proofs = (json: Json<Proofs>): Proofs =>
  json.map(({ factor, at, enrolmentId }) => ({ factor, at: new Date(at), enrolmentId }));
