import * as fc from 'fast-check';
import { days, hours, minutes, seconds, type Duration } from '../../src/domain/duration.js';
import { crowdOut } from './crowds.js';
import { Command } from './command.js';
import { lingers } from './numbers.js';

// prettier-ignore
const spans = {
  '1 s': seconds(1), '31 s': seconds(31), '6 min': minutes(6), '2 h': hours(2), '13 h': hours(13), '31 d': days(31),
};
type Span = keyof typeof spans;

export const advance = fc
  .oneof(
    { weight: 12, arbitrary: fc.constantFrom<Span>('1 s', '31 s') },
    { weight: 4, arbitrary: fc.constantFrom<Span>('6 min', '2 h', '13 h') },
    { weight: 1, arbitrary: fc.constant<Span>('31 d') },
  )
  .map((span) => advancing(span));

export const advancing = (span: Span): Command =>
  new Command('advance', { span }, (_model, house) => {
    const by: Duration = spans[span];
    house.world.clock.advance(by);
    return undefined;
  });

export const sweep = fc.constant({}).map(
  (how) =>
    new Command('sweep', how, async (model, house) => {
      const { now } = model;
      for (const challenge of model.challenges) {
        const { swept, expiresAt, passed, attemptsLeft, owner } = challenge;
        if (swept || expiresAt >= now - lingers.challenge) continue;
        challenge.swept = true;
        if (!passed && attemptsLeft > 0) model.note('mfa.expired', owner);
      }
      for (const session of model.sessions) {
        const { endsAt, idleUntil, revokedAt } = session;
        if (Math.min(endsAt, idleUntil, revokedAt ?? Infinity) < now - lingers.session) session.swept = true;
      }
      for (const link of model.links) if (link.issuedAt < now - lingers.link) link.swept = true;
      crowdOut(model);
      model.failures.sweep(now);
      await house.sweep();
      return undefined;
    }),
);
