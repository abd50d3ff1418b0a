import { setTimeout as sleep } from 'node:timers/promises';
import qrcode from 'qrcode';
import { Phone } from '../testing/phone.js';
import type { Result, Teller } from './teller.js';

interface Clock {
  now(): Date;
}

/** One person's whole story; rejects as soon as an answer is not the one that belongs here. */
export async function play(teller: Teller, clock: Clock, email: string, password: string): Promise<void> {
  teller.title('Register');
  expect(await teller.send('register', { email, password }), 'RegistrationAccepted');

  teller.title('Log in with the password alone: no second factor is set up yet');
  const first = expect(await teller.send('login', { email, password }), 'Authenticated');
  teller.use(text(inner(first, 'tokens'), 'accessToken'));

  teller.title('Set up an authenticator');
  const enrolment = expect(await teller.send('enrolTotp'), 'TotpEnrolment');
  teller.say(await qrcode.toString(text(enrolment, 'uri'), { type: 'terminal', small: true }));
  teller.say('   Scan it if you like; the demo has a phone of its own.');
  const phone = Phone.scan(text(enrolment, 'uri'));

  teller.title('Confirm it with a first code; ten backup codes are shown once');
  const confirmed = expect(await teller.send('confirmTotp', { code: phone.code(clock.now()) }), 'FactorConfirmed');
  const [backupCode = ''] = confirmed['backupCodes'] as string[];

  teller.use(undefined);
  teller.title('Log in again: now the password is not enough (HTTP 202)');
  const required = expect(await teller.send('login', { email, password }), 'MfaRequired');
  const challengeToken = text(required, 'challengeToken');

  teller.title('A code counts once: the one that confirmed the enrolment does not sign in');
  const code = phone.code(clock.now());
  const early = expect(await teller.send('verifyMfa', { challengeToken, factor: 'TOTP', code }), 'InvalidCode');

  teller.title('The next one does');
  await until(teller, Date.parse(text(early, 'nextCodeAt')) - clock.now().getTime());
  const next = phone.code(clock.now());
  const verified = expect(
    await teller.send('verifyMfa', { challengeToken, factor: 'TOTP', code: next }),
    'Authenticated',
  );
  const tokens = inner(verified, 'tokens');
  teller.use(text(tokens, 'accessToken'));

  teller.title('Who am I, and what was proven?');
  const me = await teller.send('me');
  if (inner(me, 'session')['mfaVerified'] !== true) throw new Error('The session does not know that MFA was passed');

  teller.title('A new access token for the refresh token, which is used up by it');
  const refreshed = expect(
    await teller.send('refreshSession', { refreshToken: text(tokens, 'refreshToken') }),
    'Authenticated',
  );
  const accessToken = text(inner(refreshed, 'tokens'), 'accessToken');

  teller.use(undefined);
  teller.title('A replayed code is refused, in a new challenge too');
  const again = expect(await teller.send('login', { email, password }), 'MfaRequired');
  const second = text(again, 'challengeToken');
  expect(await teller.send('verifyMfa', { challengeToken: second, factor: 'TOTP', code: next }), 'InvalidCode');

  teller.title('The phone is lost: a backup code signs in, once');
  expect(
    await teller.send('verifyMfa', { challengeToken: second, factor: 'BACKUP_CODE', code: backupCode }),
    'Authenticated',
  );

  teller.use(accessToken);
  teller.title('Log out everywhere');
  const { sessionsEnded } = await teller.send('logout');
  if (typeof sessionsEnded !== 'number' || sessionsEnded < 2) throw new Error('Logging out left a session behind');
  teller.say(`\n\u001B[32mThat is the whole story: ${sessionsEnded} sessions ended, every code spent once.\u001B[0m`);
}

async function until(teller: Teller, milliseconds: number): Promise<void> {
  // A little later: the service's clock need not be ours.
  const wait = Math.max(0, milliseconds) + 250;
  teller.say(`   (waiting ${Math.ceil(wait / 1000)} s for the authenticator's next code)`);
  await sleep(wait);
}

function expect(result: Result, type: string): Result {
  if (result['__typename'] !== type) throw new Error(`Expected ${type}, got ${JSON.stringify(result)}`);
  return result;
}

function inner(result: Result, field: string): Result {
  const value = result[field];
  if (typeof value !== 'object' || value === null) throw new Error(`No ${field} in the answer`);
  return value as Result;
}

function text(result: Result, field: string): string {
  const value = result[field];
  if (typeof value !== 'string') throw new Error(`No ${field} in the answer`);
  return value;
}
