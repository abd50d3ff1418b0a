import type { ListDevices } from '../../application/list-devices.js';
import type { RevokeDevice } from '../../application/revoke-device.js';
import { refuse } from './problems.js';
import type { Handlers } from './routes.js';

interface Its {
  readonly list: ListDevices;
  readonly revoke: RevokeDevice;
}

/** What somebody sees of their devices, and how one becomes a stranger again. */
export function devices({ list, revoke }: Its): Pick<Handlers, 'listDevices' | 'revokeDevice' | 'revokeDevices'> {
  return {
    async listDevices({ caller: { client }, viewer }) {
      const known = await list.execute({ viewer, client });
      const { deviceId } = viewer.session;
      return { status: 200, body: { devices: known.map((each) => ({ ...each, current: each.id === deviceId })) } };
    },

    async revokeDevice({ id, caller: { client, envelope }, viewer }) {
      const outcome = await revoke.one({ viewer, id, client });
      if (outcome.status !== 'revoked') return refuse(outcome.status === 'ended' ? 'session-ended' : 'not-found');
      if (outcome.ownEnded) envelope.dropSession();
      return { status: 200, body: { status: 'revoked', id: outcome.id } };
    },

    async revokeDevices({ caller: { client, envelope }, viewer }) {
      const outcome = await revoke.all({ viewer, client });
      if (outcome.status === 'ended') return refuse('session-ended');
      if (outcome.ownEnded) envelope.dropSession();
      return { status: 200, body: { status: 'revoked', devicesRevoked: outcome.devices } };
    },
  };
}
