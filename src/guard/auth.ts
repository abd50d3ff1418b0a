/** AAL1 = one factor, AAL2 = two (SP 800-63B-4 §2). */
export type Assurance = 'aal1' | 'aal2';

/** Someone who has signed in. */
export interface Person {
  readonly kind: 'person';
  /** How the session travelled. */
  readonly credential: 'token' | 'cookie';
  readonly userId: string;
  readonly sessionId: string;
  readonly assurance: Assurance;
  readonly mfaVerified: boolean;
  /** RFC 8176. */
  readonly amr: readonly string[];
  /** When it was proven: the second factor at AAL2, else the password. */
  readonly authenticatedAt: Date;
  readonly expiresAt: Date;
  readonly scopes: readonly string[];
}

/** A program with a credential of its own, which never proves a second factor. */
export interface Machine {
  readonly kind: 'machine';
  /** In whose name it acts: the owner of the token, or a service account. */
  readonly userId: string;
  readonly amr: readonly string[];
  readonly expiresAt: Date;
  readonly scopes: readonly string[];
}

/** Someone between the password and the second factor: nobody yet, but on the way. */
export interface Pending {
  readonly kind: 'pending';
  /** An answer, or a first authenticator where the policy demands one. */
  readonly due: 'second-factor' | 'enrolment';
  /** Kinds that may answer, most wanted first. */
  readonly factors: readonly string[];
  readonly expiresAt: Date;
  /** Where to answer: a path of the service. */
  readonly answerAt: string;
}

export interface Nobody {
  readonly kind: 'nobody';
  /** A credential came along and is worth nothing. */
  readonly presented: boolean;
  /** It says of itself that it is a challenge's; only the service can tell. */
  readonly saysPending?: true;
}

/** Who makes a request. */
export type Auth = Person | Machine | Pending | Nobody;

/** The question could not be decided: keys or sessions are out of reach, and a guard that cannot tell lets nobody in. */
export interface Undecided {
  readonly kind: 'undecided';
}

export const nobody: Nobody = { kind: 'nobody', presented: false };
export const deadCredential: Nobody = { kind: 'nobody', presented: true };
export const saysPending: Nobody = { kind: 'nobody', presented: true, saysPending: true };
export const undecided: Undecided = { kind: 'undecided' };
