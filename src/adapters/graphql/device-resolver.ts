import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { ListDevices } from '../../application/list-devices.js';
import type { RevokeDevice } from '../../application/revoke-device.js';
import { User } from './account-types.js';
import type { RequestContext } from './context.js';
import {
  Device,
  RevokeAllTrustedDevicesResult,
  RevokeTrustedDeviceInput,
  RevokeTrustedDeviceResult,
} from './device-types.js';
import { presentDevice, presentDeviceRevocation, presentTrustRevocation } from './present-device.js';
import { SessionEnded } from './refusals.js';

@Resolver(() => User)
export class DeviceResolver {
  constructor(private readonly its: { readonly list: ListDevices; readonly revoke: RevokeDevice }) {}

  @FieldResolver(() => [Device], { description: 'Devices that this user is known by, the last used first.' })
  async devices(@Root() { viewer }: User, @Ctx() { client }: RequestContext): Promise<Device[]> {
    const devices = await this.its.list.execute({ viewer, client });
    return devices.map((device) => presentDevice(device, viewer.session.deviceId));
  }

  @FieldResolver(() => [Device], { description: 'Those of them whose logins need no second factor for a while.' })
  async trustedDevices(@Root() user: User, @Ctx() context: RequestContext): Promise<Device[]> {
    return (await this.devices(user, context)).filter(({ trustedUntil }) => trustedUntil !== undefined);
  }

  @Mutation(() => RevokeTrustedDeviceResult, {
    description: 'Forget one of the own devices: it has to prove everything again.',
  })
  async revokeTrustedDevice(
    @Arg('input', () => RevokeTrustedDeviceInput) { id }: RevokeTrustedDeviceInput,
    @Ctx() context: RequestContext,
  ): Promise<RevokeTrustedDeviceResult> {
    const { client, envelope } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    const outcome = await this.its.revoke.one({ viewer, id, client });
    if (outcome.status === 'revoked' && outcome.ownEnded) envelope.dropSession();
    return presentDeviceRevocation(outcome);
  }

  @Mutation(() => RevokeAllTrustedDevicesResult, { description: 'Forget every trusted device of this user.' })
  async revokeAllTrustedDevices(@Ctx() context: RequestContext): Promise<RevokeAllTrustedDevicesResult> {
    const { client, envelope } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    const outcome = await this.its.revoke.all({ viewer, client });
    if (outcome.status === 'revoked' && outcome.ownEnded) envelope.dropSession();
    return presentTrustRevocation(outcome);
  }
}
