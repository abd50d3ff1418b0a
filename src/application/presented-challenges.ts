import type { ChallengeTokens, ChallengeUse } from '../domain/ports/challenge-tokens.js';
import type { Clock } from '../domain/ports/clock.js';
import { Secret } from '../domain/secret.js';
import type { PresentedChallenge } from '../domain/session/credentials.js';

/** What the pending cookie of a request carries, newest first. */
export interface Carrying {
  readonly pending: readonly PresentedChallenge[];
}

/** Finds the challenge a request means: by its token, else the newest that its pending cookie carries. */
export class PresentedChallenges {
  constructor(private readonly its: { readonly tokens: ChallengeTokens; readonly clock: Clock }) {}

  async meant(
    use: ChallengeUse,
    token: string | null | undefined,
    { pending }: Carrying,
  ): Promise<PresentedChallenge | undefined> {
    const { tokens, clock } = this.its;
    if (typeof token !== 'string') return pending[0];
    const read = await tokens.read(use, new Secret(token), clock.now());
    // Only what the pending cookie carries is bound to this browser: a token login's challenge stays unbound beside it.
    const carried = read && pending.find(({ id }) => id === read.id);
    return read && { ...read, binding: carried?.binding };
  }
}
