import type { CloseServiceAccountOutcome } from '../../application/close-service-account.js';
import type { CreateMachineTokenOutcome } from '../../application/create-machine-token.js';
import type { ExchangeMachineTokenOutcome } from '../../application/exchange-machine-token.js';
import type { OpenServiceAccountOutcome } from '../../application/open-service-account.js';
import type { RevokeMachineTokenOutcome } from '../../application/revoke-machine-token.js';
import type { MachineTokenView, ServiceAccountView } from '../../domain/user/machine-view.js';
import type { MachineTokenProblem } from './enums.js';
import {
  InvalidMachineToken,
  MachineAccess,
  MachineCredentialNotFound,
  MachineCredentialRejected,
  MachineToken,
  MachineTokenCreated,
  MachineTokenRevoked,
  ServiceAccount,
  ServiceAccountCreated,
  ServiceAccountRemoved,
  type CreateMachineTokenResult,
  type CreateServiceAccountResult,
  type ExchangeMachineTokenResult,
  type RemoveServiceAccountResult,
  type RevokeMachineTokenResult,
} from './machine-types.js';
import { make } from './make.js';
import { notAllowed, stepUpRequired } from './present-refusal.js';
import { SessionEnded } from './refusals.js';

export const presentMachineToken = (token: MachineTokenView): MachineToken => make(MachineToken, token);

export const presentServiceAccount = ({ id, label, createdAt, tokens }: ServiceAccountView): ServiceAccount =>
  make(ServiceAccount, { id, label, createdAt, tokens: tokens.map(presentMachineToken) });

const why: Readonly<Record<MachineTokenProblem, string>> = {
  'bad-scope': 'Name 1 to 20 different scopes, with one space between.',
  'bad-lifetime': 'It must expire: give a number of days that the policy allows.',
  'too-many': 'There are as many as allowed: end one first.',
};
const rejected = (problem: MachineTokenProblem): MachineCredentialRejected =>
  make(MachineCredentialRejected, { message: why[problem], problem });

export function presentCreated(outcome: CreateMachineTokenOutcome): CreateMachineTokenResult {
  switch (outcome.status) {
    case 'created':
      return make(MachineTokenCreated, {
        machineToken: presentMachineToken(outcome.token),
        token: outcome.secret.reveal(),
      });
    case 'rejected':
      return rejected(outcome.problem);
    case 'stale-proof':
      return stepUpRequired(outcome);
    case 'no-factor':
      return notAllowed('no-factor');
    case 'unknown':
      return new MachineCredentialNotFound();
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}

export function presentMachineRevocation(outcome: RevokeMachineTokenOutcome): RevokeMachineTokenResult {
  switch (outcome.status) {
    case 'revoked':
      return make(MachineTokenRevoked, { id: outcome.id });
    case 'unknown':
      return new MachineCredentialNotFound();
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}

export function presentExchange(outcome: ExchangeMachineTokenOutcome): ExchangeMachineTokenResult {
  if (outcome.status === 'denied') return new InvalidMachineToken();
  const { accessToken, expiresAt, scopes } = outcome.access;
  return make(MachineAccess, { accessToken: accessToken.reveal(), accessTokenExpiresAt: expiresAt, scopes });
}

export function presentOpened(outcome: OpenServiceAccountOutcome): CreateServiceAccountResult {
  switch (outcome.status) {
    case 'opened':
      return make(ServiceAccountCreated, { serviceAccount: presentServiceAccount(outcome.account) });
    case 'too-many':
      return rejected('too-many');
    case 'stale-proof':
      return stepUpRequired(outcome);
    case 'no-factor':
      return notAllowed('no-factor');
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}

export function presentClosed(outcome: CloseServiceAccountOutcome): RemoveServiceAccountResult {
  switch (outcome.status) {
    case 'closed':
      return make(ServiceAccountRemoved, { id: outcome.id });
    case 'unknown':
      return new MachineCredentialNotFound();
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}
