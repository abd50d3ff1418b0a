import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CreateWebhook } from '../../application/create-webhook.js';
import type { ListWebhooks } from '../../application/list-webhooks.js';
import type { RemoveWebhook } from '../../application/remove-webhook.js';
import type { ReplayWebhook } from '../../application/replay-webhook.js';
import type { RotateWebhookSecret } from '../../application/rotate-webhook-secret.js';
import type { SwitchWebhook } from '../../application/switch-webhook.js';
import { authorityOf } from './audit-resolver.js';
import type { RequestContext } from './context.js';
import { make } from './make.js';
import { unauthorised } from './present-unauthorised.js';
import { presentCreation, presentRotation, presentWebhooks } from './present-webhook.js';
import { SessionEnded } from './refusals.js';
import {
  CreateWebhookResult,
  PauseWebhookResult,
  RemoveWebhookResult,
  ReplayWebhookResult,
  ResumeWebhookResult,
  RotateWebhookSecretResult,
  WebhookNotFound,
  WebhookRemoved,
  WebhookReplayed,
  WebhookSwitched,
  WebhooksResult,
  type SwitchWebhookResult,
} from './webhook-results.js';
import { CreateWebhookInput, ReplayWebhookInput, WebhookInput } from './webhook-types.js';

type Given<T> = T | null | undefined;
const whom = 'For administrators, with a second factor proven just now.';

@Resolver()
export class WebhookResolver {
  constructor(
    private readonly its: {
      readonly create: CreateWebhook;
      readonly list: ListWebhooks;
      readonly rotate: RotateWebhookSecret;
      readonly switch: SwitchWebhook;
      readonly remove: RemoveWebhook;
      readonly replay: ReplayWebhook;
    },
  ) {}

  @Query(() => WebhooksResult, { description: `Who is told what happens, and what became of it. ${whom}` })
  async webhooks(
    @Arg('id', () => ID, { nullable: true, description: 'This one alone.' }) id: Given<string>,
    @Arg('deliveries', () => Int, { defaultValue: 10, description: "Each one's last deliveries, 0 to 100." })
    deliveries: number,
    @Ctx() context: RequestContext,
  ): Promise<WebhooksResult> {
    const { client } = context;
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    return presentWebhooks(await this.its.list.execute({ authority, id: id ?? undefined, deliveries, client }));
  }

  @Mutation(() => CreateWebhookResult, {
    description: `Have a server told what happens from now on, signed by Standard Webhooks. ${whom}`,
  })
  async createWebhook(
    @Arg('input', () => CreateWebhookInput) { url, kinds, includesClient }: CreateWebhookInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateWebhookResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const wanted = { url, kinds: kinds ?? undefined, includesClient };
    return presentCreation(await this.its.create.execute({ authority, ...wanted, client: context.client }));
  }

  @Mutation(() => RotateWebhookSecretResult, {
    description: `Another secret; the former one signs beside it for 24 hours, so that nothing is lost. ${whom}`,
  })
  async rotateWebhookSecret(
    @Arg('input', () => WebhookInput) { id }: WebhookInput,
    @Ctx() context: RequestContext,
  ): Promise<RotateWebhookSecretResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    return presentRotation(await this.its.rotate.execute({ authority, id, client: context.client }));
  }

  @Mutation(() => PauseWebhookResult, { description: `Have what happens wait. ${whom}` })
  pauseWebhook(
    @Arg('input', () => WebhookInput) { id }: WebhookInput,
    @Ctx() context: RequestContext,
  ): Promise<SwitchWebhookResult> {
    return this.switch(id, 'paused', context);
  }

  @Mutation(() => ResumeWebhookResult, { description: `Deliver what waited, and go on. ${whom}` })
  resumeWebhook(
    @Arg('input', () => WebhookInput) { id }: WebhookInput,
    @Ctx() context: RequestContext,
  ): Promise<SwitchWebhookResult> {
    return this.switch(id, 'on', context);
  }

  @Mutation(() => RemoveWebhookResult, { description: `End it; what it was owed is not delivered any more. ${whom}` })
  async removeWebhook(
    @Arg('input', () => WebhookInput) { id }: WebhookInput,
    @Ctx() context: RequestContext,
  ): Promise<RemoveWebhookResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.remove.execute({ authority, id, client: context.client });
    if (outcome.status === 'removed') return make(WebhookRemoved, { id: outcome.id });
    return outcome.status === 'unknown' ? new WebhookNotFound() : unauthorised(outcome);
  }

  @Mutation(() => ReplayWebhookResult, { description: `Deliver one again, or every one that was given up. ${whom}` })
  async replayWebhook(
    @Arg('input', () => ReplayWebhookInput) { id, fact }: ReplayWebhookInput,
    @Ctx() context: RequestContext,
  ): Promise<ReplayWebhookResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const { client } = context;
    const outcome = await this.its.replay.execute({ authority, id, fact: fact ?? undefined, client });
    if (outcome.status === 'replayed') return make(WebhookReplayed, { id: outcome.id, deliveries: outcome.deliveries });
    return outcome.status === 'unknown' ? new WebhookNotFound() : unauthorised(outcome);
  }

  private async switch(id: string, to: 'paused' | 'on', context: RequestContext): Promise<SwitchWebhookResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.switch.execute({ authority, id, to, client: context.client });
    if (outcome.status === 'switched') return make(WebhookSwitched, { id: outcome.id, standing: to });
    return outcome.status === 'unknown' ? new WebhookNotFound() : unauthorised(outcome);
  }
}
