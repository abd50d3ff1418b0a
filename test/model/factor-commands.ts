import * as fc from 'fast-check';
import { Phone } from '../../src/testing/phone.js';
import * as say from '../support/operations.js';
import { holdingOf, pick, which } from './choices.js';
import { shownBy, drop } from './factors.js';
import { Command, type Play } from './command.js';
import { joined, type Answer, type Model } from './model.js';
import { account, authenticated, keep } from './opened.js';
import { ended } from './session-commands.js';
import type { Session } from './state.js';

const noFactor: Answer = { type: 'NotAllowed', reason: 'NO_FACTOR' };

export const enrol = fc.record({ which }).map((how) => enrolling(how));

export const enrolling = (how: { readonly which: number }): Command =>
  new Command('enrol', how, (model) => {
    const by = holdingOf(model, how.which);
    if (!by) return undefined;
    const session = model.viewer(by);
    const request = { document: say.enrolTotp, by };
    if (!session) return { ...request, answer: ended };
    const late = model.stale(session);
    if (late) return { ...request, answer: late };
    const { owner } = session;
    if (owner.authenticators.length >= model.numbers.authenticators)
      return { ...request, answer: { type: 'NotAllowed', reason: 'TOO_MANY_FACTORS' } };
    const expiresAt = model.now + model.numbers.enrolmentLife;
    const learn: Play['learn'] = ({ uri }) => {
      const phone = Phone.scan(String(uri));
      owner.pending = { by: session, phone, expiresAt, attemptsLeft: model.numbers.enrolmentAttempts };
    };
    return { ...request, answer: { type: 'TotpEnrolment', expiresAt }, learn };
  });

interface Confirm {
  readonly which: number;
  readonly code: 'now' | 'previous' | 'next' | 'wrong' | 'malformed';
}

export const confirm = fc
  .record({
    which,
    code: fc.oneof(
      { weight: 4, arbitrary: fc.constant('now' as const) },
      fc.constantFrom('previous' as const, 'next' as const, 'wrong' as const, 'malformed' as const),
    ),
  })
  .map((how) => confirming(how));

export const confirming = (how: Confirm): Command =>
  new Command('confirm', how, (model) => {
    const by = holdingOf(model, how.which);
    if (!by) return undefined;
    const session = model.viewer(by);
    const shown = by.session.owner.pending?.phone;
    const now = shown?.stepAt(new Date(model.now)) ?? 0;
    const typed = {
      malformed: 'abcdef',
      wrong: '000000',
      now: shown?.codeAt(now),
      previous: shown?.codeAt(now - 1),
      next: shown?.codeAt(now + 1),
    };
    const code = typed[how.code] ?? '000000';
    const verdict = session ? confirmed(model, session, code) : { answer: ended };
    return { document: say.confirmTotp, input: { code, label: 'Phone' }, by, ...verdict };
  });

