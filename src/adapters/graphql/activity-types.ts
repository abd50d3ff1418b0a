import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';
import { AuditOutcome } from './enums.js';
import { PageInfo } from './page-info.js';

@ObjectType({ simpleResolvers: true, description: 'Something that happened to the own account.' })
export class Activity {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => DateTime)
  readonly at!: Date;

  @Field(() => String, { description: 'Such as `session.opened`.' })
  readonly kind!: string;

  @Field(() => AuditOutcome)
  readonly outcome!: AuditOutcome;

  @Field(() => String, { nullable: true })
  readonly address!: string | undefined;

  @Field(() => String, { nullable: true, description: 'Browser and system in words.' })
  readonly device!: string | undefined;

  @Field(() => Boolean, { description: 'Whether somebody who looks after the service did it.' })
  readonly byAdministrator!: boolean;
}

@ObjectType({ simpleResolvers: true })
export class ActivityEdge {
  @Field(() => String)
  readonly cursor!: string;

  @Field(() => Activity)
  readonly node!: Activity;
}

@ObjectType({ simpleResolvers: true })
export class ActivityConnection {
  @Field(() => [ActivityEdge])
  readonly edges!: readonly ActivityEdge[];

  @Field(() => PageInfo)
  readonly pageInfo!: PageInfo;
}
