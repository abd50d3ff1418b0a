import type { VNode } from 'preact';
import type { RevokeDevice } from '../../application/revoke-device.js';
import type { DeviceId } from '../../domain/ids.js';
import type { DeviceView } from '../../domain/throttle/device.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Form, Moment, Said, spanOf } from './parts.js';
import { seeOther, type Reply } from './reply.js';
import { unfinished } from './step-up.js';
import type { Visit } from './visit.js';

/** Makes a device a stranger again, or every one that may skip the code. */
export function forgetDevice({ revokeDevice }: { readonly revokeDevice: RevokeDevice }) {
  return {
    async post(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const { client } = visit;
      const outcome = await revokeDevice.one({ viewer, id: visit.text('id'), client });
      switch (outcome.status) {
        case 'revoked':
          if (outcome.ownEnded) visit.envelope.dropSession();
          return seeOther(pageAt(outcome.ownEnded ? 'signIn' : 'account', { notice: 'device-forgotten' }));
        case 'unknown':
          return seeOther(pageAt('account', { notice: 'device-forgotten' }));
        case 'ended':
          return seeOther(pageAt('signIn', { notice: 'session-ended' }));
        default:
          return outcome satisfies never;
      }
    },
  };
}

interface Props {
  readonly visit: Visit;
  readonly own: DeviceId | undefined;
  readonly devices: readonly DeviceView[];
}

/** Devices that completed a sign-in, and which of them may skip the code. */
export function KnownDevices({ visit, own, devices }: Props): VNode | null {
  const { devices: words } = visit.words;
  if (devices.length === 0) return null;
  return (
    <section aria-labelledby="devices">
      <h2 id="devices">{words.title}</h2>
      <p class="hint">{words.why}</p>
      <ul class="rows">
        {devices.map((device) => (
          <KnownDevice visit={visit} device={device} current={device.id === own} />
        ))}
      </ul>
    </section>
  );
}

function KnownDevice({ visit, device, current }: { visit: Visit; device: DeviceView; current: boolean }): VNode {
  const { devices: words, account } = visit.words;
  const { id, label, lastUsedAt, trustedUntil } = device;
  const name = label ?? account.unknownDevice;
  const left = trustedUntil && (trustedUntil.getTime() - visit.now.getTime()) / 1000;
  return (
    <li>
      <div>
        <strong>
          <Said>{name}</Said>
        </strong>{' '}
        {current && <span class="badge on">{account.current}</span>}
        <p class="hint">
          {account.used} <Moment at={lastUsedAt} visit={visit} />
          {left !== undefined && ` · ${words.trusted(spanOf(left, visit.asked.language))}`}
        </p>
      </div>
      <Form to={pagePaths.forgetDevice} hidden={{ id }}>
        <button class="quiet" aria-label={`${words.forget}: ${name}`}>
          {words.forget}
        </button>
      </Form>
    </li>
  );
}
