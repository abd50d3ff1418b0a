import * as fc from 'fast-check';
import * as say from '../support/operations.js';
import { holdingOf, pick, rarely, which } from './choices.js';
import { loseFactors } from './factors.js';
import { Command, type Play } from './command.js';
import { joined, type Answer, type Model } from './model.js';
import { authenticated, keep } from './opened.js';
import { again, ended } from './session-commands.js';
import { wrongPassword } from './sign-in-commands.js';
import type { Person, Session } from './state.js';

const tooShort: Answer = { type: 'PasswordRejected', problem: 'TOO_SHORT' };

/** Nobody had it before. */
const nextOf = ({ former }: Person): string => `another long password, number ${former.length + 1}`;

function renew(owner: Person, next: string): void {
  owner.former.push(owner.password);
  owner.password = next;
  owner.epoch += 1;
  owner.era += 1;
  owner.pending = undefined;
}

export const changePassword = fc
  .record({ which, right: fc.oneof({ weight: 2, arbitrary: fc.constant(true) }, fc.constant(false)), weak: rarely })
  .map((how) => changing(how));

export const changing = (how: { readonly which: number; readonly right: boolean; readonly weak: boolean }): Command =>
  new Command('changePassword', how, (model) => {
    const by = holdingOf(model, how.which);
    if (!by) return undefined;
    const { owner } = by.session;
    const next = how.weak ? 'too short' : nextOf(owner);
    const session = model.viewer(by);
    const input = { current: how.right ? owner.password : wrongPassword, next };
    const request = { document: say.changePassword, input, by };
    if (!session) return { ...request, answer: ended };
    if (how.weak) return { ...request, answer: tooShort };
    return { ...request, ...changed(model, session, how.right, next) };
  });

function changed(model: Model, session: Session, right: boolean, next: string): Pick<Play, 'answer' | 'learn'> {
  const { owner, device } = session;
  const late = model.offer(owner).length > 0 ? model.stale(session) : undefined;
  const refused = late ?? again(model, session, right);
  if (refused) return { answer: refused };
  model.failures.succeed(model.poolOf(owner, device), model.now);
  renew(owner, next);
  model.note('password.changed', owner);
  // The device that the change is made on stays known, and is trusted no longer.
  if (!device.forgotten) Object.assign(device, { era: owner.era, trust: undefined });
  const raised = model.supersede(session, joined(session.proofs, { factor: 'PASSWORD', at: model.now, of: undefined }));
  return {
    answer: { type: 'PasswordChanged', authenticated: authenticated(model, raised) },
    learn: (result, reply) => keep(model, raised, result['authenticated'] as Parameters<typeof keep>[2], reply, false),
  };
}

export const requestReset = fc.record({ who: fc.nat(2) }).map(
  (how) =>
    new Command('requestReset', how, (model, house) => {
      const owner = model.people[how.who];
      if (!owner) return undefined;
      const { email } = owner;
      const request = { document: say.requestPasswordReset, input: { email } };
      const crowd = model.failures.take('mail-client', 'here', model.now);
      if (crowd) return { ...request, answer: model.tooMany(crowd) };
      const answer = { type: 'PasswordResetRequested', email };
      const purpose = 'reset-password';
      const mailed = model.failures.mayMail(email, purpose, model.now);
      if (owner.id === undefined) {
        model.note('link.refused', undefined, { purpose, why: 'unknown-address' });
        return { ...request, answer };
      }
      if (!mailed) {
        model.note('link.refused', owner, { purpose, why: 'too-many' });
        return { ...request, answer };
      }
      model.note('link.issued', owner, { purpose });
      const [issuedAt, { epoch }] = [model.now, owner];
      const learn = async (): Promise<void> => {
        model.links.push({ owner, epoch, code: await house.mailed(), issuedAt, spent: false, swept: false });
      };
      return { ...request, answer, learn };
    }),
);

export const resetPassword = fc.record({ which, weak: rarely, forged: rarely }).map(
  (how) =>
    new Command('resetPassword', how, (model) => {
      const link = pick(model.links, how.which);
      if (!link) return undefined;
      const { owner, code } = link;
      const next = how.weak ? 'too short' : nextOf(owner);
      const typed = how.forged ? code.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')) : code;
      const request = { document: say.resetPassword, input: { code: typed, password: next } };
      const crowd = model.failures.take('mail-client', 'here', model.now);
      if (crowd) return { ...request, answer: model.tooMany(crowd) };
      const inTime = link.issuedAt + model.numbers.mailedLinkLife > model.now;
      const isOpen = !link.spent && inTime && link.epoch === owner.epoch;
      if (how.forged || !isOpen) {
        // Of a link that is forgotten nothing is said: anybody could make one up.
        if (!link.swept)
          model.note('link.refused', owner, { purpose: 'reset-password', why: how.forged ? 'wrong-secret' : 'over' });
        return { ...request, answer: { type: 'InvalidCode', attemptsLeft: 0 } };
      }
      if (how.weak) return { ...request, answer: tooShort };
      link.spent = true;
      model.note('link.spent', owner, { purpose: 'reset-password' });
      renew(owner, next);
      model.note('password.reset', owner);
      // Nobody had shown yet that the address is theirs: somebody else may have prepared the account.
      if (!owner.verified && owner.authenticators.length > 0) loseFactors(model, owner, owner.authenticators);
      owner.verified = true;
      model.failures.open(`password:${owner.email}`, model.now, owner);
      return { ...request, answer: { type: 'PasswordReset' } };
    }),
);
