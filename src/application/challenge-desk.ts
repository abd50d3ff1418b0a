import type { Client } from '../domain/client.js';
import type { ChallengeId } from '../domain/ids.js';
import { factorHint, type FactorHint } from '../domain/mfa/factor-hint.js';
import { MfaChallenge, type ChallengeView, type Issue } from '../domain/mfa/mfa-challenge.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { ChallengeTokens } from '../domain/ports/challenge-tokens.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { PartialAuthentication } from '../domain/session/authentication.js';
import type { PresentedChallenge } from '../domain/session/credentials.js';
import type { User } from '../domain/user/user.js';

/** A challenge that was posed, before its token is made: a value that may leave a decision. */
export interface Posed {
  readonly challenge: ChallengeView;
  readonly hints: readonly FactorHint[];
  readonly secret: Secret;
  /** Cookie logins: the nonce of the browser that may answer. */
  readonly browser: Secret | undefined;
}

/** Somebody has proven something, and owes something. */
export interface Pending {
  readonly challenge: ChallengeView;
  readonly hints: readonly FactorHint[];
  readonly token: Secret;
  /** Cookie logins: what the pending cookie carries. The token is nothing without it. */
  readonly carried: PresentedChallenge | undefined;
}

export type Question = Pick<Issue, 'purpose' | 'credential' | 'offer'> &
  Partial<Pick<Issue, 'raises' | 'replaces' | 'passwordPool' | 'known'>> & {
    /** The nonce that the browser's pending cookie already has, shared by its tabs. */
    readonly browser: Secret | undefined;
  };

/** Poses challenges, hands their tokens out and finds those that are presented. */
export class ChallengeDesk {
  constructor(
    private readonly its: { readonly tokens: ChallengeTokens; readonly entropy: Entropy; readonly policy: AuthPolicy },
  ) {}

  pose(tx: Transaction, user: User, question: Question, by: PartialAuthentication, client: Client, now: Date): Posed {
    const { entropy, policy } = this.its;
    const { purpose, credential, offer, raises, replaces, passwordPool, known } = question;
    const { secret, digest } = entropy.secret('challenge');
    const browser =
      credential === 'cookie' ? (question.browser ?? entropy.secret('pending-browser').secret) : undefined;
    const challenge = MfaChallenge.issue(
      {
        id: entropy.id<ChallengeId>(),
        secret: digest,
        binding: browser && entropy.digest('pending-browser', browser),
        purpose,
        credential,
        offer,
        raises,
        replaces,
        passwordPool,
        device: client.device,
        known,
      },
      by,
      now,
      policy,
    );
    tx.challenges.add(challenge);
    return { challenge: challenge.view(), hints: user.factors().map(factorHint), secret, browser };
  }

  /** After the commit. */
  async deliver({ challenge, hints, secret, browser }: Posed, now: Date): Promise<Pending> {
    const token = await this.its.tokens.issue(challenge, secret, now);
    return { challenge, hints, token, carried: browser && { id: challenge.id, secret, binding: browser } };
  }

  /** The presented challenge with its user, open or not; undefined where it is unknown or its holder is not its client. */
  async find(
    tx: Transaction,
    presented: PresentedChallenge,
  ): Promise<{ readonly challenge: MfaChallenge; readonly user: User } | undefined> {
    const { entropy } = this.its;
    const { id, secret, binding } = presented;
    const challenge = await tx.challenges.byId(id);
    if (!challenge) return undefined;
    const nonce = binding && entropy.digest('pending-browser', binding);
    if (!challenge.heldBy(entropy.digest('challenge', secret), nonce)) return undefined;
    const user = await tx.users.byId(challenge.snapshot().userId);
    return user && { challenge, user };
  }
}
