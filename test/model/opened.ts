import type { Result } from '../../src/testing/caller.js';
import { cookiesOf, type Reply } from './house.js';
import { latest, type Answer, type Model } from './model.js';
import type { Challenge, Session } from './state.js';

/** What a session says of itself. */
export function described(model: Model, session: Session) {
  const { id, credential, proofs, lastSeenAt, idleUntil, endsAt } = session;
  const strong = model.isStrong(session);
  const password = latest(proofs.filter(({ factor }) => factor === 'PASSWORD'));
  const proven = strong ? model.second(session) : password;
  return {
    ...(id !== '' && { id }),
    credential,
    assurance: strong ? 'AAL2' : 'AAL1',
    mfaVerified: strong,
    amr: strong ? ['pwd', 'otp', 'mfa'] : ['pwd'],
    authenticatedAt: proven?.at,
    lastSeenAt,
    expiresAt: Math.min(idleUntil, endsAt),
    current: true,
  };
}

export function account({ owner }: Session) {
  const { email, authenticators, sheet } = owner;
  return {
    email,
    mfaEnabled: authenticators.length > 0,
    factors: authenticators.map(({ id }) => ({ id })),
    backupCodesLeft: sheet?.length ?? 0,
  };
}

/** The answer of whatever opens a session or lets one go on. */
export function authenticated(model: Model, session: Session): Answer {
  const { credential, rotatedAt, idleUntil, endsAt } = session;
  const accessTokenExpiresAt = Math.min(rotatedAt + model.numbers.accessTokenLife, idleUntil, endsAt);
  return {
    type: 'Authenticated',
    user: account(session),
    session: described(model, session),
    tokens: credential === 'TOKEN' ? { accessTokenExpiresAt } : null,
  };
}

/** Remembers what the client holds from now on; `signIn` where its device was left a token of its own. */
export function keep(model: Model, session: Session, result: Result, { cookies }: Reply, signIn: boolean): void {
  const {
    session: said,
    tokens,
    deviceToken,
  } = result as unknown as {
    readonly session: { readonly id: string };
    readonly tokens: { readonly accessToken: string; readonly refreshToken: string } | null;
    readonly deviceToken: string | null;
  };
  session.id = said.id;
  if (tokens && !session.refreshTokens.includes(tokens.refreshToken)) session.refreshTokens.push(tokens.refreshToken);
  const until = Math.min(session.rotatedAt + model.numbers.accessTokenLife, session.idleUntil, session.endsAt);
  model.holdings.push({
    session,
    bearer: tokens?.accessToken,
    cookies: tokens ? undefined : cookiesOf(cookies, 'session'),
    expiresAt: tokens ? until : Infinity,
  });
  if (!signIn) return;
  const { device } = session;
  const { generation } = device;
  const kept = deviceToken === null ? cookiesOf(cookies, 'device') : undefined;
  model.deviceTokens.push({ device, generation, token: deviceToken ?? undefined, cookies: kept });
}

type Posed = Omit<
  Challenge,
  'token' | 'cookies' | 'epoch' | 'attemptsLeft' | 'expiresAt' | 'passed' | 'swept' | 'offer'
>;

/** A second factor is due. */
export function posed(
  model: Model,
  question: Posed,
): { readonly answer: Answer; learn(result: Result, reply: Reply): void } {
  const { challengeLife, challengeAttempts: attemptsLeft } = model.numbers;
  const { owner, credential } = question;
  const [offer, expiresAt, { epoch }] = [model.offer(owner), model.now + challengeLife, owner];
  model.note('mfa.challenged', owner, { offer: offer.map(spelled) });
  return {
    answer: { type: 'MfaRequired', factors: offer, attemptsLeft, expiresAt },
    learn: ({ challengeToken }, reply) => {
      const cookies = credential === 'COOKIE' ? cookiesOf(reply.cookies, 'pending') : undefined;
      const blank = { passed: false, swept: false };
      const token = String(challengeToken);
      model.challenges.push({ ...question, ...blank, offer, epoch, attemptsLeft, expiresAt, token, cookies });
    },
  };
}

/** As facts write it. */
export const spelled = (kind: string): string => kind.toLowerCase().replace('_', '-');
