import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from './date-time.js';

export const WebhookStanding = { ON: 'on', PAUSED: 'paused', GONE: 'gone' } as const;
export type WebhookStanding = (typeof WebhookStanding)[keyof typeof WebhookStanding];
registerEnumType(WebhookStanding, {
  name: 'WebhookStanding',
  description: 'Whether it is told.',
  valuesConfig: {
    PAUSED: { description: 'By an administrator. What happens meanwhile waits.' },
    GONE: { description: 'Its receiver answered 410. What happens meanwhile waits for `resumeWebhook`.' },
  },
});

export const DeliveryStatus = { DELIVERED: 'delivered', WAITING: 'waiting', DEAD: 'dead' } as const;
export type DeliveryStatus = (typeof DeliveryStatus)[keyof typeof DeliveryStatus];
registerEnumType(DeliveryStatus, {
  name: 'DeliveryStatus',
  description: 'What became of a delivery.',
  valuesConfig: {
    WAITING: { description: 'It failed, and is tried again at `nextAt`.' },
    DEAD: { description: 'It failed, and is not tried again until it is replayed.' },
  },
});

export const WebhookProblem = {
  MALFORMED_URL: 'malformed-url',
  PLAIN_HTTP: 'plain-http',
  PRIVATE_ADDRESS: 'private-address',
  UNKNOWN_KIND: 'unknown-kind',
  TOO_MANY: 'too-many',
} as const;
export type WebhookProblem = (typeof WebhookProblem)[keyof typeof WebhookProblem];
registerEnumType(WebhookProblem, {
  name: 'WebhookProblem',
  description: 'What is wrong with a webhook somebody wants to have.',
  valuesConfig: {
    MALFORMED_URL: { description: 'No https URL of at most 2,048 characters, or one with a password or a fragment.' },
    PLAIN_HTTP: { description: 'Not encrypted: for this machine alone, and never in production.' },
    PRIVATE_ADDRESS: { description: 'An address that only this machine can reach: see WEBHOOK_ALLOW_PRIVATE.' },
    UNKNOWN_KIND: { description: 'A kind of fact that there is not, or an empty list: leave it out for all of them.' },
    TOO_MANY: { description: 'There are as many as allowed: remove one first.' },
  },
});

@InputType()
export class CreateWebhookInput {
  @Field(() => String, { description: 'https, with a public address.' })
  readonly url!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Such as `sign-in.refused`; left out: all. See docs/audit.md.',
  })
  readonly kinds?: readonly string[] | null;

  @Field(() => Boolean, { defaultValue: false, description: "Whether the client's address and device go along." })
  readonly includesClient!: boolean;
}

@InputType()
export class WebhookInput {
  @Field(() => ID)
  readonly id!: string;
}

@InputType()
export class ReplayWebhookInput {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ID, { nullable: true, description: 'One delivery, taken or not; left out: every dead one.' })
  readonly fact?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'One fact that was sent, and what became of it.' })
export class WebhookDelivery {
  @Field(() => ID, { description: '`webhook-id` of the request.' })
  readonly fact!: string;

  @Field(() => String)
  readonly kind!: string;

  @Field(() => DeliveryStatus)
  readonly status!: DeliveryStatus;

  @Field(() => Int)
  readonly tries!: number;

  @Field(() => DateTime, { description: 'Of the last try.' })
  readonly at!: Date;

  @Field(() => Int, { nullable: true, description: 'The HTTP status; null where there was no answer.' })
  readonly code!: number | undefined;

  @Field(() => String, { nullable: true, description: 'What went wrong; null where it was taken.' })
  readonly why!: string | undefined;

  @Field(() => DateTime, { nullable: true })
  readonly nextAt!: Date | undefined;
}

@ObjectType({ simpleResolvers: true, description: 'A server that is told what happens.' })
export class Webhook {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly url!: string;

  @Field(() => [String], { nullable: true, description: 'Null: all kinds.' })
  readonly kinds!: readonly string[] | undefined;

  @Field(() => Boolean)
  readonly includesClient!: boolean;

  @Field(() => DateTime)
  readonly createdAt!: Date;

  @Field(() => WebhookStanding)
  readonly standing!: WebhookStanding;

  @Field(() => [DateTime], { description: 'Until when former secrets sign, too.' })
  readonly formerSecretsUntil!: readonly Date[];

  @Field(() => Int, { description: 'Deliveries to come, tried or not.' })
  readonly waiting!: number;

  @Field(() => Int, { description: 'Deliveries that are not tried any more.' })
  readonly dead!: number;

  @Field(() => [WebhookDelivery], { description: 'The last ones, the latest try first.' })
  readonly deliveries!: readonly WebhookDelivery[];
}
