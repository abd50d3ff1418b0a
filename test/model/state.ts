import type { Phone } from '../../src/testing/phone.js';

// What the model remembers: what anybody could know who read the specification and watched every answer. Times are
// milliseconds.

export type Credential = 'TOKEN' | 'COOKIE';
export type Kind = 'TOTP' | 'BACKUP_CODE';
export type Cookies = ReadonlyMap<string, string>;

export interface Authenticator {
  id: string;
  readonly phone: Phone;
  lastStep: number;
}

export interface Person {
  readonly email: string;
  /** Undefined before anybody has registered the address. */
  id: string | undefined;
  password: string;
  /** Passwords that were changed. */
  readonly former: string[];
  exposed: string | undefined;
  epoch: number;
  era: number;
  verified: boolean;
  hasSignedIn: boolean;
  authenticators: Authenticator[];
  /** Codes that were not used yet. */
  sheet: string[] | undefined;
  /** Whatever was a code once. */
  readonly spent: string[];
  readonly usedCodes: string[];
  pending:
    { readonly by: Session; readonly phone: Phone; readonly expiresAt: number; attemptsLeft: number } | undefined;
}

export interface Proof {
  readonly factor: 'PASSWORD' | Kind;
  readonly at: number;
  readonly of: Authenticator | undefined;
}

export interface Device {
  id: string;
  readonly owner: Person;
  era: number;
  generation: number;
  rotatedAt: number;
  lastUsedAt: number;
  trust: { readonly epoch: number; readonly until: number } | undefined;
  forgotten: boolean;
}

export interface Session {
  id: string;
  readonly owner: Person;
  readonly epoch: number;
  readonly credential: Credential;
  readonly proofs: readonly Proof[];
  readonly device: Device;
  trustedUntil: number | undefined;
  /** By generation; one for a cookie. */
  readonly refreshTokens: string[];
  readonly openedAt: number;
  rotatedAt: number;
  lastSeenAt: number;
  idleUntil: number;
  readonly endsAt: number;
  misanswered: number;
  revokedAt: number | undefined;
  swept: boolean;
}

export interface Challenge {
  readonly token: string;
  readonly cookies: Cookies | undefined;
  readonly owner: Person;
  readonly epoch: number;
  readonly purpose: 'sign-in' | 'refresh' | 'step-up';
  readonly credential: Credential;
  readonly password: Proof;
  readonly offer: readonly Kind[];
  /** The session that a pass raises. */
  readonly raises: Session | undefined;
  /** The session that the login came with. */
  readonly replaces: Session | undefined;
  readonly pool: string | undefined;
  readonly known: DeviceToken | undefined;
  attemptsLeft: number;
  readonly expiresAt: number;
  passed: boolean;
  swept: boolean;
}

/** What a client once held, and may present again at any time. */
export interface Holding {
  readonly session: Session;
  readonly bearer: string | undefined;
  readonly cookies: Cookies | undefined;
  /** Of an access token. */
  readonly expiresAt: number;
}

export interface DeviceToken {
  readonly device: Device;
  readonly generation: number;
  readonly token: string | undefined;
  readonly cookies: Cookies | undefined;
}

export interface Link {
  readonly owner: Person;
  readonly epoch: number;
  readonly code: string;
  readonly issuedAt: number;
  spent: boolean;
  swept: boolean;
}

export interface Pool {
  consecutive: number;
  waitUntil: number;
  closed: boolean;
  recent: number[];
  touchedAt: number;
}

/** Whose address nobody has registered yet. */
export const stranger = (email: string): Person => ({
  email,
  id: undefined,
  password: 'a first long password, quite quiet',
  former: [],
  exposed: undefined,
  epoch: 0,
  era: 0,
  verified: false,
  hasSignedIn: false,
  authenticators: [],
  sheet: undefined,
  spent: [],
  usedCodes: [],
  pending: undefined,
});
