import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AuthSession, Factor } from './account-types.js';
import { AccountStatus } from './administration-enums.js';
import { PageRejected } from './audit-types.js';
import { DateTime } from './date-time.js';
import { Role } from './enums.js';
import { PageInfo } from './page-info.js';
import { PolicyExplanation } from './policy-types.js';
import { NotAllowed, SessionEnded, StepUpRequired } from './refusals.js';
import { RoleRequired, UserNotFound } from './role-types.js';

@InputType({ description: 'Whom to look for; all of what is given must fit.' })
export class AccountFilter {
  @Field(() => String, { nullable: true, description: 'Some characters of the address.' })
  readonly text?: string | null;

  @Field(() => AccountStatus, { nullable: true, description: 'Everybody but the deleted where it is left out.' })
  readonly status?: AccountStatus | null;

  @Field(() => Role, { nullable: true })
  readonly role?: Role | null;
}

@InputType()
export class AccountInput {
  @Field(() => ID, { description: 'Of the user.' })
  readonly id!: string;
}

@ObjectType({ simpleResolvers: true, description: 'How somebody’s account stands; nothing that proves anything.' })
export class Account {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly email!: string;

  @Field(() => AccountStatus)
  readonly status!: AccountStatus;

  @Field(() => [Role])
  readonly roles!: readonly Role[];

  @Field(() => DateTime)
  readonly registeredAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When they showed that they read the mail of the address.' })
  readonly emailVerifiedAt!: Date | undefined;

  @Field(() => Boolean)
  readonly hasPassword!: boolean;

  @Field(() => [Factor])
  readonly factors!: readonly Factor[];

  @Field(() => Int)
  readonly backupCodesLeft!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'An administrator has asked to take the factors away: from then on the password alone lets them in.',
  })
  readonly mfaResetDueAt!: Date | undefined;
}

@ObjectType({ simpleResolvers: true, description: 'One account, with what it has open and what holds for it.' })
export class AccountDetails {
  @Field(() => Account)
  readonly of!: Account;

  @Field(() => [AuthSession], { description: 'The live ones.' })
  readonly open!: readonly AuthSession[];

  @Field(() => PolicyExplanation)
  readonly policy!: PolicyExplanation;
}

@ObjectType({ simpleResolvers: true })
export class AccountEdge {
  @Field(() => String)
  readonly cursor!: string;

  @Field(() => Account)
  readonly node!: Account;
}

@ObjectType({ simpleResolvers: true, description: 'In the order in which they came.' })
export class AccountConnection {
  @Field(() => [AccountEdge])
  readonly edges!: readonly AccountEdge[];

  @Field(() => PageInfo)
  readonly pageInfo!: PageInfo;
}

@ObjectType({ simpleResolvers: true, description: 'Whatever they had open has ended, and nobody gets in.' })
export class UserDisabled {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Nothing that ended comes back: they sign in anew.' })
export class UserEnabled {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Their password and their second factors may be tried again.' })
export class UserUnlocked {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'They are signed out everywhere, and no device of theirs is trusted.',
})
export class UserSessionsEnded {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Nothing has changed yet: the owner was told, and may object until `dueAt`. Asking again moves nothing.',
})
export class MfaResetAsked {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => DateTime, { description: 'From then on the next right password takes the factors away.' })
  readonly dueAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'There is no second factor to take away.' })
export class NothingToReset {
  @Field(() => String)
  readonly message: string = 'This user has no second factor.';
}

@ObjectType({ simpleResolvers: true, description: 'Nobody does this to their own account by their role.' })
export class OwnAccount {
  @Field(() => String)
  readonly message: string = 'Have another administrator do it.';
}

@ObjectType({ simpleResolvers: true, description: 'Nobody would be left to administer.' })
export class LastAdmin {
  @Field(() => String)
  readonly message: string = 'Nobody would be left to administer: give somebody else the role first.';
}

type Unauthorised = RoleRequired | NotAllowed | StepUpRequired | SessionEnded;

export const AccountsResult = createUnionType({
  name: 'AccountsResult',
  types: () => [AccountConnection, PageRejected, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type AccountsResult = AccountConnection | PageRejected | Unauthorised;

export const AccountResult = createUnionType({
  name: 'AccountResult',
  types: () => [AccountDetails, UserNotFound, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type AccountResult = AccountDetails | UserNotFound | Unauthorised;

export const DisableUserResult = createUnionType({
  name: 'DisableUserResult',
  types: () => [UserDisabled, UserNotFound, LastAdmin, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type DisableUserResult = UserDisabled | UserNotFound | LastAdmin | Unauthorised;

export const EnableUserResult = createUnionType({
  name: 'EnableUserResult',
  types: () => [UserEnabled, UserNotFound, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type EnableUserResult = UserEnabled | UserNotFound | Unauthorised;

export const UnlockUserResult = createUnionType({
  name: 'UnlockUserResult',
  types: () => [UserUnlocked, UserNotFound, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type UnlockUserResult = UserUnlocked | UserNotFound | Unauthorised;

export const EndUserSessionsResult = createUnionType({
  name: 'EndUserSessionsResult',
  types: () => [UserSessionsEnded, UserNotFound, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type EndUserSessionsResult = UserSessionsEnded | UserNotFound | Unauthorised;

export const ResetUserMfaResult = createUnionType({
  name: 'ResetUserMfaResult',
  types: () =>
    [
      MfaResetAsked,
      NothingToReset,
      OwnAccount,
      UserNotFound,
      RoleRequired,
      NotAllowed,
      StepUpRequired,
      SessionEnded,
    ] as const,
});
export type ResetUserMfaResult = MfaResetAsked | NothingToReset | OwnAccount | UserNotFound | Unauthorised;
