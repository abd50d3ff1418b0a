import * as fc from 'fast-check';
import * as say from '../support/operations.js';
import { challengeOf, pick, which } from './choices.js';
import { shownBy, expose } from './factors.js';
import { Command, type Play } from './command.js';
import { joined, type Answer, type Model } from './model.js';
import { authenticated, keep, spelled } from './opened.js';
import type { Authenticator, Challenge, Kind, Person, Proof, Session } from './state.js';

type Code = 'now' | 'previous' | 'next' | 'used' | 'wrong' | 'foreign' | 'malformed';

interface Verify {
  readonly which: number;
  readonly kind: Kind;
  readonly code: Code;
  readonly phone: number;
  readonly trust: boolean;
  /** Without the cookie that a browser's challenge is bound to. */
  readonly bare: boolean;
}

export const verify = fc
  .record({
    which,
    kind: fc.oneof({ weight: 3, arbitrary: fc.constant('TOTP' as const) }, fc.constant('BACKUP_CODE' as const)),
    code: fc.oneof(
      { weight: 6, arbitrary: fc.constant('now' as const) },
      { weight: 5, arbitrary: fc.constantFrom<Code>('previous', 'next', 'used', 'wrong', 'foreign', 'malformed') },
    ),
    phone: fc.nat(2),
    trust: fc.boolean(),
    bare: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  })
  .map((how) => verifying(how));

export const verifying = (how: Verify): Command =>
  new Command('verify', how, (model) => {
    const challenge = challengeOf(model, how.which);
    if (!challenge) return undefined;
    const code = codeOf(model, challenge.owner, how);
    const input = { challengeToken: challenge.token, factor: how.kind, code, trustDevice: how.trust };
    const cookies = how.bare ? undefined : challenge.cookies;
    const held = !how.bare || challenge.credential === 'TOKEN';
    const verdict = held ? answered(model, challenge, code, how) : { answer: closed };
    return { document: say.verifyMfa, input, cookies, ...verdict };
  });

/** What somebody types in. */
function codeOf(model: Model, owner: Person, { kind, code, phone }: Pick<Verify, 'kind' | 'code' | 'phone'>): string {
  const others = model.people.filter((person) => person !== owner);
  if (code === 'malformed') return kind === 'TOTP' ? 'abcdef' : 'undefined';
  if (kind === 'TOTP') {
    const whose = code === 'foreign' ? others.flatMap(({ authenticators }) => authenticators) : owner.authenticators;
    const shown = pick(whose, phone)?.phone;
    const now = shown?.stepAt(new Date(model.now)) ?? 0;
    const steps = { now, foreign: now, previous: now - 1, next: now + 1 };
    if (code === 'used') return owner.usedCodes.at(-1) ?? '000000';
    return shown && code !== 'wrong' ? shown.codeAt(steps[code]) : '000000';
  }
  const codes = { now: owner.sheet, used: owner.spent, foreign: others.flatMap(({ sheet }) => sheet ?? []) };
  const list = code === 'now' || code === 'used' || code === 'foreign' ? codes[code] : undefined;
  return pick(list ?? [], phone) ?? '0000-0000-0000-0000';
}

const closed: Answer = { type: 'ChallengeClosed' };

function answered(model: Model, challenge: Challenge, code: string, how: Verify): Pick<Play, 'answer' | 'learn'> {
  const { now, failures, numbers } = model;
  const { owner, epoch, purpose, raises, offer } = challenge;
  const { passed, attemptsLeft, expiresAt, swept } = challenge;
  const isOpen = !passed && !swept && attemptsLeft > 0 && expiresAt > now && epoch === owner.epoch;
  const exposed = purpose === 'sign-in' && model.isExposed(owner);
  if (!isOpen || exposed || (raises && !model.isLive(raises))) return { answer: closed };
  const refused = (): Answer => ({ type: 'InvalidCode', attemptsLeft: challenge.attemptsLeft });
  if (how.code === 'malformed') return { answer: refused() };

  const pool = model.factorPool(owner, how.kind);
  const barred = failures.barred(pool, now);
  if (barred) return { answer: model.tooMany(barred) };
  const refuse = (why: string): Pick<Play, 'answer'> => {
    challenge.attemptsLeft -= 1;
    model.note('mfa.refused', owner, { kind: spelled(how.kind), why });
    if (raises) model.misanswer(raises);
    return { answer: refused() };
  };
  if (!offer.includes(how.kind)) return refuse('not-offered');
  const spent = spend(model, owner, how.kind, code);
  if (spent.why !== undefined) {
    const inARow = failures.fail(pool, now, owner);
    if (purpose === 'sign-in' && inARow >= numbers.failuresToExpose) expose(model, owner);
    return refuse(spent.why);
  }
  failures.succeed(pool, now);
  model.note('mfa.passed', owner, { kind: spelled(how.kind) });
  challenge.passed = true;
  return pass(model, challenge, { factor: how.kind, at: now, of: spent.of }, how.trust);
}

function spend(
  model: Model,
  owner: Person,
  kind: Kind,
  code: string,
): { readonly why?: string; readonly of?: Authenticator | undefined } {
  if (kind === 'TOTP') {
    const shown = shownBy(model, code, owner.authenticators);
    if (!shown) return { why: 'no-proof' };
    if (!shown.isNew) return { why: 'already-used' };
    shown.authenticator.lastStep = shown.step;
    owner.usedCodes.push(code);
    return { of: shown.authenticator };
  }
  const { sheet = [], spent } = owner;
  if (!sheet.includes(code)) return { why: 'no-proof' };
  owner.sheet = sheet.filter((each) => each !== code);
  spent.push(code);
  model.note('backup-code.used', owner, { left: sheet.length - 1 });
  return {};
}

function pass(model: Model, challenge: Challenge, second: Proof, trust: boolean): Pick<Play, 'answer' | 'learn'> {
  const { owner, raises, replaces, pool, known, credential, password } = challenge;
  const proofs = joined([password], second);
  let session: Session;
  if (raises) {
    if (trust) model.trustAgain(raises);
    session = model.supersede(raises, proofs);
  } else {
    if (pool !== undefined) model.failures.succeed(pool, model.now);
    if (replaces) model.revoke(replaces, 'replaced');
    const device = model.leave(owner, known, trust);
    session = model.open(owner, credential, proofs, { device });
  }
  return {
    answer: authenticated(model, session),
    learn: (result, reply) => keep(model, session, result, reply, !raises),
  };
}
