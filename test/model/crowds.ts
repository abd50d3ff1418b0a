import type { Model } from './model.js';

/** There are more than somebody may have: the oldest go. */
export function crowdOut(model: Model): void {
  const { sessionsPerUser, devicesPerUser, deviceMemory } = model.numbers;
  for (const owner of model.people) {
    const open = model.sessions.filter((each) => each.owner === owner && model.isOpen(each));
    const sessions = newestFirst(open, ({ openedAt }) => openedAt).slice(sessionsPerUser);
    for (const session of sessions) model.revoke(session, 'crowded-out');
    const known = model.devices.filter((each) => each.owner === owner && !each.forgotten);
    const devices = newestFirst(known, ({ lastUsedAt }) => lastUsedAt).slice(devicesPerUser);
    for (const device of devices) model.forget(device, 'crowded-out');
  }
  for (const device of model.devices) if (device.lastUsedAt < model.now - deviceMemory) device.forgotten = true;
}

/** Of one moment: by their ids. */
const newestFirst = <T extends { readonly id: string }>(all: readonly T[], at: (one: T) => number): readonly T[] =>
  all.toSorted((a, b) => at(b) - at(a) || (a.id < b.id ? 1 : -1));
