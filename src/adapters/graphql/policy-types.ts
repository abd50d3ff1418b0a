import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { MfaDemand, PolicyProblem, PolicyScope } from './administration-enums.js';
import { DateTime } from './date-time.js';
import { FactorKind, Role } from './enums.js';
import { NotAllowed, SessionEnded, StepUpRequired } from './refusals.js';
import { RoleRequired, UserNotFound } from './role-types.js';

@InputType({ description: 'Whom it is about: a role or a user; everybody where neither is given.' })
export class PolicyTarget {
  @Field(() => Role, { nullable: true })
  readonly role?: Role | null;

  @Field(() => ID, { nullable: true })
  readonly user?: string | null;
}

@InputType({ description: 'What is left out is left to whatever else is said of them.' })
export class PolicyRulesInput {
  @Field(() => MfaDemand, { nullable: true })
  readonly mfa?: MfaDemand | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when on `REQUIRED` demands; at once where it is left out. Until then sign-ins tell `mfaDueBy`.',
  })
  readonly mfaDueBy?: Date | null;

  @Field(() => [FactorKind], { nullable: true, description: 'Kinds that may be enrolled and asked for.' })
  readonly factors?: readonly FactorKind[] | null;

  @Field(() => Int, { nullable: true, description: 'Seconds that a second factor counts for: 300 to 2592000.' })
  readonly mfaAge?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether a device may skip the second factor for a while.' })
  readonly trustedDevices?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: 'One entry of the policy; null where it says nothing.' })
export class PolicyRules {
  @Field(() => MfaDemand, { nullable: true })
  readonly mfa!: MfaDemand | undefined;

  @Field(() => DateTime, { nullable: true })
  readonly mfaDueBy!: Date | undefined;

  @Field(() => [FactorKind], { nullable: true })
  readonly factors!: readonly FactorKind[] | undefined;

  @Field(() => Int, { nullable: true, description: 'Seconds.' })
  readonly mfaAge!: number | undefined;

  @Field(() => Boolean, { nullable: true })
  readonly trustedDevices!: boolean | undefined;
}

@ObjectType({ simpleResolvers: true })
export class RolePolicy {
  @Field(() => Role)
  readonly role!: Role;

  @Field(() => PolicyRules)
  readonly rules!: PolicyRules;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What is said of second factors, but for what is said of single users.',
})
export class PolicyOverview {
  @Field(() => PolicyRules, { description: 'From the environment: it holds where nothing else is said.' })
  readonly deployment!: PolicyRules;

  @Field(() => PolicyRules, { nullable: true })
  readonly everybody!: PolicyRules | undefined;

  @Field(() => [RolePolicy])
  readonly byRole!: readonly RolePolicy[];
}

@ObjectType({ simpleResolvers: true, description: 'Which entry decided a rule.' })
export class PolicySource {
  @Field(() => PolicyScope)
  readonly scope!: PolicyScope;

  @Field(() => [Role], { description: 'Those of several roles that decided; empty where none did.' })
  readonly roles!: readonly Role[];
}

@ObjectType({ simpleResolvers: true, description: 'What holds for one user, why, and what comes of it now.' })
export class PolicyExplanation {
  @Field(() => ID, { description: 'Of the user.' })
  readonly id!: string;

  @Field(() => PolicyRules, { description: 'All of it is said.' })
  readonly rules!: PolicyRules;

  @Field(() => PolicySource)
  readonly mfaBy!: PolicySource;

  @Field(() => PolicySource)
  readonly factorsBy!: PolicySource;

  @Field(() => PolicySource)
  readonly mfaAgeBy!: PolicySource;

  @Field(() => PolicySource)
  readonly trustedDevicesBy!: PolicySource;

  @Field(() => [FactorKind], { description: 'What the next sign-in asks for; empty where the password is enough.' })
  readonly askedFor!: readonly FactorKind[];

  @Field(() => Boolean, { description: 'The next sign-in leads to enrolling a factor.' })
  readonly mustEnrol!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'From when on it will.' })
  readonly mustEnrolFrom!: Date | undefined;
}

@ObjectType({ simpleResolvers: true })
export class PolicyRoleReach {
  @Field(() => Role, { nullable: true, description: 'Null for people without any.' })
  readonly role!: Role | undefined;

  @Field(() => Int)
  readonly users!: number;

  @Field(() => Int)
  readonly toEnrol!: number;
}

@ObjectType({ simpleResolvers: true, description: 'Whom a policy would hit if it were set now. Nothing has changed.' })
export class PolicyReach {
  @Field(() => Int, { description: 'Active people; who has two roles is counted in both.' })
  readonly users!: number;

  @Field(() => Int, { description: 'For whom anything would be different.' })
  readonly concerned!: number;

  @Field(() => Int, { description: 'Who would have to enrol a factor at their next sign-in.' })
  readonly toEnrolNow!: number;

  @Field(() => Int, { description: 'The same, from the deadline on.' })
  readonly toEnrolLater!: number;

  @Field(() => Int, { description: 'Who has a factor and would not be asked for it any more.' })
  readonly released!: number;

  @Field(() => [PolicyRoleReach])
  readonly byRole!: readonly PolicyRoleReach[];

  @Field(() => Boolean, { description: '`setPolicy` would answer `PolicyLocksOut`.' })
  readonly locksOut!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'In force at once, and on every replica within 5 seconds.' })
export class PolicyChanged {
  @Field(() => Boolean, { description: 'False where nothing was said of them before, either.' })
  readonly changed!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'It cannot be kept like this.' })
export class PolicyRejected {
  @Field(() => String)
  readonly message: string = 'This is no policy that could be kept.';

  @Field(() => PolicyProblem)
  readonly problem!: PolicyProblem;
}

@ObjectType({
  simpleResolvers: true,
  description: 'No administrator could do any more what the ablest can do now: the last would be locked out.',
})
export class PolicyLocksOut {
  @Field(() => String)
  readonly message: string =
    'This would lock the last administrator out. Enrol a second factor first, or set a deadline.';
}

type Unauthorised = RoleRequired | NotAllowed | StepUpRequired | SessionEnded;

export const PoliciesResult = createUnionType({
  name: 'PoliciesResult',
  types: () => [PolicyOverview, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type PoliciesResult = PolicyOverview | Unauthorised;

export const ExplainPolicyResult = createUnionType({
  name: 'ExplainPolicyResult',
  types: () => [PolicyExplanation, UserNotFound, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type ExplainPolicyResult = PolicyExplanation | UserNotFound | Unauthorised;

export const DryRunPolicyResult = createUnionType({
  name: 'DryRunPolicyResult',
  types: () =>
    [PolicyReach, PolicyRejected, UserNotFound, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type DryRunPolicyResult = PolicyReach | PolicyRejected | UserNotFound | Unauthorised;

export const SetPolicyResult = createUnionType({
  name: 'SetPolicyResult',
  types: () =>
    [
      PolicyChanged,
      PolicyRejected,
      PolicyLocksOut,
      UserNotFound,
      RoleRequired,
      NotAllowed,
      StepUpRequired,
      SessionEnded,
    ] as const,
});
export type SetPolicyResult = PolicyChanged | PolicyRejected | PolicyLocksOut | UserNotFound | Unauthorised;

export const RemovePolicyResult = createUnionType({
  name: 'RemovePolicyResult',
  types: () =>
    [
      PolicyChanged,
      PolicyRejected,
      PolicyLocksOut,
      UserNotFound,
      RoleRequired,
      NotAllowed,
      StepUpRequired,
      SessionEnded,
    ] as const,
});
export type RemovePolicyResult = SetPolicyResult;
