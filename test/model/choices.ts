import * as fc from 'fast-check';
import type { Model } from './model.js';
import type { Challenge, Holding } from './state.js';

const late = 2;

/** Which one of a list is meant: mostly one of the last that can be used, sometimes any that there ever was. */
export const which = fc.oneof({ weight: 5, arbitrary: fc.nat(late) }, { weight: 1, arbitrary: fc.nat(30) });

/** Sometimes, as far as a story of fifty lines goes. */
export const rarely = fc.oneof(
  { weight: 4, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

/** Counted from the end, round and round. */
export const pick = <T>(list: readonly T[], back: number): T | undefined => list.at(-1 - (back % (list.length || 1)));

const usable = <T>(list: readonly T[], back: number, isUsable: (one: T) => boolean): T | undefined =>
  (back <= late ? pick(list.filter(isUsable), back) : undefined) ?? pick(list, back);

export const holdingOf = (model: Model, back: number): Holding | undefined =>
  usable(model.holdings, back, ({ expiresAt, session }) => expiresAt > model.now && model.isLive(session));

export const sessionOf = (model: Model, back: number) =>
  usable(
    model.sessions.filter(({ credential }) => credential === 'TOKEN'),
    back,
    (session) => model.isLive(session),
  );

export const challengeOf = (model: Model, back: number): Challenge | undefined =>
  usable(model.challenges, back, (each) => !each.passed && each.expiresAt > model.now && each.attemptsLeft > 0);
