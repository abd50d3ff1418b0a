import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { ListSessions } from '../../application/list-sessions.js';
import { AuthSession, User } from './account-types.js';
import type { RequestContext } from './context.js';
import { presentSession, presentUser } from './present-account.js';

@Resolver(() => User)
export class AccountResolver {
  constructor(private readonly its: { readonly listSessions: ListSessions }) {}

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
}
