import type {
  LogoutMutation,
  RefreshSessionInput,
  RefreshSessionResult,
  StepUpInput,
  StepUpResult,
  LogoutInput,
  VerifyMfaInput,
  VerifyMfaResult,
} from './operations.js';
import type { Tokens } from './tokens.js';

/*
 * What this client sends by itself, as text: printing documents would cost a bundle more than they do. A test holds them
 * against the schema and their types against the generated ones.
 */

/** As much of `Authenticated` as is used here; null for a COOKIE session. */
export interface SignedIn {
  readonly __typename: 'Authenticated';
  readonly tokens: Tokens | null;
  /** Null where no sign-in was completed: a refresh or a step-up makes no device known. */
  readonly deviceToken: string | null;
}
type Slim<Result> = Exclude<Result, { readonly __typename: 'Authenticated' }> | SignedIn;
type Member<Result, Name> = Extract<Result, { readonly __typename: Name }>;

export type Challenge = Member<RefreshSessionResult, 'MfaRequired'>;
export type MfaEnrolmentDue = Member<RefreshSessionResult, 'MfaEnrolmentRequired'>;
/** Why nobody was asked. */
export type Refused = Member<StepUpResult | VerifyMfaResult, 'NotAllowed' | 'TooManyAttempts' | 'ChallengeClosed'>;

export interface Steps {
  refreshSession: { readonly input: RefreshSessionInput; readonly result: Slim<RefreshSessionResult> };
  stepUp: { readonly input: StepUpInput; readonly result: Slim<StepUpResult> };
  verifyMfa: { readonly input: VerifyMfaInput; readonly result: Slim<VerifyMfaResult> };
  logout: { readonly input: LogoutInput; readonly result: LogoutMutation['logout'] };
}

const on = (type: string, fields = 'message'): string => `...on ${type}{${fields}}`;
const signedIn = on('Authenticated', 'tokens{accessToken refreshToken}deviceToken');
const asked = on('MfaRequired', 'challengeToken factors attemptsLeft expiresAt');
const tooMany = on('TooManyAttempts', 'message retryAt');

const selections: Readonly<Record<keyof Steps, string>> = {
  refreshSession:
    '__typename' +
    signedIn +
    asked +
    on('MfaEnrolmentRequired', 'enrolmentToken factors expiresAt') +
    on('SessionEnded') +
    tooMany,
  stepUp:
    '__typename' +
    signedIn +
    asked +
    on('InvalidCredentials') +
    on('NotAllowed', 'message reason') +
    on('SessionEnded') +
    tooMany,
  verifyMfa:
    '__typename' + signedIn + on('InvalidCode', 'message attemptsLeft nextCodeAt') + on('ChallengeClosed') + tooMany,
  logout: 'sessionsEnded',
};

/** The document of a step. */
export function documentOf(step: keyof Steps): string {
  const type = step[0]?.toUpperCase() + step.slice(1);
  return `mutation ${type}($input:${type}Input!){${step}(input:$input){${selections[step]}}}`;
}
