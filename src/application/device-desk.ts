import type { Client } from '../domain/client.js';
import { after } from '../domain/duration.js';
import type { DeviceId, UserId } from '../domain/ids.js';
import type { KnownDevice } from '../domain/mfa/mfa-challenge.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { DeviceSecrets, PresentedDevice } from '../domain/ports/device-secrets.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { OnDevice } from '../domain/session/session-state.js';
import { Device } from '../domain/throttle/device.js';
import type { User } from '../domain/user/user.js';

/** More than that nobody presents: a browser keeps one token a user, of the last few. */
export const mostPresented = 5;

/** A token that computes for one of the user's devices: of the generation in force, or of one that was used up long ago. */
export interface Recognised {
  readonly device: Device;
  readonly standing: 'held' | 'reused';
  readonly generation: number;
}

/** What a client is known by from now on. */
export interface LeftDevice {
  readonly userId: UserId;
  readonly token: Secret;
  /** Unused for so long, it is a stranger. */
  readonly until: Date;
}

/** Recognises devices, and leaves one behind where a sign-in is complete. */
export class DeviceDesk {
  constructor(
    private readonly its: {
      readonly deviceSecrets: DeviceSecrets;
      readonly entropy: Entropy;
      readonly policy: AuthPolicy;
    },
  ) {}

  /** What has the shape of a token; the newest where there are too many. */
  read(tokens: readonly Secret[]): readonly PresentedDevice[] {
    const { deviceSecrets: secrets } = this.its;
    return tokens
      .slice(-mostPresented)
      .map((token) => secrets.parse(token))
      .filter((each) => each !== undefined);
  }

  /** The user's own device among what is presented. Somebody else's, a forged or a dead one is as none. */
  async recognise(
    tx: Transaction,
    user: User,
    presented: readonly PresentedDevice[],
    now: Date,
  ): Promise<Recognised | undefined> {
    const { deviceSecrets: secrets, policy } = this.its;
    const token = presented.findLast(({ userId }) => userId === user.id);
    if (!token) return undefined;
    const { generation } = token;
    const device = await tx.devices.byId(token.deviceId);
    const genuine = secrets.isGenuine(token, device?.snapshot());
    if (!device || !genuine || !device.isKnown(user, now, policy)) return undefined;
    const standing = device.judge(generation, now, policy);
    return standing === 'unknown' ? undefined : { device, standing, generation };
  }

  /**
   * A sign-in is complete: the known device goes on with its next token, whoever had none is known from now on. `trust`
   * where it was asked for with a second factor that was passed in this very commit.
   */
  async leave(
    tx: Transaction,
    user: User,
    known: KnownDevice | undefined,
    trust: boolean,
    client: Client,
    now: Date,
  ): Promise<{ readonly left: LeftDevice; readonly on: OnDevice }> {
    const { deviceSecrets: secrets, policy } = this.its;
    const found = known && (await tx.devices.byId(known.id));
    const familiar = found?.isKnown(user, now, policy) ? found : undefined;
    if (familiar && known) familiar.use(known.generation, now);
    let device = familiar ?? this.meet(tx, user, client, now);
    let token = secrets.token(device.snapshot(), device.snapshot().generation);
    if (!token) {
      // Its key was revoked: what it holds is worth nothing any more.
      device = this.meet(tx, user, client, now);
      token = secrets.token(device.snapshot(), 0);
    }
    if (!token) throw new Error('A device was met without a key');
    if (trust) device.trust(user, now, policy);
    const trustedUntil = device.trustedUntil(user, now, policy);
    const until = after(now, policy.deviceMemory);
    return { left: { userId: user.id, token, until }, on: { deviceId: device.id, trustedUntil } };
  }

  private meet(tx: Transaction, user: User, client: Client, now: Date): Device {
    const { deviceSecrets: secrets, entropy } = this.its;
    const device = Device.meet(entropy.id<DeviceId>(), user, secrets.begin(), client.device, now);
    tx.devices.add(device);
    return device;
  }
}
