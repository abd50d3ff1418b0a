import * as fc from 'fast-check';
import { which } from './choices.js';
import type { Command } from './command.js';
import type { House } from './house.js';
import type { Model } from './model.js';
import { changing } from './password-commands.js';
import { steppingUp } from './session-commands.js';
import { loggingIn } from './sign-in-commands.js';
import { advancing } from './time-commands.js';
import { verifying } from './verify-commands.js';

interface How {
  readonly door: 'login' | 'totp' | 'backup-code' | 'step-up' | 'change-password';
  readonly times: number;
  /** Waits between two of them. */
  readonly patient: boolean;
  readonly who: number;
  readonly device: number | undefined;
  readonly which: number;
}

/** Wrong answers in a row, at one door. */
class Siege implements fc.AsyncCommand<Model, House, true> {
  constructor(private readonly how: How) {}

  async check(): Promise<boolean> {
    return true;
  }

  async run(model: Model, house: House): Promise<void> {
    const { times, patient } = this.how;
    for (let time = 0; time < times; time += 1) {
      if (patient && time > 0) await advancing('31 s').run(model, house);
      await this.guess().run(model, house);
    }
  }

  toString(): string {
    return `siege(${JSON.stringify(this.how).slice(1, -1).replaceAll('"', '')})`;
  }

  private guess(): Command {
    const { door, who, device, which } = this.how;
    const typed = { phone: 0, trust: false, bare: false, code: 'wrong', which } as const;
    // prettier-ignore
    switch (door) {
      case 'login':           return loggingIn({ who, password: 'wrong', credential: 'TOKEN', device, within: undefined });
      case 'totp':            return verifying({ ...typed, kind: 'TOTP' });
      case 'backup-code':     return verifying({ ...typed, kind: 'BACKUP_CODE' });
      case 'step-up':         return steppingUp({ which, assurance: 'AAL1', password: 'wrong' });
      case 'change-password': return changing({ which, right: false, weak: false });
      default:                return door satisfies never;
    }
  }
}

export const siege = fc
  .record({
    door: fc.constantFrom<How['door']>('login', 'login', 'totp', 'totp', 'backup-code', 'step-up', 'change-password'),
    times: fc.integer({ min: 2, max: 7 }),
    patient: fc.boolean(),
    who: fc.nat(2),
    device: fc.option(which, { nil: undefined }),
    which,
  })
  .map((how) => new Siege(how));
