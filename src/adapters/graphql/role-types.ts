import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { Role } from './enums.js';
import { NotAllowed, SessionEnded, StepUpRequired } from './refusals.js';

@InputType()
export class ChangeRoleInput {
  @Field(() => ID, { description: 'Of the user.' })
  readonly id!: string;

  @Field(() => Role)
  readonly role!: Role;
}

@ObjectType({ simpleResolvers: true, description: 'This is for people with a role, and the viewer has none of them.' })
export class RoleRequired {
  @Field(() => String)
  readonly message: string = 'You have not the role for this.';

  @Field(() => [Role], { description: 'Each of them would do.' })
  readonly roles!: readonly Role[];
}

@ObjectType({ simpleResolvers: true, description: 'What roles the user has now.' })
export class RoleChanged {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => [Role])
  readonly roles!: readonly Role[];
}

@ObjectType({ simpleResolvers: true, description: 'There is no person of that id.' })
export class UserNotFound {
  @Field(() => String)
  readonly message: string = 'There is no such user.';
}

@ObjectType({
  simpleResolvers: true,
  description: 'Nobody stops being an administrator by themselves: there is always one left.',
})
export class OwnRole {
  @Field(() => String)
  readonly message: string = 'Have another administrator do it.';
}

export const GrantRoleResult = createUnionType({
  name: 'GrantRoleResult',
  types: () => [RoleChanged, UserNotFound, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type GrantRoleResult = RoleChanged | UserNotFound | RoleRequired | NotAllowed | StepUpRequired | SessionEnded;

export const WithdrawRoleResult = createUnionType({
  name: 'WithdrawRoleResult',
  types: () => [RoleChanged, UserNotFound, OwnRole, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type WithdrawRoleResult = GrantRoleResult | OwnRole;
