import type { Brand } from '../ids.js';

/** A name of what a machine may do; what it means, the servers decide that demand it. */
export type Scope = Brand<string, 'Scope'>;

const most = 20; // scopes on one credential: they travel in every token
// RFC 6749 §3.3, and no longer than anybody wants to read.
const shape = /^[\x21\x23-\x5B\x5D-\x7E]{1,64}$/;
// Words of our own: what answers a challenge is no right that a machine may have.
const reserved = /^mfa(?::|$)/i;

/**
 * Scopes as they are written in a request and in a token: one space between (RFC 6749 §3.3). Undefined where there is
 * none, where there are more than 20, where one is there twice, and where one is no scope or is ours.
 */
export function parseScopes(raw: string): readonly Scope[] | undefined {
  if (raw.length > most * 65) return undefined;
  const scopes = raw.split(' ');
  const fit = scopes.every((each) => shape.test(each) && !reserved.test(each));
  return fit && scopes.length <= most && new Set(scopes).size === scopes.length ? (scopes as Scope[]) : undefined;
}
