import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { DisableUser } from '../../application/disable-user.js';
import type { EnableUser } from '../../application/enable-user.js';
import type { EndUserSessions } from '../../application/end-user-sessions.js';
import type { FindUsers } from '../../application/find-users.js';
import type { ResetMfa } from '../../application/reset-mfa.js';
import type { ShowUser } from '../../application/show-user.js';
import type { UnlockUser } from '../../application/unlock-user.js';
import { parseId } from '../../domain/ids.js';
import { authorityOf } from './audit-resolver.js';
import { PageRejected } from './audit-types.js';
import type { RequestContext } from './context.js';
import { make } from './make.js';
import {
  AccountFilter,
  AccountInput,
  AccountResult,
  AccountsResult,
  DisableUserResult,
  EnableUserResult,
  EndUserSessionsResult,
  LastAdmin,
  MfaResetAsked,
  NothingToReset,
  OwnAccount,
  ResetUserMfaResult,
  UnlockUserResult,
  UserDisabled,
  UserEnabled,
  UserSessionsEnded,
  UserUnlocked,
} from './people-types.js';
import { presentAccount, presentAccounts } from './present-people.js';
import { unauthorised } from './present-unauthorised.js';
import { SessionEnded } from './refusals.js';
import { UserNotFound } from './role-types.js';

type Given<T> = T | null | undefined;
const readers = 'For administrators and auditors, with a second factor proven just now.';
const admins = 'For administrators, with a second factor proven just now.';

@Resolver()
export class PeopleResolver {
  constructor(
    private readonly its: {
      readonly find: FindUsers;
      readonly show: ShowUser;
      readonly disable: DisableUser;
      readonly enable: EnableUser;
      readonly unlock: UnlockUser;
      readonly resetMfa: ResetMfa;
      readonly endSessions: EndUserSessions;
    },
  ) {}

  @Query(() => AccountsResult, { description: `Who there is. ${readers}` })
  async accounts(
    @Arg('first', () => Int, { nullable: true, description: '1 to 100; 50 where it is left out.' })
    first: Given<number>,
    @Arg('after', () => String, { nullable: true, description: 'Behind this cursor.' }) after: Given<string>,
    @Arg('filter', () => AccountFilter, { nullable: true }) filter: Given<AccountFilter>,
    @Ctx() context: RequestContext,
  ): Promise<AccountsResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const limit = first ?? 50;
    const isPage = limit >= 1 && limit <= 100 && (after === null || after === undefined || parseId(after));
    const { text, status, role } = filter ?? {};
    const wanted = { text: text ?? undefined, status: status ?? undefined, role: role ?? undefined };
    const page = { limit: isPage ? limit : 1, after: after ?? undefined };
    const outcome = await this.its.find.execute({ authority, ...wanted, ...page, client: context.client });
    // Who may not ask learns nothing of what would be a page.
    return outcome.status === 'found' && !isPage ? new PageRejected() : presentAccounts(outcome, after ?? undefined);
  }

  @Query(() => AccountResult, { description: `One account. ${readers}` })
  async account(@Arg('id', () => ID) whom: string, @Ctx() context: RequestContext): Promise<AccountResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.show.execute({ authority, whom, client: context.client });
    return presentAccount(outcome, authority.viewer.session.id);
  }

  @Mutation(() => DisableUserResult, { description: `Shut an account: whatever it has open ends at once. ${admins}` })
  async disableUser(@Arg('input', () => AccountInput) { id }: AccountInput, @Ctx() context: RequestContext) {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.disable.execute({ authority, whom: id, client: context.client });
    // prettier-ignore
    switch (outcome.status) {
      case 'disabled':
      case 'unchanged':  return make(UserDisabled, { id });
      case 'last-admin': return new LastAdmin();
      case 'unknown':    return new UserNotFound();
      default:           return unauthorised(outcome);
    }
  }

  @Mutation(() => EnableUserResult, { description: `Open a disabled account again. ${admins}` })
  async enableUser(@Arg('input', () => AccountInput) { id }: AccountInput, @Ctx() context: RequestContext) {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.enable.execute({ authority, whom: id, client: context.client });
    // prettier-ignore
    switch (outcome.status) {
      case 'enabled':
      case 'unchanged': return make(UserEnabled, { id });
      case 'unknown':   return new UserNotFound();
      default:          return unauthorised(outcome);
    }
  }

  @Mutation(() => UnlockUserResult, { description: `Let somebody try again whom wrong answers shut out. ${admins}` })
  async unlockUser(@Arg('input', () => AccountInput) { id }: AccountInput, @Ctx() context: RequestContext) {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.unlock.execute({ authority, whom: id, client: context.client });
    if (outcome.status === 'unlocked') return make(UserUnlocked, { id: outcome.id });
    return outcome.status === 'unknown' ? new UserNotFound() : unauthorised(outcome);
  }

  @Mutation(() => EndUserSessionsResult, { description: `Sign somebody out everywhere. ${admins}` })
  async endUserSessions(@Arg('input', () => AccountInput) { id }: AccountInput, @Ctx() context: RequestContext) {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.endSessions.execute({ authority, whom: id, client: context.client });
    if (outcome.status === 'ended-all') return make(UserSessionsEnded, { id: outcome.id });
    return outcome.status === 'unknown' ? new UserNotFound() : unauthorised(outcome);
  }

  @Mutation(() => ResetUserMfaResult, {
    description: `Take the factors of somebody who lost them, after three days in which the owner may object. ${admins}`,
  })
  async resetUserMfa(@Arg('input', () => AccountInput) { id }: AccountInput, @Ctx() context: RequestContext) {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.resetMfa.execute({ authority, whom: id, client: context.client });
    // prettier-ignore
    switch (outcome.status) {
      case 'asked':            return make(MfaResetAsked, { id, dueAt: outcome.dueAt });
      case 'nothing-to-reset': return new NothingToReset();
      case 'own-account':      return new OwnAccount();
      case 'unknown':          return new UserNotFound();
      default:                 return unauthorised(outcome);
    }
  }
}
