import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChallengeId, SessionId } from '../../domain/ids.js';
import { Secret } from '../../domain/secret.js';
import type { Presented, PresentedChallenge } from '../../domain/session/credentials.js';
import { mostPresented, type LeftDevice } from '../../application/device-desk.js';
import type { SignedIn } from '../../application/session-desk.js';
import type { Envelope } from '../../application/envelope.js';
import { Cookie, type CookieContent, type CookieKeys } from './cookie.js';

/** Tabs that wait for a second factor at once, each with a challenge of its own; the oldest beyond is forgotten. */
const rememberedChallenges = 3;
/** Users whom one browser is known by at once; whoever signed in longest ago beyond is forgotten by it. */
const rememberedDevices = mostPresented;

/** How sessions and pending sign-ins travel with browsers: a signed cookie each. */
export class Envelopes {
  readonly #session: Cookie;
  readonly #pending: Cookie;
  readonly #device: Cookie;

  constructor(keys: CookieKeys, secure: boolean) {
    this.#session = new Cookie('portcullis', keys, secure);
    this.#pending = new Cookie('portcullis-pending', keys, secure);
    this.#device = new Cookie('portcullis-device', keys, secure);
  }

  open(req: Pick<IncomingMessage, 'headers'>): OpenEnvelope {
    const device = (): CookieContent => this.#device.of(req);
    return new OpenEnvelope(bearer(req.headers.authorization), this.#session.of(req), this.#pending.of(req), device);
  }
}

interface Carried {
  readonly id: string;
  readonly secret: string;
}

export class OpenEnvelope implements Envelope {
  readonly presented: Presented | undefined;
  readonly pending: readonly PresentedChallenge[];
  readonly browser: Secret | undefined;
  /** Newest last. */
  readonly #carried: readonly Carried[];
  #device: CookieContent | undefined;

  constructor(
    accessToken: Secret | undefined,
    private readonly sessionCookie: CookieContent,
    private readonly pendingCookie: CookieContent,
    /** Opened only where somebody signs in: it comes with every request, and its signature takes time. */
    private readonly openDevice: () => CookieContent,
  ) {
    this.presented = accessToken ? { kind: 'token', accessToken } : sessionIn(sessionCookie.value);
    const { browser, challenges } = pendingCookie.value ?? {};
    const binding = typeof browser === 'string' ? new Secret(browser) : undefined;
    this.browser = binding;
    this.#carried = Array.isArray(challenges) ? challenges.map(carriedIn).filter((each) => each !== undefined) : [];
    this.pending = this.#carried
      .map(({ id, secret }) => ({ id: id as ChallengeId, secret: new Secret(secret), binding }))
      .toReversed();
  }

  get devices(): readonly Secret[] {
    return this.#known().map((token) => new Secret(token));
  }

  deliver({ credential, device }: Pick<SignedIn, 'credential' | 'device'>): void {
    if (credential.kind !== 'cookie') return;
    if (device) this.remember(device);
    const { sessionId, secret, endsAt } = credential;
    this.sessionCookie.set({ sid: sessionId, secret: secret.reveal() }, endsAt);
    this.dropPending();
  }

  remember({ userId, token, until }: LeftDevice): void {
    // One a user: the former one was used up.
    const others = this.#known().filter((each) => !each.startsWith(`${userId}.`));
    const known = [...others, token.reveal()].slice(-rememberedDevices);
    this.#deviceCookie().set({ known }, until);
  }

  #known(): readonly string[] {
    const { known } = this.#deviceCookie().value ?? {};
    return Array.isArray(known) ? known.filter((each) => typeof each === 'string') : [];
  }

  #deviceCookie(): CookieContent {
    return (this.#device ??= this.openDevice());
  }

  carry({ id, secret, binding }: PresentedChallenge, until: Date): void {
    // Under another nonce the former challenges could not be answered any more.
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

  /** Fills the answer's head. Once, and last. */
  seal(res: ServerResponse): void {
    const lines = [this.sessionCookie, this.pendingCookie, this.#device].flatMap((cookie) => cookie?.lines() ?? []);
    if (lines.length > 0) res.setHeader('Set-Cookie', lines);
  }
}

/** RFC 6750 §2.1: the header, never the body or the address. */
function bearer(authorization: string | undefined): Secret | undefined {
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
  return token === undefined ? undefined : new Secret(token);
}

// Our own signature is on what a cookie holds, and yet: a former version may have written it.
function sessionIn(value: CookieContent['value']): Presented<'cookie'> | undefined {
  const held = carriedIn({ id: value?.['sid'], secret: value?.['secret'] });
  return held && { kind: 'cookie', sessionId: held.id as SessionId, secret: new Secret(held.secret) };
}

function carriedIn(value: unknown): Carried | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('secret' in value)) return undefined;
  const { id, secret } = value;
  return typeof id === 'string' && typeof secret === 'string' ? { id, secret } : undefined;
}
