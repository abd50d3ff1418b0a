import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';
import { SessionEnded } from './refusals.js';

@ObjectType({
  simpleResolvers: true,
  description:
    "A browser or an app that completed a sign-in. It is known: strangers' wrong passwords do not keep it out. While it is trusted, its logins need no second factor.",
})
export class Device {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Browser and system in words, as far as they are known.' })
  readonly label!: string | undefined;

  @Field(() => DateTime)
  readonly firstSeenAt!: Date;

  @Field(() => DateTime, { description: 'The last sign-in that was completed on it.' })
  readonly lastUsedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Null for a device that is known and no more.' })
  readonly trustedUntil!: Date | undefined;

  @Field(() => Boolean, { description: 'Is it the device that the session of this request was opened on?' })
  readonly current!: boolean;
}

@InputType()
export class RevokeTrustedDeviceInput {
  @Field(() => ID, { description: 'Of one of the own devices, trusted or only known.' })
  readonly id!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'That device is a stranger from now on. A session that its trust alone had spared a second factor has ended.',
})
export class DeviceRevoked {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Every trusted device is a stranger from now on.' })
export class DevicesRevoked {
  @Field(() => Int)
  readonly devicesRevoked!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "No device of this user has that id; somebody else's is not found either.",
})
export class DeviceNotFound {
  @Field(() => String)
  readonly message: string = 'There is no such device.';
}

export const RevokeTrustedDeviceResult = createUnionType({
  name: 'RevokeTrustedDeviceResult',
  types: () => [DeviceRevoked, DeviceNotFound, SessionEnded] as const,
});
export type RevokeTrustedDeviceResult = DeviceRevoked | DeviceNotFound | SessionEnded;

export const RevokeAllTrustedDevicesResult = createUnionType({
  name: 'RevokeAllTrustedDevicesResult',
  types: () => [DevicesRevoked, SessionEnded] as const,
});
export type RevokeAllTrustedDevicesResult = DevicesRevoked | SessionEnded;
