import { momentIn, type Catalogue, type FactorNames, type PoolNames } from './catalogue.js';

const factors: FactorNames = { totp: 'an authenticator app', 'backup-code': 'backup codes' };
const pools: PoolNames = { password: 'your password', totp: 'an authenticator code', 'backup-code': 'a backup code' };
const moment = momentIn('en-GB');

export const english: Catalogue = {
  notices: {
    'new-device': () => ({
      subject: 'New sign-in to your account',
      paragraphs: ['Somebody signed in to your account from a device that was not seen there before.'],
    }),
    'device-reused': () => ({
      subject: 'A device of yours may have been copied',
      paragraphs: [
        'Somebody signed in with your password and with a mark of your device that had been used up: two parties hold it.',
        'The device was forgotten, and is asked for everything again.',
      ],
    }),
    'mfa-on': ({ kind }) => ({
      subject: 'Multi-factor authentication is on',
      paragraphs: [
        `Signing in to your account asks for a second factor from now on: ${factors[kind]}.`,
        'Keep your backup codes where you find them without your phone.',
      ],
    }),
    'mfa-off': () => ({
      subject: 'Multi-factor authentication is off',
      paragraphs: ['Your password alone signs you in now. Your authenticators and backup codes no longer work.'],
    }),
    'factor-added': ({ kind }) => ({
      subject: 'A second factor was added',
      paragraphs: [`From now on ${factors[kind]} more can complete your sign-ins.`],
    }),
    'factor-removed': ({ kind }) => ({
      subject: 'A second factor was removed',
      paragraphs: [`It was ${factors[kind]}, and can no longer complete your sign-ins.`],
    }),
    'backup-code-used': ({ left }) => ({
      subject: 'A backup code was used',
      paragraphs: [`It completed a sign-in to your account and will not work again. You have ${left} left.`],
    }),
    'backup-codes-low': ({ left }) => ({
      subject: left === 0 ? 'Your last backup code was used' : `A backup code was used, and ${left} left`,
      paragraphs: [
        `It completed a sign-in to your account and will not work again. ${left === 0 ? 'None is left.' : `Only ${left} ${left === 1 ? 'is' : 'are'} left.`}`,
        'Make new ones in your account before you need them.',
      ],
    }),
    'backup-codes-renewed': () => ({
      subject: 'New backup codes were made',
      paragraphs: ['Your former backup codes no longer work.'],
    }),
    'second-factor-guessed': () => ({
      subject: 'Somebody has your password',
      paragraphs: [
        'Somebody entered your right password and then several wrong codes.',
        'If it was not you, the second factor kept them out. Choose a new password now.',
      ],
    }),
    'password-exposed': () => ({
      subject: 'Your password must be changed',
      paragraphs: [
        'Somebody entered your right password and then 20 wrong codes.',
        'The password signs nobody in any more. Choose a new one by this link within half an hour; it works once.',
        'Later, say where you sign in that you have forgotten it, and you are sent another.',
      ],
      action: 'Choose a new password',
    }),
    'pool-closed': ({ kind }) => ({
      subject: 'Too many wrong answers on your account',
      paragraphs: [
        `So many wrong answers were given that ${pools[kind]} is no longer accepted for your account, not even the right one.`,
        'Other ways to sign in work as before, and so do devices that you are signed in on.',
      ],
      action: 'Open it again',
    }),
    'password-changed': () => ({
      subject: 'Your password was changed',
      paragraphs: ['Your former password no longer works, and other devices have to sign in again.'],
    }),
    'address-changed': () => ({
      subject: 'The address of your account was changed',
      paragraphs: ['Your account has another e-mail address now. This is the last message to this one.'],
    }),
    'reset-asked': () => ({
      subject: 'Choose a new password',
      paragraphs: [
        'Somebody asked for a new password for your account. If it was you, follow the link within half an hour; it works once.',
        'If it was not you, do nothing: your password stays as it is.',
      ],
      action: 'Choose a new password',
    }),
    'administrator-reset': ({ due }) => ({
      subject: 'Your second factors are to be removed',
      paragraphs: [
        `An administrator was asked to remove them because you cannot use them any more. From ${moment(due)} on your password alone signs you in.`,
        'Signing in with a second factor before then stops it.',
      ],
    }),
    'confirm-address': () => ({
      subject: 'Confirm your address',
      paragraphs: [
        'Somebody wants to make an account with this address. If it was you, confirm it within half an hour.',
        'If it was not you, do nothing: no account is made.',
      ],
      action: 'Confirm this address',
    }),
    'confirm-new-address': () => ({
      subject: 'Confirm your new address',
      paragraphs: [
        'Somebody wants this to be the address of their account. If it was you, confirm it within half an hour.',
        'If it was not you, do nothing: the account keeps its address.',
      ],
      action: 'Confirm this address',
    }),
    invitation: () => ({
      subject: 'An account was made for you',
      paragraphs: ['Choose a password within a day, and sign in with this address.'],
      action: 'Choose a password',
    }),
    'registration-repeated': () => ({
      subject: 'You have an account already',
      paragraphs: [
        'Somebody tried to register with your address. Your account is unchanged.',
        'If it was you, sign in instead, or ask for a new password.',
      ],
    }),
    'machine-token-made': () => ({
      subject: 'A machine token was made',
      paragraphs: ['A program can act in your name with it until it expires or is revoked.'],
    }),
    'service-account-made': () => ({
      subject: 'A service account was made',
      paragraphs: ['It belongs to you, and programs can act in its name.'],
    }),
  },
  moment,
  labels: { when: 'When', device: 'Device', address: 'Network address' },
  notMe: {
    question: 'Was this not you?',
    action: 'End all sessions and secure the account',
    advice: 'Was this not you? Change your password, and end the sessions that you do not know.',
  },
  signature: (service, url) => `${service} sent this message about your account at ${url}.`,
};