function confirmed(model: Model, session: Session, code: string): Pick<Play, 'answer' | 'learn'> {
  const { now, failures } = model;
  const { owner } = session;
  const { pending } = owner;
  if (pending?.by !== session || pending.expiresAt <= now) return { answer: { type: 'EnrolmentNotFound' } };
  const refused = (): Answer => ({ type: 'InvalidCode', attemptsLeft: pending.attemptsLeft });
  if (!/^[0-9]{6}$/.test(code)) return { answer: refused() };
  const pool = model.factorPool(owner, 'TOTP');
  const barred = failures.barred(pool, now);
  if (barred) return { answer: model.tooMany(barred) };
  const added = { id: '', phone: pending.phone, lastStep: -1 };
  const shown = shownBy(model, code, [added]);
  if (!shown) {
    failures.fail(pool, now, owner);
    pending.attemptsLeft -= 1;
    if (pending.attemptsLeft === 0) owner.pending = undefined;
    model.note('mfa.refused', owner, { kind: 'totp', why: 'no-proof' });
    // Beside a live factor it counts in that one's pool, and for the session.
    if (owner.authenticators.length > 0) model.misanswer(session);
    return { answer: refused() };
  }
  failures.succeed(pool, now);
  added.lastStep = shown.step;
  owner.usedCodes.push(code);
  owner.pending = undefined;
  owner.authenticators.push(added);
  const authenticators = owner.authenticators.length;
  model.note('factor.enrolled', owner, { kind: 'totp', authenticators });
  if (authenticators === 1) {
    owner.epoch += 1;
    model.note('backup-codes.issued', owner, { renewed: false });
    owner.sheet = Array.from({ length: model.numbers.backupCodes }, () => '');
  }
  const raised = model.supersede(session, joined(session.proofs, { factor: 'TOTP', at: now, of: added }));
  const { email, mfaEnabled, backupCodesLeft } = account(raised);
  const user = { email, mfaEnabled, backupCodesLeft };
  return {
    answer: { type: 'FactorConfirmed', authenticated: { ...authenticated(model, raised), user } },
    learn: (result, reply) => {
      const {
        factor,
        backupCodes,
        authenticated: opened,
      } = result as unknown as {
        readonly factor: { readonly id: string };
        readonly backupCodes: string[] | null;
        readonly authenticated: Play['answer'];
      };
      added.id = factor.id;
      if ((backupCodes?.length ?? 0) !== (authenticators === 1 ? model.numbers.backupCodes : 0))
        throw new Error('Another number of backup codes');
      if (backupCodes) owner.sheet = [...backupCodes];
      keep(model, raised, opened as unknown as Parameters<typeof keep>[2], reply, false);
    },
  };
}

/** Something that wants a fresh proof, and opens the session again without what it took away. */
function change(
  name: string,
  document: string,
  how: { readonly which: number; readonly factor?: number },
  act: (model: Model, session: Session) => Pick<Play, 'answer' | 'learn'>,
  input?: (session: Session) => object,
): Command {
  return new Command(name, how, (model) => {
    const by = holdingOf(model, how.which);
    if (!by) return undefined;
    const session = model.viewer(by);
    return { document, by, input: input?.(by.session), ...(session ? act(model, session) : { answer: ended }) };
  });
}

function without(
  model: Model,
  session: Session,
  answer: (authenticated: Answer) => Answer,
  dropped = session.owner.authenticators,
): Pick<Play, 'answer' | 'learn'> {
  const next = drop(model, session, dropped);
  return {
    answer: answer(authenticated(model, next)),
    learn: (result, reply) => keep(model, next, result['authenticated'] as Parameters<typeof keep>[2], reply, false),
  };
}

export const removeFactor = fc.record({ which, factor: fc.nat(3) }).map((how) => {
  const meant = (session: Session) => (how.factor === 3 ? undefined : pick(session.owner.authenticators, how.factor));
  const act = (model: Model, session: Session): Pick<Play, 'answer' | 'learn'> => {
    const late = model.stale(session);
    if (late) return { answer: late };
    const factor = meant(session);
    if (!factor) return { answer: { type: 'FactorNotFound' } };
    return without(model, session, (opened) => ({ type: 'FactorRemoved', id: factor.id, authenticated: opened }), [
      factor,
    ]);
  };
  return change('removeFactor', say.removeFactor, how, act, (session) => ({
    id: meant(session)?.id ?? '4c0f1d6e-0000-4000-8000-000000000000',
  }));
});

export const disableMfa = fc.record({ which }).map((how) =>
  change('disableMfa', say.disableMfa, how, (model, session) => {
    const { length } = session.owner.authenticators;
    if (length === 0) return { answer: noFactor };
    const late = model.stale(session);
    if (late) return { answer: late };
    return without(model, session, (opened) => ({
      type: 'MfaDisabled',
      factorsRemoved: length,
      authenticated: opened,
    }));
  }),
);

export const regenerate = fc.record({ which }).map((how) =>
  change('regenerate', say.regenerateBackupCodes, how, (model, session) => {
    const { owner } = session;
    if (owner.authenticators.length === 0) return { answer: noFactor };
    const late = model.stale(session);
    if (late) return { answer: late };
    model.note('backup-codes.issued', owner, { renewed: true });
    owner.spent.push(...(owner.sheet ?? []));
    const learn: Play['learn'] = ({ codes }) => {
      owner.sheet = [...(codes as string[])];
    };
    return { answer: { type: 'BackupCodes' }, learn };
  }),
);
