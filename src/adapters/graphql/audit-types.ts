import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';
import { ActorKind, AuditOutcome } from './enums.js';
import { PageInfo } from './page-info.js';
import { NotAllowed, SessionEnded, StepUpRequired } from './refusals.js';
import { RoleRequired } from './role-types.js';

@InputType({ description: 'What to look for in the audit log; all of what is given must fit.' })
export class AuditFilter {
  @Field(() => ID, { nullable: true, description: 'Whom it is about.' })
  readonly user?: string | null;

  @Field(() => String, { nullable: true, description: 'Who acted by a role: the id of a user, or `operator`.' })
  readonly actor?: string | null;

  @Field(() => [String], { nullable: true, description: 'Such as `sign-in.refused`; docs/audit.md lists them.' })
  readonly kind?: readonly string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'From then on.' })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before then.' })
  readonly to?: Date | null;

  @Field(() => String, { nullable: true, description: "The client's address, exactly." })
  readonly address?: string | null;

  @Field(() => AuditOutcome, { nullable: true })
  readonly outcome?: AuditOutcome | null;
}

@ObjectType({ simpleResolvers: true, description: 'Who acted by a role, or at the command line.' })
export class AuditActor {
  @Field(() => ActorKind)
  readonly kind!: ActorKind;

  @Field(() => ID, { nullable: true, description: 'Null for the operator.' })
  readonly user!: string | undefined;
}

@ObjectType({ simpleResolvers: true, description: 'What else a fact says: ids, kinds and numbers, never a secret.' })
export class AuditDetail {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly value!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Something that happened. Nobody can change it afterwards unseen.' })
export class AuditEntry {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => DateTime)
  readonly at!: Date;

  @Field(() => String, { description: 'Such as `sign-in.refused`.' })
  readonly kind!: string;

  @Field(() => AuditOutcome)
  readonly outcome!: AuditOutcome;

  @Field(() => String, { nullable: true, description: 'Why, where it was refused or ended.' })
  readonly reason!: string | undefined;

  @Field(() => ID, { nullable: true, description: 'Whom it is about; null where that is nobody we know.' })
  readonly user!: string | undefined;

  @Field(() => AuditActor, { nullable: true, description: 'Null where whoever it is about did it, or a stranger.' })
  readonly actor!: AuditActor | undefined;

  @Field(() => String, { nullable: true, description: 'IP address of the client.' })
  readonly address!: string | undefined;

  @Field(() => String, { nullable: true, description: 'Browser and system in words.' })
  readonly device!: string | undefined;

  @Field(() => String, { description: 'The request: `X-Request-Id` of its answer, `requestId` in the log.' })
  readonly correlationId!: string;

  @Field(() => [AuditDetail])
  readonly details!: readonly AuditDetail[];
}

@ObjectType({ simpleResolvers: true })
export class AuditEdge {
  @Field(() => String)
  readonly cursor!: string;

  @Field(() => AuditEntry)
  readonly node!: AuditEntry;
}

@ObjectType({ simpleResolvers: true, description: 'A page of the audit log, newest first.' })
export class AuditConnection {
  @Field(() => [AuditEdge])
  readonly edges!: readonly AuditEdge[];

  @Field(() => PageInfo)
  readonly pageInfo!: PageInfo;
}

@ObjectType({ simpleResolvers: true, description: 'Not 1 to 100 entries, both ends at once, or no cursor of ours.' })
export class PageRejected {
  @Field(() => String)
  readonly message: string = 'Ask for `first` or `last`, 1 to 100, with cursors from an earlier page.';
}

export const AuditLogResult = createUnionType({
  name: 'AuditLogResult',
  types: () => [AuditConnection, PageRejected, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type AuditLogResult = AuditConnection | PageRejected | RoleRequired | NotAllowed | StepUpRequired | SessionEnded;
