import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChallengeId, SessionId } from '../../domain/ids.js';
import { Secret } from '../../domain/secret.js';
import type { Credential, Presented, PresentedChallenge } from '../../domain/session/credentials.js';
import { Cookie, type CookieContent, type CookieKeys } from './cookie.js';

/** Tabs that wait for a second factor at once, each with a challenge of its own; the oldest beyond is forgotten. */
const rememberedChallenges = 3;

/** What one request's cookies carry, and what its answer's will. */
export interface Envelope {
  /** Signed by us, and worth nothing until its secret has been compared. */
  readonly session: Presented<'cookie'> | undefined;
  /** The nonce that this browser's tabs share while a second factor is due. */
  readonly browser: Secret | undefined;
  /** This browser's challenges, newest last: the newest is meant where a client sends no token. */
  readonly challenges: readonly PresentedChallenge[];
  /** Hands a session over. A token travels in the body; a cookie takes the pending one's place. */
  deliver(credential: Credential): void;
  /** Keeps a challenge beside those of the other tabs. */
  carry(challenge: PresentedChallenge, until: Date): void;
  dropSession(): void;
  dropPending(): void;
  /** Fills the answer's head. */
  seal(res: ServerResponse): void;
}

/** How sessions and pending sign-ins travel with browsers: a signed cookie each. */
export class Envelopes {
  readonly #session: Cookie;
  readonly #pending: Cookie;

  constructor(keys: CookieKeys, secure: boolean) {
    this.#session = new Cookie('portcullis', keys, secure);
    this.#pending = new Cookie('portcullis-pending', keys, secure);
  }

  open(req: IncomingMessage): Envelope {
    return new OpenEnvelope(this.#session.of(req), this.#pending.of(req));
  }
}

interface Carried {
  readonly id: string;
  readonly secret: string;
}

class OpenEnvelope implements Envelope {
  readonly session: Presented<'cookie'> | undefined;
  readonly browser: Secret | undefined;
  readonly challenges: readonly PresentedChallenge[];
  readonly #carried: readonly Carried[];

  constructor(
    private readonly sessionCookie: CookieContent,
    private readonly pendingCookie: CookieContent,
  ) {
    const { sid, secret } = sessionCookie.value ?? {};
    const held = carriedIn({ id: sid, secret });
    this.session = held && { kind: 'cookie', sessionId: held.id as SessionId, secret: new Secret(held.secret) };
    const pending = pendingCookie.value;
    this.browser = typeof pending?.['browser'] === 'string' ? new Secret(pending['browser']) : undefined;
    const carried: readonly unknown[] = Array.isArray(pending?.['challenges']) ? pending['challenges'] : [];
    this.#carried = carried.map(carriedIn).filter((each) => each !== undefined);
    const binding = this.browser;
    this.challenges = this.#carried.map(({ id, secret }) => ({
      id: id as ChallengeId,
      secret: new Secret(secret),
      binding,
    }));
  }

  deliver(credential: Credential): void {
    if (credential.kind !== 'cookie') return;
    const { sessionId, secret, endsAt } = credential;
    this.sessionCookie.set({ sid: sessionId, secret: secret.reveal() }, endsAt);
    this.dropPending();
  }

  carry({ id, secret, binding }: PresentedChallenge, until: Date): void {
    const former = binding && this.browser?.reveal() === binding.reveal() ? this.#carried : [];
    const challenges = [...former, { id, secret: secret.reveal() }].slice(-rememberedChallenges);
    this.pendingCookie.set({ browser: binding?.reveal(), challenges }, until);
  }

  dropSession(): void {
    this.sessionCookie.clear();
  }

  dropPending(): void {
    this.pendingCookie.clear();
  }

  seal(res: ServerResponse): void {
    const lines = [...this.sessionCookie.lines(), ...this.pendingCookie.lines()];
    if (lines.length > 0) res.setHeader('Set-Cookie', lines);
  }
}

// Our own signature is on it, and yet: a former version may have written it.
function carriedIn(value: unknown): Carried | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('secret' in value)) return undefined;
  const { id, secret } = value;
  return typeof id === 'string' && typeof secret === 'string' ? { id, secret } : undefined;
}
