import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import { FactorKind } from './enums.js';
import { NotAllowed, SessionEnded, StepUpRequired } from './refusals.js';
import { RoleRequired } from './role-types.js';

@ObjectType({ simpleResolvers: true })
export class FactorOwnersCount {
  @Field(() => FactorKind)
  readonly factor!: FactorKind;

  @Field(() => Int)
  readonly users!: number;
}

@ObjectType({ simpleResolvers: true })
export class Tally {
  @Field(() => String, { description: 'A kind of factor or pool, or the name of a bypass.' })
  readonly of!: string;

  @Field(() => Int)
  readonly count!: number;
}

@ObjectType({ simpleResolvers: true, description: 'How MFA is used. Nothing in it is about one person.' })
export class MfaUsage {
  @Field(() => Int, { description: 'Active people now.' })
  readonly users!: number;

  @Field(() => Int, { description: 'Of these, without any authenticator.' })
  readonly usersWithoutFactor!: number;

  @Field(() => [FactorOwnersCount], { description: 'Now; who owns two kinds is counted twice.' })
  readonly usersByFactor!: readonly FactorOwnersCount[];

  @Field(() => Int)
  readonly challengesAsked!: number;

  @Field(() => Int, { description: 'Nobody answered in time; known within the hour after.' })
  readonly challengesExpired!: number;

  @Field(() => Int)
  readonly enrolmentsDemanded!: number;

  @Field(() => [Tally])
  readonly passed!: readonly Tally[];

  @Field(() => [Tally])
  readonly refused!: readonly Tally[];

  @Field(() => [Tally])
  readonly poolsClosed!: readonly Tally[];

  @Field(() => [Tally], { description: 'Once a minute and replica.' })
  readonly bypassesUsed!: readonly Tally[];
}

export const MfaUsageResult = createUnionType({
  name: 'MfaUsageResult',
  types: () => [MfaUsage, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type MfaUsageResult = MfaUsage | RoleRequired | NotAllowed | StepUpRequired | SessionEnded;
