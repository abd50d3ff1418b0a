import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';
import { MachineTokenProblem } from './enums.js';
import { NotAllowed, SessionEnded, StepUpRequired } from './refusals.js';

@InputType()
export class CreateMachineTokenInput {
  @Field(() => String, { nullable: true, description: 'A name to know it by; at most 64 characters.' })
  readonly label?: string | null;

  @Field(() => String, { description: 'What it may do: names with one space between, such as `reports:read`.' })
  readonly scope!: string;

  @Field(() => Int, { description: 'Days until it expires, 1 to 365.' })
  readonly days!: number;

  @Field(() => ID, {
    nullable: true,
    description: 'One of `User.serviceAccounts`; left out, it acts in your own name.',
  })
  readonly serviceAccount?: string | null;
}

@InputType()
export class RevokeMachineTokenInput {
  @Field(() => ID, { description: 'From `User.machineTokens` or `ServiceAccount.tokens`.' })
  readonly id!: string;
}

@InputType()
export class ExchangeMachineTokenInput {
  @Field(() => String, { description: 'As it was shown when it was made.' })
  readonly token!: string;
}

@InputType()
export class CreateServiceAccountInput {
  @Field(() => String, { nullable: true, description: 'A name to know it by; at most 64 characters.' })
  readonly label?: string | null;
}

@InputType()
export class RemoveServiceAccountInput {
  @Field(() => ID, { description: 'From `User.serviceAccounts`.' })
  readonly id!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A credential of a program, which never proves a second factor. Its secret was shown once.',
})
export class MachineToken {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => [String])
  readonly scopes!: readonly string[];

  @Field(() => DateTime)
  readonly createdAt!: Date;

  @Field(() => DateTime)
  readonly expiresAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Exact to a minute.' })
  readonly lastUsedAt!: Date | undefined;
}

@ObjectType({ simpleResolvers: true, description: 'A name for programs to act in: nobody can sign in as one.' })
export class ServiceAccount {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => DateTime)
  readonly createdAt!: Date;

  @Field(() => [MachineToken], { description: 'Newest first.' })
  readonly tokens!: readonly MachineToken[];
}

@ObjectType({ simpleResolvers: true, description: 'A new machine token; its secret is shown here and never again.' })
export class MachineTokenCreated {
  @Field(() => MachineToken)
  readonly machineToken!: MachineToken;

  @Field(() => String, { description: 'For the program, and nobody else: good for `exchangeMachineToken` alone.' })
  readonly token!: string;
}

@ObjectType({ simpleResolvers: true, description: 'It cannot be made as it is wanted.' })
export class MachineCredentialRejected {
  @Field(() => String)
  readonly message!: string;

  @Field(() => MachineTokenProblem)
  readonly problem!: MachineTokenProblem;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Nothing is exchanged for it any more; what was, ends within 5 minutes.',
})
export class MachineTokenRevoked {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({ simpleResolvers: true, description: "There is none of that id; somebody else's is not found either." })
export class MachineCredentialNotFound {
  @Field(() => String)
  readonly message: string = 'There is no such machine token or service account.';
}

@ObjectType({ simpleResolvers: true, description: 'What a program holds for a few minutes.' })
export class MachineAccess {
  @Field(() => String, {
    description: 'A JWT for other servers, `amr: ["machine"]` and `mfa_verified: false`. Here it is nobody.',
  })
  readonly accessToken!: string;

  @Field(() => DateTime)
  readonly accessTokenExpiresAt!: Date;

  @Field(() => [String])
  readonly scopes!: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: 'Unknown, wrong, expired or revoked: one answer.' })
export class InvalidMachineToken {
  @Field(() => String)
  readonly message: string = 'This machine token is not good.';
}

@ObjectType({ simpleResolvers: true, description: 'A new service account, without a token yet.' })
export class ServiceAccountCreated {
  @Field(() => ServiceAccount)
  readonly serviceAccount!: ServiceAccount;
}

@ObjectType({ simpleResolvers: true, description: 'It is gone for good, and every token of it.' })
export class ServiceAccountRemoved {
  @Field(() => ID)
  readonly id!: string;
}

export const CreateMachineTokenResult = createUnionType({
  name: 'CreateMachineTokenResult',
  types: () =>
    [
      MachineTokenCreated,
      MachineCredentialRejected,
      MachineCredentialNotFound,
      StepUpRequired,
      NotAllowed,
      SessionEnded,
    ] as const,
});
export type CreateMachineTokenResult =
  | MachineTokenCreated
  | MachineCredentialRejected
  | MachineCredentialNotFound
  | StepUpRequired
  | NotAllowed
  | SessionEnded;

export const RevokeMachineTokenResult = createUnionType({
  name: 'RevokeMachineTokenResult',
  types: () => [MachineTokenRevoked, MachineCredentialNotFound, SessionEnded] as const,
});
export type RevokeMachineTokenResult = MachineTokenRevoked | MachineCredentialNotFound | SessionEnded;

export const ExchangeMachineTokenResult = createUnionType({
  name: 'ExchangeMachineTokenResult',
  types: () => [MachineAccess, InvalidMachineToken] as const,
});
export type ExchangeMachineTokenResult = MachineAccess | InvalidMachineToken;

export const CreateServiceAccountResult = createUnionType({
  name: 'CreateServiceAccountResult',
  types: () => [ServiceAccountCreated, MachineCredentialRejected, StepUpRequired, NotAllowed, SessionEnded] as const,
});
export type CreateServiceAccountResult =
  ServiceAccountCreated | MachineCredentialRejected | StepUpRequired | NotAllowed | SessionEnded;

export const RemoveServiceAccountResult = createUnionType({
  name: 'RemoveServiceAccountResult',
  types: () => [ServiceAccountRemoved, MachineCredentialNotFound, SessionEnded] as const,
});
export type RemoveServiceAccountResult = ServiceAccountRemoved | MachineCredentialNotFound | SessionEnded;
