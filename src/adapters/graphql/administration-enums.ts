import 'reflect-metadata';
import { registerEnumType } from 'type-graphql';

export const MfaDemand = { OFF: 'off', OPTIONAL: 'optional', REQUIRED: 'required' } as const;
export type MfaDemand = (typeof MfaDemand)[keyof typeof MfaDemand];
registerEnumType(MfaDemand, {
  name: 'MfaDemand',
  description: 'Whether a second factor is asked for.',
  valuesConfig: {
    OFF: { description: 'Nobody is asked, and nobody can enrol.' },
    OPTIONAL: { description: 'Who has enrolled one is asked for it.' },
    REQUIRED: { description: 'Who has none must enrol one before they are signed in.' },
  },
});

export const PolicyScope = {
  DEPLOYMENT: 'deployment',
  EVERYBODY: 'everybody',
  ROLE: 'role',
  USER: 'user',
} as const;
export type PolicyScope = (typeof PolicyScope)[keyof typeof PolicyScope];
registerEnumType(PolicyScope, {
  name: 'PolicyScope',
  description: 'Whom an entry of the policy is about. Of two that say something the later one in this list holds.',
  valuesConfig: {
    DEPLOYMENT: { description: 'The environment the service was started with.' },
    ROLE: { description: 'Of several roles the strictest entry holds.' },
  },
});

export const PolicyProblem = {
  SAYS_NOTHING: 'says-nothing',
  BAD_TARGET: 'bad-target',
  NO_AUTHENTICATOR: 'no-authenticator',
  UNAVAILABLE_FACTOR: 'unavailable-factor',
  DEADLINE_WITHOUT_DEMAND: 'deadline-without-demand',
  BAD_AGE: 'bad-age',
} as const;
export type PolicyProblem = (typeof PolicyProblem)[keyof typeof PolicyProblem];
registerEnumType(PolicyProblem, {
  name: 'PolicyProblem',
  description: 'What is wrong with a policy somebody wants to set.',
  valuesConfig: {
    SAYS_NOTHING: { description: 'Call `removePolicy` to take an entry back.' },
    BAD_TARGET: { description: 'A role or a user, not both.' },
    NO_AUTHENTICATOR: { description: 'With backup codes alone nobody could enrol.' },
    UNAVAILABLE_FACTOR: { description: 'No such factor can be enrolled here.' },
    DEADLINE_WITHOUT_DEMAND: { description: 'A deadline belongs to `REQUIRED`.' },
    BAD_AGE: { description: 'From 5 minutes to 30 days.' },
  },
});

export const AccountStatus = { ACTIVE: 'active', DISABLED: 'disabled', DELETED: 'deleted' } as const;
export type AccountStatus = (typeof AccountStatus)[keyof typeof AccountStatus];
registerEnumType(AccountStatus, {
  name: 'AccountStatus',
  description: 'How an account stands.',
  valuesConfig: { DELETED: { description: 'Nothing is left of it but the id.' } },
});
