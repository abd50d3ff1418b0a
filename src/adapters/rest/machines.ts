import type { CloseServiceAccount } from '../../application/close-service-account.js';
import type { CreateMachineToken } from '../../application/create-machine-token.js';
import type { ExchangeMachineToken } from '../../application/exchange-machine-token.js';
import type { ListBypasses } from '../../application/list-bypasses.js';
import type { ListMachines } from '../../application/list-machines.js';
import type { OpenServiceAccount } from '../../application/open-service-account.js';
import type { RevokeMachineToken } from '../../application/revoke-machine-token.js';
import { Secret } from '../../domain/secret.js';
import type { machineRoutes } from './machine-routes.js';
import { stepUpRequired } from './present.js';
import { refuse } from './problems.js';
import type { Handlers } from './routes.js';

interface Its {
  readonly create: CreateMachineToken;
  readonly list: ListMachines;
  readonly revoke: RevokeMachineToken;
  readonly exchange: ExchangeMachineToken;
  readonly openAccount: OpenServiceAccount;
  readonly closeAccount: CloseServiceAccount;
  readonly listBypasses: ListBypasses;
}

/** What programs hold, and what they get for it. */
export function machines(its: Its): Pick<Handlers, keyof typeof machineRoutes> {
  return {
    async createMachineToken({ body: { label, scope, days, serviceAccount: account }, caller: { client }, viewer }) {
      const outcome = await its.create.execute({ viewer, wish: { label, scope, days }, account, client });
      switch (outcome.status) {
        case 'created': {
          const { token: machineToken, secret } = outcome;
          return { status: 200, body: { status: 'created', token: secret.reveal(), machineToken } };
        }
        case 'rejected':
          return refuse('machine-credential-rejected', { reason: outcome.problem });
        case 'stale-proof':
          return stepUpRequired(outcome);
        case 'no-factor':
          return refuse('not-allowed', { reason: 'no-factor' });
        case 'unknown':
          return refuse('not-found');
        case 'ended':
          return refuse('session-ended');
        default:
          return outcome satisfies never;
      }
    },

    async listMachineTokens({ caller: { client }, viewer }) {
      return { status: 200, body: { machineTokens: await its.list.tokens({ viewer, client }) } };
    },

    async revokeMachineToken({ id, caller: { client }, viewer }) {
      const outcome = await its.revoke.execute({ viewer, id, client });
      if (outcome.status !== 'revoked') return refuse(outcome.status === 'ended' ? 'session-ended' : 'not-found');
      return { status: 200, body: outcome };
    },

    async exchangeMachineToken({ body: { token }, caller: { client } }) {
      const outcome = await its.exchange.execute({ token: new Secret(token), client });
      if (outcome.status === 'denied') return refuse('invalid-machine-token');
      const { accessToken, expiresAt: accessTokenExpiresAt, scopes } = outcome.access;
      const body = { accessToken: accessToken.reveal(), accessTokenExpiresAt, scopes };
      return { status: 200, body: { status: 'exchanged', ...body } };
    },

    async openServiceAccount({ body: { label }, caller: { client }, viewer }) {
      const outcome = await its.openAccount.execute({ viewer, label, client });
      // prettier-ignore
      switch (outcome.status) {
        case 'opened':      return { status: 200, body: { status: 'created', serviceAccount: outcome.account } };
        case 'too-many':    return refuse('machine-credential-rejected', { reason: 'too-many' });
        case 'stale-proof': return stepUpRequired(outcome);
        case 'no-factor':   return refuse('not-allowed', { reason: 'no-factor' });
        case 'ended':       return refuse('session-ended');
        default:            return outcome satisfies never;
      }
    },

    async listServiceAccounts({ caller: { client }, viewer }) {
      return { status: 200, body: { serviceAccounts: await its.list.serviceAccounts({ viewer, client }) } };
    },

    async listBypasses({ caller: { client }, viewer }) {
      const outcome = await its.listBypasses.execute({ viewer, client });
      if (outcome.status === 'stale-proof') return stepUpRequired(outcome);
      if (outcome.status === 'ended') return refuse('session-ended');
      return { status: 200, body: { bypasses: outcome.bypasses } };
    },

    async closeServiceAccount({ id, caller: { client }, viewer }) {
      const outcome = await its.closeAccount.execute({ viewer, id, client });
      if (outcome.status !== 'closed') return refuse(outcome.status === 'ended' ? 'session-ended' : 'not-found');
      return { status: 200, body: { status: 'removed', id: outcome.id } };
    },
  };
}
