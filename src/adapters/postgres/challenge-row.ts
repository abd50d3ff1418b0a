import type { MfaChallengeState } from '../../domain/mfa/mfa-challenge.js';
import { dateIn, type Json } from './json.js';
import { proofs } from './session-row.js';

/** `mfa_challenges.state`, read. */
export function challengeState(text: string): MfaChallengeState {
  const json = JSON.parse(text) as Json<MfaChallengeState>;
  return {
    id: json.id,
    secret: json.secret,
    binding: json.binding,
    userId: json.userId,
    epoch: json.epoch,
    purpose: json.purpose,
    credential: json.credential,
    proofs: proofs(json.proofs),
    offer: json.offer,
    raises: json.raises,
    replaces: json.replaces,
    passwordPool: json.passwordPool,
    device: json.device,
    known: json.known,
    attemptsLeft: json.attemptsLeft,
    issuedAt: new Date(json.issuedAt),
    expiresAt: new Date(json.expiresAt),
    passedAt: dateIn(json.passedAt),
  };
}
