import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';
import { NotAllowed, SessionEnded, StepUpRequired } from './refusals.js';
import { RoleRequired } from './role-types.js';
import { Webhook, WebhookProblem, WebhookStanding } from './webhook-types.js';

@ObjectType({ simpleResolvers: true })
export class Webhooks {
  @Field(() => [Webhook], { description: 'The oldest first.' })
  readonly webhooks!: readonly Webhook[];
}

@ObjectType({ simpleResolvers: true, description: 'It is told of everything from now on.' })
export class WebhookCreated {
  @Field(() => Webhook)
  readonly webhook!: Webhook;

  @Field(() => String, { description: '`whsec_…`, by which its receiver verifies signatures. Shown this once.' })
  readonly secret!: string;
}

@ObjectType({ simpleResolvers: true })
export class WebhookRejected {
  @Field(() => String)
  readonly message: string = 'This webhook cannot be made.';

  @Field(() => WebhookProblem)
  readonly problem!: WebhookProblem;
}

@ObjectType({
  simpleResolvers: true,
  description: 'There is no webhook of that id, or it was never told of that fact.',
})
export class WebhookNotFound {
  @Field(() => String)
  readonly message: string = 'There is no such webhook or delivery.';
}

@ObjectType({ simpleResolvers: true, description: 'Both secrets sign until the former one is over.' })
export class WebhookSecretRotated {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: 'Shown this once.' })
  readonly secret!: string;

  @Field(() => DateTime)
  readonly formerUntil!: Date;
}

@ObjectType({ simpleResolvers: true })
export class WebhookSwitched {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => WebhookStanding)
  readonly standing!: WebhookStanding;
}

@ObjectType({ simpleResolvers: true })
export class WebhookRemoved {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({ simpleResolvers: true })
export class WebhookReplayed {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => Int, { description: 'So many are delivered again.' })
  readonly deliveries!: number;
}

const unauthorised = [RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const;
type Unauthorised = RoleRequired | NotAllowed | StepUpRequired | SessionEnded;

export const WebhooksResult = createUnionType({
  name: 'WebhooksResult',
  types: () => [Webhooks, ...unauthorised] as const,
});
export type WebhooksResult = Webhooks | Unauthorised;

export const CreateWebhookResult = createUnionType({
  name: 'CreateWebhookResult',
  types: () => [WebhookCreated, WebhookRejected, ...unauthorised] as const,
});
export type CreateWebhookResult = WebhookCreated | WebhookRejected | Unauthorised;

export const RotateWebhookSecretResult = createUnionType({
  name: 'RotateWebhookSecretResult',
  types: () => [WebhookSecretRotated, WebhookNotFound, ...unauthorised] as const,
});
export type RotateWebhookSecretResult = WebhookSecretRotated | WebhookNotFound | Unauthorised;

export const PauseWebhookResult = createUnionType({
  name: 'PauseWebhookResult',
  types: () => [WebhookSwitched, WebhookNotFound, ...unauthorised] as const,
});
export const ResumeWebhookResult = createUnionType({
  name: 'ResumeWebhookResult',
  types: () => [WebhookSwitched, WebhookNotFound, ...unauthorised] as const,
});
export type SwitchWebhookResult = WebhookSwitched | WebhookNotFound | Unauthorised;

export const RemoveWebhookResult = createUnionType({
  name: 'RemoveWebhookResult',
  types: () => [WebhookRemoved, WebhookNotFound, ...unauthorised] as const,
});
export type RemoveWebhookResult = WebhookRemoved | WebhookNotFound | Unauthorised;

export const ReplayWebhookResult = createUnionType({
  name: 'ReplayWebhookResult',
  types: () => [WebhookReplayed, WebhookNotFound, ...unauthorised] as const,
});
export type ReplayWebhookResult = WebhookReplayed | WebhookNotFound | Unauthorised;
