/** Inside, the whole truth: for facts and tests. What a stranger may know of it is an outcome. */
export type SignInRefusal = 'unknown-address' | 'wrong-password' | 'disabled' | 'stale-check' | 'exposed-password';
export type AuthorityRefusal = 'role-required' | 'no-factor' | 'stale-proof';
export type LinkRefusal = 'unknown' | 'wrong-secret' | 'over' | 'unknown-address' | 'taken' | 'too-many';
export type FactorRefusal = 'no-proof' | 'already-used' | 'not-enrolled' | 'not-offered';
export type MachineTokenRefusal = 'unknown' | 'wrong-secret' | 'expired' | 'disabled' | 'owner-disabled';
/** What is wrong with a machine token somebody wants to make. */
export type MachineTokenProblem = 'bad-scope' | 'bad-lifetime' | 'too-many';
export type EnrolmentRefusal = 'too-many' | 'forbidden';
export type RotationRefusal = 'reused' | 'mfa-due' | 'enrolment-due' | 'closed';
export type RevocationReason =
  | 'signed-out'
  | 'signed-out-elsewhere'
  | 'secret-reused'
  | 'superseded'
  | 'replaced'
  | 'crowded-out'
  | 'trust-ended'
  | 'guessed';
/** Why a device is a stranger from now on; one whose token came a second time has a fact of its own. */
export type DeviceEnd = 'by-owner' | 'failures' | 'crowded-out';
