import type { DeviceState } from '../../domain/throttle/device.js';
import type { Json } from './json.js';

/** `devices.state`, read. */
export function deviceState(text: string): DeviceState {
  const json = JSON.parse(text) as Json<DeviceState>;
  return {
    id: json.id,
    userId: json.userId,
    era: json.era,
    nonce: json.nonce,
    keyId: json.keyId,
    generation: json.generation,
    rotatedAt: new Date(json.rotatedAt),
    label: json.label,
    firstSeenAt: new Date(json.firstSeenAt),
    lastUsedAt: new Date(json.lastUsedAt),
    trust: json.trust && { epoch: json.trust.epoch, until: new Date(json.trust.until) },
    forgotten: json.forgotten && { at: new Date(json.forgotten.at), why: json.forgotten.why },
  };
}
