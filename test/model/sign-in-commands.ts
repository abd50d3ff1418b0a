import * as fc from 'fast-check';
import * as say from '../support/operations.js';
import { holdingOf, pick, which } from './choices.js';
import { Command, type Play } from './command.js';
import type { Answer, Model } from './model.js';
import { authenticated, keep, posed } from './opened.js';
import type { Credential, Device, DeviceToken, Person, Session } from './state.js';

export const wrongPassword = 'the password of nobody whatsoever';
const credential = fc.constantFrom<Credential>('TOKEN', 'COOKIE');

export const register = fc
  .record({ who: fc.nat(2), weak: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)) })
  .map((how) => registering(how));

export const registering = (how: { readonly who: number; readonly weak: boolean }): Command =>
  new Command('register', how, (model) => {
    const person = model.people[how.who];
    if (!person) return undefined;
    const { email } = person;
    const password = how.weak ? 'too short' : person.password;
    const request = { document: say.register, input: { email, password } };
    if (how.weak) return { ...request, answer: { type: 'PasswordRejected', problem: 'TOO_SHORT' } };
    const answer = { type: 'RegistrationAccepted', email };
    if (person.id !== undefined) {
      if (model.failures.mayMail(email, 'confirm-address', model.now)) model.note('registration.repeated', person);
      return { ...request, answer };
    }
    model.note('user.registered', person);
    return { ...request, answer };
  });

interface Login {
  readonly who: number;
  readonly password: 'right' | 'wrong' | 'former';
  readonly credential: Credential;
  /** Which device is presented; undefined for none. */
  readonly device: number | undefined;
  /** Which session the browser or the app still holds. */
  readonly within: number | undefined;
}

export const login = fc
  .record({
    who: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(2) }),
    password: fc.oneof(
      { weight: 2, arbitrary: fc.constant('right' as const) },
      fc.constantFrom('wrong' as const, 'former' as const),
    ),
    credential,
    device: fc.option(which, { nil: undefined }),
    within: fc.option(which, { nil: undefined, freq: 1 }),
  })
  .map((how) => loggingIn(how));

export const loggingIn = (how: Login): Command =>
  new Command('login', how, (model) => {
    const owner = model.people[how.who];
    if (!owner) return undefined;
    const kinds = model.deviceTokens.filter(({ token }) => (token === undefined) === (how.credential === 'COOKIE'));
    const presented = how.device === undefined ? undefined : pick(kinds, how.device);
    const by = how.within === undefined ? undefined : holdingOf(model, how.within);
    const password = { right: owner.password, wrong: wrongPassword, former: owner.former.at(-1) ?? wrongPassword }[
      how.password
    ];
    const deviceToken = presented?.token;
    const input = {
      email: owner.email,
      password,
      credential: how.credential,
      ...(deviceToken !== undefined && { deviceToken }),
    };
    const replaces = model.viewer(by);
    return {
      document: say.login,
      input,
      by,
      cookies: presented?.cookies,
      ...judged(model, owner, how, presented, replaces),
    };
  });

function judged(
  model: Model,
  owner: Person,
  { password, credential }: Login,
  presented: DeviceToken | undefined,
  replaces: Session | undefined,
): Pick<Play, 'answer' | 'learn'> {
  const { now, failures } = model;
  const standing = owner.id === undefined ? undefined : presented && model.standing(presented, owner);
  const known = standing === 'held' ? presented : undefined;
  const full = known ? undefined : failures.full('login-address', owner.email, now);
  if (full) return { answer: model.tooMany(full) };
  const pool = model.poolOf(owner, known?.device);
  const barred = failures.barred(pool, now);
  if (barred) return { answer: model.tooMany(barred) };

  const about = owner.id === undefined ? undefined : owner;
  if (!about || password !== 'right') {
    const why = about ? 'wrong-password' : 'unknown-address';
    return { answer: wrong(model, about, pool, why, known?.device, owner.email) };
  }
  if (model.isExposed(owner)) {
    model.note('sign-in.refused', owner, { why: 'exposed-password' });
    return { answer: model.tooMany({ retryAt: null }) };
  }
  if (standing === 'reused' && presented) model.forget(presented.device, 'reused');
  const proof = { factor: 'PASSWORD', at: now, of: undefined } as const;
  const spared = known && model.trustedUntil(known.device) !== undefined;
  if (model.offer(owner).length > 0 && !spared) {
    const crowd = failures.take('challenge-user', pool, now);
    if (crowd) return { answer: model.tooMany(crowd) };
    return posed(model, {
      owner,
      purpose: 'sign-in',
      credential,
      password: proof,
      raises: undefined,
      replaces,
      pool,
      known,
    });
  }
  failures.succeed(pool, now);
  const device = model.leave(owner, known, false);
  const session = model.open(owner, credential, [proof], { device });
  if (replaces) model.revoke(replaces, 'replaced');
  return { answer: authenticated(model, session), learn: (result, reply) => keep(model, session, result, reply, true) };
}

/** A wrong password, wherever it is asked for. */
export function wrong(
  model: Model,
  about: Person | undefined,
  pool: string,
  why: string,
  known: Device | undefined,
  address?: string,
): Answer {
  const { now, failures } = model;
  failures.fail(pool, now, about);
  model.note('sign-in.refused', about, { why });
  if (known && failures.isClosed(pool, now)) model.forget(known, 'failures');
  if (!known && address !== undefined) failures.take('login-address', address, now);
  return { type: 'InvalidCredentials' };
}
