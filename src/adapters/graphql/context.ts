import type { AuthenticateRequest } from '../../application/authenticate-request.js';
import type { Viewer } from '../../application/viewer.js';
import type { Client } from '../../domain/client.js';
import type { Secret } from '../../domain/secret.js';
import type { Credential, Presented, PresentedChallenge } from '../../domain/session/credentials.js';

/** How credentials come with one request and leave with its answer; the HTTP adapter fills it. */
export interface Envelope {
  /** `Authorization: Bearer`, else the session cookie. Nothing in it is believed yet. */
  readonly presented: Presented | undefined;
  /** The challenges of the pending cookie, newest first. */
  readonly pending: readonly PresentedChallenge[];
  /** The nonce of the pending cookie, shared by the browser's tabs. */
  readonly browser: Secret | undefined;
  /** Hands a session over: a cookie is set and the pending one dropped; tokens travel in the body, so nothing is done. */
  deliver(credential: Credential): void;
  /** Keeps a challenge in the pending cookie, beside those of the other tabs. */
  carry(challenge: PresentedChallenge, until: Date): void;
  dropSession(): void;
  dropPending(): void;
}

/** What the answer's head says besides its body. */
export interface Reply {
  status: number;
  retryAt: Date | undefined;
}

/** One request, as resolvers see it. Apollo copies it, so its parts are plain properties, and `reply` is shared. */
export class RequestContext {
  readonly reply: Reply = { status: 200, retryAt: undefined };
  private found: Promise<Viewer | undefined> | undefined = undefined;

  constructor(
    readonly client: Client,
    readonly envelope: Envelope,
    private readonly authenticate: AuthenticateRequest,
  ) {}

  /** Who asks, found once: for queries, where nothing can change meanwhile. */
  viewer(): Promise<Viewer | undefined> {
    this.found ??= this.viewerNow();
    return this.found;
  }

  /** Who asks, found anew: an earlier mutation of the same document may have ended the session. */
  async viewerNow(): Promise<Viewer | undefined> {
    const { client, envelope, authenticate } = this;
    return envelope.presented && authenticate.execute({ presented: envelope.presented, client });
  }
}
