import type { LogIn } from '../../application/log-in.js';
import { presentedDevices } from '../../application/envelope.js';
import type { VerifyMfa } from '../../application/verify-mfa.js';
import { parseAnswer } from '../../domain/mfa/answer.js';
import { Secret } from '../../domain/secret.js';
import type { CredentialKind } from '../../domain/session/credentials.js';
import type { Caller } from './caller.js';
import { posed, presentChallenge, presentDevice, presentTokens, signedIn } from './present.js';
import { refuse } from './problems.js';
import type { Handlers } from './routes.js';

interface Its {
  readonly logIn: LogIn;
  readonly verifyMfa: VerifyMfa;
}

interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly deviceToken?: string | undefined;
}

/** First factor, second factor, and the same two for clients that know one token. */
export function signIn({ logIn, verifyMfa }: Its): Pick<Handlers, 'login' | 'verifyMfa' | 'token' | 'mfaToken'> {
  async function first({ email, password, deviceToken }: Credentials, credential: CredentialKind, caller: Caller) {
    const viewer = await caller.viewer();
    const { browser } = caller.envelope;
    const devices = presentedDevices(credential, deviceToken, caller.envelope);
    const client = viewer ? { ...caller.client, session: viewer.session.id } : caller.client;
    return logIn.execute({ email, password: new Secret(password), credential, devices, browser, client });
  }

  return {
    async login({ body, caller }) {
      const outcome = await first(body, body.credential, caller);
      // prettier-ignore
      switch (outcome.status) {
        case 'signed-in':          return signedIn(outcome.signedIn, caller.envelope);
        case 'mfa-required':
        case 'enrolment-required': return posed(outcome.pending, caller.envelope);
        case 'denied':             return refuse('invalid-credentials');
        case 'too-many-attempts':  return refuse('too-many-attempts', { retryAt: outcome.retryAt });
        default:                   return outcome satisfies never;
      }
    },

    async verifyMfa({ body: { challengeToken, factor, code, trustDevice }, caller }) {
      const challenge = await caller.challenge('verify', challengeToken);
      const outcome = await verifyMfa.execute({ challenge, kind: factor, code, trustDevice, client: caller.client });
      return outcome.status === 'signed-in' ? signedIn(outcome.signedIn, caller.envelope) : unproven(outcome);
    },

    async token({ body, caller }) {
      const outcome = await first(body, 'token', caller);
      switch (outcome.status) {
        case 'signed-in':
          return full(outcome.signedIn);
        case 'mfa-required':
        case 'enrolment-required': {
          const token = outcome.pending.token.reveal();
          const authenticationStatus = 'PRE_AUTHENTICATED_MFA_REQUIRED';
          return { status: 202, body: { authenticationStatus, token, ...presentChallenge(outcome.pending) } };
        }
        case 'denied':
          return refuse('invalid-credentials');
        case 'too-many-attempts':
          return refuse('too-many-attempts', { retryAt: outcome.retryAt });
        default:
          return outcome satisfies never;
      }
    },

    async mfaToken({ body: { challengeToken, factor, code, trustDevice }, caller }) {
      const challenge = await caller.challengeByToken('verify', challengeToken);
      const kind = factor ?? (parseAnswer('backup-code', code) ? 'backup-code' : 'totp');
      const outcome = await verifyMfa.execute({ challenge, kind, code, trustDevice, client: caller.client });
      return outcome.status === 'signed-in' ? full(outcome.signedIn) : unproven(outcome);
    },
  };
}

type Verified = Awaited<ReturnType<VerifyMfa['execute']>>;

function unproven(outcome: Exclude<Verified, { status: 'signed-in' }>) {
  const { status } = outcome;
  // prettier-ignore
  switch (status) {
    case 'refused':           return refuse('invalid-code', { attemptsLeft: outcome.attemptsLeft, nextCodeAt: outcome.nextCodeAt });
    case 'closed':            return refuse('challenge-closed');
    case 'too-many-attempts': return refuse('too-many-attempts', { retryAt: outcome.retryAt });
    default:                  return status satisfies never;
  }
}

function full({ credential, device }: Extract<Verified, { status: 'signed-in' }>['signedIn']) {
  const tokens = presentTokens(credential);
  // A browser's challenge is not answered by its token alone, and nothing else leads to a cookie from here.
  if (!tokens) throw new Error('A sign-in for tokens ended without one');
  const { accessToken: token, accessTokenExpiresAt: expiresAt, refreshToken, refreshTokenExpiresAt } = tokens;
  const body = {
    authenticationStatus: 'AUTHENTICATED',
    token,
    expiresAt,
    refreshToken,
    refreshTokenExpiresAt,
    deviceToken: presentDevice({ credential, device }),
  } as const;
  return { status: 200, body } as const;
}
