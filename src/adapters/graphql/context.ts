import type { AuthenticateRequest } from '../../application/authenticate-request.js';
import type { Envelope } from '../../application/envelope.js';
import type { Viewer } from '../../application/viewer.js';
import type { Client } from '../../domain/client.js';

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
