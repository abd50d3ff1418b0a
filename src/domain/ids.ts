declare const brand: unique symbol;
/** A primitive that only its own parser or adapter can make: free at run time, equal by `===`, JSON by nature. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type UserId = Brand<string, 'UserId'>;
export type ChallengeId = Brand<string, 'ChallengeId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type DeviceId = Brand<string, 'DeviceId'>;
export type EnrolmentId = Brand<string, 'EnrolmentId'>;
export type MachineTokenId = Brand<string, 'MachineTokenId'>;
export type LinkId = Brand<string, 'LinkId'>;
export type WebhookId = Brand<string, 'WebhookId'>;
export type FactId = Brand<string, 'FactId'>;

/** An id as a stranger typed it; undefined where it has not the shape of one (RFC 9562), and so names nothing. */
export const parseId = <T extends Brand<string, string>>(raw: string): T | undefined =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(raw) ? (raw as T) : undefined;

/** What is kept of a secret that a client must present again; never reversible. */
export type Digest = Brand<string, 'Digest'>;
/** A random value that makes the successors of one session or device unlike those of any other; public without its key. */
export type Nonce = Brand<string, 'Nonce'>;
/** A name for a key that is held elsewhere. */
export type KeyId = Brand<string, 'KeyId'>;
