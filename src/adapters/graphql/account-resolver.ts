import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { ListBypasses } from '../../application/list-bypasses.js';
import type { ListMachines } from '../../application/list-machines.js';
import type { ListSessions } from '../../application/list-sessions.js';
import { AuthSession, Bypass, User } from './account-types.js';
import type { RequestContext } from './context.js';
import { MachineToken, ServiceAccount } from './machine-types.js';
import { make } from './make.js';
import { presentSession, presentUser } from './present-account.js';
import { presentMachineToken, presentServiceAccount } from './present-machine.js';

@Resolver(() => User)
export class AccountResolver {
  constructor(
    private readonly its: {
      readonly listSessions: ListSessions;
      readonly listMachines: ListMachines;
      readonly listBypasses: ListBypasses;
    },
  ) {}

  @Query(() => User, {
    nullable: true,
    description: 'The signed-in user; null where the request carries no live session. A pending challenge is nobody.',
  })
  async me(@Ctx() context: RequestContext): Promise<User | undefined> {
    const viewer = await context.viewer();
    return viewer && presentUser(viewer);
  }

  @FieldResolver(() => [AuthSession], { description: 'All live sessions of this user, newest first.' })
  async sessions(@Root() { viewer }: User, @Ctx() { client }: RequestContext): Promise<AuthSession[]> {
    const sessions = await this.its.listSessions.execute({ viewer, client });
    return sessions.map((session) => presentSession(session, viewer.session.id));
  }

  @FieldResolver(() => [MachineToken], {
    description: 'Credentials of programs that act in the name of this user, newest first.',
  })
  async machineTokens(@Root() { viewer }: User, @Ctx() { client }: RequestContext): Promise<MachineToken[]> {
    return (await this.its.listMachines.tokens({ viewer, client })).map(presentMachineToken);
  }

  @FieldResolver(() => [ServiceAccount], { description: 'Service accounts that this user made, newest first.' })
  async serviceAccounts(@Root() { viewer }: User, @Ctx() { client }: RequestContext): Promise<ServiceAccount[]> {
    return (await this.its.listMachines.serviceAccounts({ viewer, client })).map(presentServiceAccount);
  }

  @Query(() => [Bypass], {
    nullable: true,
    description: 'Routes that do without a second factor at the moment; null for whoever has not proven one.',
  })
  async bypasses(@Ctx() context: RequestContext): Promise<Bypass[] | undefined> {
    const viewer = await context.viewer();
    const outcome = viewer && (await this.its.listBypasses.execute({ viewer, client: context.client }));
    return outcome?.status === 'listed' ? outcome.bypasses.map((each) => make(Bypass, each)) : undefined;
  }
}
