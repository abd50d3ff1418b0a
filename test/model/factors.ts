import { period } from './numbers.js';
import type { Model } from './model.js';
import type { Authenticator, Person, Session } from './state.js';

/** RFC 6238: the step of now and the one before, of any of them; one that was not used yet is meant. */
export function shownBy(model: Model, code: string, authenticators: readonly Authenticator[]) {
  const now = Math.floor(model.now / period);
  const shown = authenticators.flatMap((authenticator) =>
    [now, now - 1]
      .filter((step) => authenticator.phone.codeAt(step) === code)
      .map((step) => ({ authenticator, step, isNew: step > authenticator.lastStep })),
  );
  return shown.find(({ isNew }) => isNew) ?? shown[0];
}

/** Factors go, and with the last the sheet. What the session has proven otherwise stays proven. */
export function drop(model: Model, session: Session, dropped: readonly Authenticator[]): Session {
  const { owner, proofs } = session;
  loseFactors(model, owner, dropped);
  owner.epoch += 1;
  const left = owner.authenticators.length > 0;
  const kept = proofs.filter(({ factor, of }) => factor === 'PASSWORD' || (left && !(of && dropped.includes(of))));
  return model.supersede(session, kept);
}

export function loseFactors(model: Model, owner: Person, dropped: readonly Authenticator[]): void {
  owner.authenticators = owner.authenticators.filter((each) => !dropped.includes(each));
  owner.pending = undefined;
  const authenticators = owner.authenticators.length;
  for (const kind of dropped.map(() => 'totp')) model.note('factor.removed', owner, { kind, authenticators });
  if (authenticators > 0) return;
  model.note('factor.removed', owner, { kind: 'backup-code', authenticators });
  model.note('mfa.disabled', owner);
  owner.spent.push(...(owner.sheet ?? []));
  owner.sheet = undefined;
}

/** Whoever fails so often at the second factor has the password, and should not have. */
export function expose(model: Model, person: Person): void {
  if (!model.isExposed(person)) model.note('password.exposed', person);
  person.exposed = person.password;
}
