import * as fc from 'fast-check';
import * as say from '../support/operations.js';
import { holdingOf, pick, rarely, sessionOf, which } from './choices.js';
import { Command, type Play } from './command.js';
import type { Answer, Model } from './model.js';
import { account, authenticated, described, keep, posed } from './opened.js';
import { wrong, wrongPassword } from './sign-in-commands.js';
import type { Session } from './state.js';

export const ended: Answer = { type: 'SessionEnded' };

export const me = fc.record({ which }).map(
  (how) =>
    new Command('me', how, (model) => {
      const by = holdingOf(model, how.which);
      if (!by) return undefined;
      const session = model.viewer(by);
      const answer = session ? { type: 'User', ...account(session), session: described(model, session) } : null;
      return { document: say.me, by, answer };
    }),
);

interface Refresh {
  readonly which: number;
  /** How many generations ago. */
  readonly back: number;
  readonly forged: boolean;
}

export const refresh = fc
  .record({ which, back: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(2)), forged: rarely })
  .map((how: Refresh) => {
    return new Command('refresh', how, (model) => {
      const session = sessionOf(model, how.which);
      const generation = (session?.refreshTokens.length ?? 0) - 1 - how.back;
      const genuine = session?.refreshTokens[generation];
      if (!session || genuine === undefined) return undefined;
      const refreshToken = how.forged ? genuine.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')) : genuine;
      const play = how.forged ? { answer: ended } : rotated(model, session, generation);
      return { document: say.refreshSession, input: { refreshToken }, ...play };
    });
  });

function rotated(model: Model, session: Session, generation: number): Pick<Play, 'answer' | 'learn'> {
  const { now, numbers } = model;
  if (!model.isLive(session)) return { answer: ended };
  const current = session.refreshTokens.length - 1;
  const repeats = generation === current - 1 && session.rotatedAt >= now - numbers.refreshGrace;
  if (generation !== current && !repeats) {
    model.revoke(session, 'secret-reused');
    return { answer: ended };
  }
  const trusted = session.trustedUntil !== undefined && session.trustedUntil > now;
  if (model.offer(session.owner).length > 0 && !model.isStrong(session) && !trusted)
    return raising(model, session, 'refresh');
  if (generation === current) {
    model.seen(session);
    session.rotatedAt = now;
  }
  const length = current + (generation === current ? 2 : 1);
  return {
    answer: authenticated(model, session),
    learn: (result, reply) => {
      keep(model, session, result, reply, false);
      // Rotated: one more. Repeated: the same successor once more, never a fork.
      if (session.refreshTokens.length !== length)
        throw new Error(`${session.refreshTokens.length} refresh tokens, not ${length}`);
    },
  };
}

/** A second factor is asked for that raises the session. */
function raising(model: Model, session: Session, purpose: 'refresh' | 'step-up'): Pick<Play, 'answer' | 'learn'> {
  const crowd = model.failures.take('challenge-session', String(model.sessions.indexOf(session)), model.now);
  if (crowd) return { answer: model.tooMany(crowd) };
  const { owner, credential, proofs } = session;
  const password = proofs.find(({ factor }) => factor === 'PASSWORD');
  if (!password) throw new Error('A session without a password');
  const nothing = { replaces: undefined, pool: undefined, known: undefined };
  return posed(model, { owner, purpose, credential, password, raises: session, ...nothing });
}

interface StepUp {
  readonly which: number;
  readonly assurance: 'AAL1' | 'AAL2';
  readonly password: 'right' | 'wrong' | 'none';
}

export const stepUp = fc
  .record({
    which,
    assurance: fc.constantFrom('AAL1' as const, 'AAL2' as const),
    password: fc.constantFrom('right' as const, 'wrong' as const, 'none' as const),
  })
  .map((how) => steppingUp(how));

export const steppingUp = (how: StepUp): Command =>
  new Command('stepUp', how, (model) => {
    const by = holdingOf(model, how.which);
    if (!by) return undefined;
    const session = model.viewer(by);
    const { password } = by.session.owner;
    const typed = { right: { password }, wrong: { password: wrongPassword }, none: {} }[how.password];
    const input = { assurance: how.assurance, ...typed };
    return { document: say.stepUp, input, by, ...(session ? proven(model, session, how) : { answer: ended }) };
  });

function proven(model: Model, session: Session, { assurance, password }: StepUp): Pick<Play, 'answer' | 'learn'> {
  const { now, failures } = model;
  const { owner } = session;
  if (model.offer(owner).length > 0) return raising(model, session, 'step-up');
  if (assurance === 'AAL2') return { answer: { type: 'NotAllowed', reason: 'NO_FACTOR' } };
  if (password === 'none') return { answer: { type: 'InvalidCredentials' } };
  const refused = again(model, session, password === 'right');
  if (refused) return { answer: refused };
  if (model.isExposed(owner)) {
    model.note('sign-in.refused', owner, { why: 'exposed-password' });
    return { answer: model.tooMany({ retryAt: null }) };
  }
  failures.succeed(model.poolOf(owner, session.device), now);
  const raised = model.supersede(session, [{ factor: 'PASSWORD', at: now, of: undefined }]);
  return { answer: authenticated(model, raised), learn: (result, reply) => keep(model, raised, result, reply, false) };
}

/** The password once more, judged as at a login from the session's device: what is said where it opens nothing. */
export function again(model: Model, session: Session, right: boolean): Answer | undefined {
  const { owner, device } = session;
  const pool = model.poolOf(owner, device);
  const barred = model.failures.barred(pool, model.now);
  if (barred) return model.tooMany(barred);
  if (right) return undefined;
  return wrong(model, owner, pool, 'wrong-password', model.isKnown(device) ? device : undefined);
}

export const logOut = fc
  .record({ which, everywhere: rarely, refresh: fc.option(which, { nil: undefined }) })
  .map((how) => {
    return new Command('logOut', how, (model) => {
      const by = holdingOf(model, how.which);
      const other = how.refresh === undefined ? undefined : sessionOf(model, how.refresh);
      const refreshToken = other?.refreshTokens[0];
      const input = { everywhere: how.everywhere, ...(refreshToken !== undefined && { refreshToken }) };
      const held = new Set(
        [model.viewer(by), other && model.isLive(other) ? other : undefined].filter((each) => each !== undefined),
      );
      const owners = new Set([...held].map(({ owner }) => owner));
      const over = how.everywhere
        ? model.sessions.filter((each) => owners.has(each.owner) && model.isLive(each))
        : [...held];
      for (const session of over) model.revoke(session, 'signed-out');
      if (how.everywhere) {
        for (const owner of owners) {
          owner.epoch += 1;
          model.note('signed-out.everywhere', owner);
        }
      }
      return { document: say.logout, input, by, answer: { type: 'LogoutResult', sessionsEnded: over.length } };
    });
  });

export const revokeSession = fc.record({ which, whose: which }).map(
  (how) =>
    new Command('revokeSession', how, (model) => {
      const [by, other] = [holdingOf(model, how.which), pick(model.sessions, how.whose)];
      if (!by || !other) return undefined;
      const session = model.viewer(by);
      const request = { document: say.revokeSession, input: { id: other.id }, by };
      if (!session) return { ...request, answer: ended };
      if (other.owner !== session.owner || !model.isLive(other))
        return { ...request, answer: { type: 'SessionNotFound' } };
      model.revoke(other, other === session ? 'signed-out' : 'signed-out-elsewhere');
      return { ...request, answer: { type: 'SessionRevoked', id: other.id } };
    }),
);
