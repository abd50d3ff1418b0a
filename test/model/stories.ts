import * as fc from 'fast-check';
import type { DomainEvent } from '../../src/domain/events.js';
import type { World } from '../../src/testing/world.js';
import type { Command } from './command.js';
import * as devices from './device-commands.js';
import * as factors from './factor-commands.js';
import { House } from './house.js';
import { Model } from './model.js';
import type { Numbers } from './numbers.js';
import * as passwords from './password-commands.js';
import * as sessions from './session-commands.js';
import * as signIn from './sign-in-commands.js';
import { siege } from './siege.js';
import * as time from './time-commands.js';
import { verify } from './verify-commands.js';

const twice = <T>(...all: readonly T[]): readonly T[] => [...all, ...all];

// What is said twice happens twice as often.
const commands: fc.Arbitrary<fc.AsyncCommand<Model, House, true>>[] = [
  ...twice(signIn.login, verify, signIn.login, verify, verify, time.advance, sessions.refresh),
  ...twice(factors.enrol, factors.confirm, sessions.stepUp, sessions.me),
  siege,
  siege,
  signIn.register,
  sessions.logOut,
  sessions.revokeSession,
  factors.removeFactor,
  factors.disableMfa,
  factors.regenerate,
  devices.revokeDevice,
  devices.revokeAllDevices,
  devices.devices,
  passwords.changePassword,
  passwords.requestReset,
  passwords.resetPassword,
  time.sweep,
];

/** What people have done before a story begins: one has an authenticator, one has none, one is nobody yet. */
const prologue = (): readonly Command[] => [
  signIn.registering({ who: 0, weak: false }),
  signIn.registering({ who: 1, weak: false }),
  signIn.loggingIn({ who: 0, password: 'right', credential: 'TOKEN', device: undefined, within: undefined }),
  factors.enrolling({ which: 0 }),
  factors.confirming({ which: 0, code: 'now' }),
  time.advancing('31 s'),
];

/** Where stories happen. */
export interface Scene {
  readonly world: World;
  /** What has happened since this was asked last. */
  news(): Promise<readonly DomainEvent[]>;
  close(): Promise<void>;
}

let stories = 0;

/** Plays stories of up to `length` commands, each with people and an address of its own, and compares every answer and every fact. */
export const story = (scene: () => Promise<Scene>, numbers: Numbers, length = 60) =>
  fc.asyncProperty(fc.commands(commands, { maxCommands: length, size: 'max' }), async (told) => {
    const { world, news } = await scene();
    await news();
    stories += 1;
    const addresses = ['ada', 'grace', 'alan'].map((name) => `${name}-${stories}@example.org`);
    const model = new Model(numbers, () => world.clock.now().getTime(), addresses);
    const house = new House(world, `2001:db8:${stories.toString(16)}::1`, news);
    for (const command of prologue()) await command.run(model, house);
    await fc.asyncModelRun(() => ({ model, real: house }), told);
  });
