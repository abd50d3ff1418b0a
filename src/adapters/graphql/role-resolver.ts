import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { GrantRole } from '../../application/grant-role.js';
import type { WithdrawRole } from '../../application/withdraw-role.js';
import { authorityOf } from './audit-resolver.js';
import type { RequestContext } from './context.js';
import { make } from './make.js';
import { unauthorised } from './present-unauthorised.js';
import { SessionEnded } from './refusals.js';
import {
  ChangeRoleInput,
  GrantRoleResult,
  OwnRole,
  RoleChanged,
  UserNotFound,
  WithdrawRoleResult,
} from './role-types.js';

@Resolver()
export class RoleResolver {
  constructor(private readonly its: { readonly grant: GrantRole; readonly withdraw: WithdrawRole }) {}

  @Mutation(() => GrantRoleResult, {
    description: 'Give somebody a role. For administrators, with a second factor proven just now.',
  })
  async grantRole(
    @Arg('input', () => ChangeRoleInput) { id, role }: ChangeRoleInput,
    @Ctx() context: RequestContext,
  ): Promise<GrantRoleResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.grant.execute({ authority, id, role, client: context.client });
    if (outcome.status === 'granted') return make(RoleChanged, { id: outcome.id, roles: outcome.roles });
    return outcome.status === 'unknown' ? new UserNotFound() : unauthorised(outcome);
  }

  @Mutation(() => WithdrawRoleResult, {
    description: 'Take a role from somebody. For administrators, with a second factor proven just now.',
  })
  async withdrawRole(
    @Arg('input', () => ChangeRoleInput) { id, role }: ChangeRoleInput,
    @Ctx() context: RequestContext,
  ): Promise<WithdrawRoleResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.withdraw.execute({ authority, id, role, client: context.client });
    if (outcome.status === 'withdrawn') return make(RoleChanged, { id: outcome.id, roles: outcome.roles });
    if (outcome.status === 'own-role') return new OwnRole();
    return outcome.status === 'unknown' ? new UserNotFound() : unauthorised(outcome);
  }
}
