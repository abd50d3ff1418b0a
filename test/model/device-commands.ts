import * as fc from 'fast-check';
import * as say from '../support/operations.js';
import { holdingOf, pick, which } from './choices.js';
import { Command } from './command.js';
import { ended } from './session-commands.js';

export const revokeDevice = fc.record({ which, device: which }).map(
  (how) =>
    new Command('revokeDevice', how, (model) => {
      const [by, device] = [holdingOf(model, how.which), pick(model.devices, how.device)];
      if (!by || !device) return undefined;
      const session = model.viewer(by);
      const input = { id: device.id };
      const request = { document: say.revokeTrustedDevice, input, by };
      if (!session) return { ...request, answer: ended };
      if (device.owner !== session.owner || !model.isKnown(device))
        return { ...request, answer: { type: 'DeviceNotFound' } };
      model.forget(device, 'by-owner');
      return { ...request, answer: { type: 'DeviceRevoked', id: input.id } };
    }),
);

export const revokeAllDevices = fc.record({ which }).map(
  (how) =>
    new Command('revokeAllDevices', how, (model) => {
      const by = holdingOf(model, how.which);
      if (!by) return undefined;
      const session = model.viewer(by);
      const request = { document: say.revokeAllTrustedDevices, by };
      if (!session) return { ...request, answer: ended };
      const trusted = model.devices.filter(
        (device) => device.owner === session.owner && model.trustedUntil(device) !== undefined,
      );
      for (const device of trusted) model.forget(device, 'by-owner');
      return { ...request, answer: { type: 'DevicesRevoked', devicesRevoked: trusted.length } };
    }),
);

export const devices = fc.record({ which }).map(
  (how) =>
    new Command('devices', how, (model) => {
      const by = holdingOf(model, how.which);
      if (!by) return undefined;
      const session = model.viewer(by);
      const request = { document: say.devices, by };
      if (!session) return { ...request, answer: null };
      const known = model.devices.filter((device) => device.owner === session.owner && model.isKnown(device));
      const count = known.filter((device) => model.trustedUntil(device) !== undefined).length;
      return {
        ...request,
        answer: { type: 'User' },
        learn: ({ devices: told, trustedDevices }) => {
          const [all, trusted] = [told as unknown[], trustedDevices as unknown[]].map(({ length }) => length);
          const want = Math.min(known.length, model.numbers.devicesPerUser);
          if (all !== want || trusted !== count)
            throw new Error(`${all} devices, ${trusted} trusted; not ${want}, ${count}`);
        },
      };
    }),
);
