import { expect } from 'chai';
import { seconds } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import type { Caller, Result } from '../../src/testing/caller.js';
import type { World } from '../../src/testing/world.js';
import * as say from './operations.js';

export const ada = { email: 'ada@example.org', password: 'correct horse battery staple' };
export const grace = { email: 'grace@example.org', password: 'another long pass phrase' };

/** The tokens of an `Authenticated`. */
export function tokensOf(result: unknown): { readonly accessToken: string; readonly refreshToken: string } {
  const { __typename, tokens } = result as Result;
  expect(__typename).to.equal('Authenticated');
  return tokens as { accessToken: string; refreshToken: string };
}
export const text = (value: unknown): string =>
  typeof value === 'string' ? value : expect.fail(`${String(value)} is no text`);

export async function registered(house: World, ...people: readonly (typeof ada)[]): Promise<void> {
  for (const input of people) {
    const { __typename, email } = await house.caller().one(say.register, { input });
    expect([__typename, email]).to.deep.equal(['RegistrationAccepted', input.email]);
  }
}

/** Somebody without a second factor, in one step. */
export async function signedIn(house: World, who: typeof ada, credential = 'TOKEN'): Promise<Caller> {
  const caller = house.caller();
  const result = await caller.one(say.login, { input: { ...who, credential } });
  expect(result.__typename).to.equal('Authenticated');
  if (credential === 'TOKEN') caller.bearer = tokensOf(result).accessToken;
  return caller;
}

/** Gives the caller's user an authenticator, and waits until it shows its next code. */
export async function enrolled(
  house: World,
  caller: Caller,
): Promise<{ readonly phone: Phone; readonly confirmed: Result }> {
  const shown = await caller.one(say.enrolTotp);
  const phone = Phone.scan(text(shown['uri']));
  const confirmed = await caller.one(say.confirmTotp, {
    input: { code: phone.code(house.clock.now()), label: 'My phone' },
  });
  expect(confirmed.__typename).to.equal('FactorConfirmed');
  const { tokens } = confirmed['authenticated'] as { tokens: { accessToken: string } | null };
  if (tokens) caller.bearer = tokens.accessToken;
  house.clock.advance(seconds(30));
  return { phone, confirmed };
}
