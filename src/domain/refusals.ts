/** Inside, the whole truth: for facts and tests. What a stranger may know of it is an outcome. */
export type SignInRefusal = 'unknown-address' | 'wrong-password' | 'disabled' | 'stale-check';
export type FactorRefusal = 'no-proof' | 'already-used' | 'not-enrolled' | 'not-offered';
export type EnrolmentRefusal = 'too-many' | 'forbidden';
export type RotationRefusal = 'reused' | 'mfa-due' | 'enrolment-due' | 'closed';
export type RevocationReason =
  'signed-out' | 'signed-out-elsewhere' | 'secret-reused' | 'superseded' | 'replaced' | 'crowded-out';
