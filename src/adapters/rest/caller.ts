import type { AuthenticatePending, PendingViewer } from '../../application/authenticate-pending.js';
import type { AuthenticateRequest } from '../../application/authenticate-request.js';
import type { PresentedChallenges } from '../../application/presented-challenges.js';
import type { Viewer } from '../../application/viewer.js';
import type { Client } from '../../domain/client.js';
import type { ChallengeUse } from '../../domain/ports/challenge-tokens.js';
import type { PresentedChallenge } from '../../domain/session/credentials.js';
import type { Envelope } from '../../application/envelope.js';

export interface Recognition {
  readonly authenticate: AuthenticateRequest;
  readonly authenticatePending: AuthenticatePending;
  readonly presented: PresentedChallenges;
}

/** Who makes one request: a viewer, a pending viewer, or nobody. */
export class Caller {
  constructor(
    readonly client: Client,
    readonly envelope: Envelope,
    private readonly its: Recognition,
  ) {}

  async viewer(): Promise<Viewer | undefined> {
    const { presented } = this.envelope;
    return presented && this.its.authenticate.execute({ presented, client: this.client });
  }

  /** What is told as pending: a token is read where it came as Bearer; else the pending cookie is. */
  async pending(): Promise<PendingViewer | undefined> {
    const challenge = (await this.challenge('verify')) ?? (await this.challenge('enrol'));
    return challenge && this.its.authenticatePending.execute(challenge, this.client);
  }

  /** The challenge that is meant: the body's token, else the Bearer one, else the newest of the pending cookie. */
  challenge(use: ChallengeUse, token?: string): Promise<PresentedChallenge | undefined> {
    return this.its.presented.meant(use, token ?? this.bearer, this.envelope);
  }

  /** The same by a token alone: what is bound to a browser is not answered here. */
  async challengeByToken(use: ChallengeUse, token?: string): Promise<PresentedChallenge | undefined> {
    return this.its.presented.meant(use, token ?? this.bearer, { pending: [] });
  }

  private get bearer(): string | undefined {
    const { presented } = this.envelope;
    return presented?.kind === 'token' ? presented.accessToken.reveal() : undefined;
  }
}
