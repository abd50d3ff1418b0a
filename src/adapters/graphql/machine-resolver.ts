import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { CloseServiceAccount } from '../../application/close-service-account.js';
import type { CreateMachineToken } from '../../application/create-machine-token.js';
import type { ExchangeMachineToken } from '../../application/exchange-machine-token.js';
import type { OpenServiceAccount } from '../../application/open-service-account.js';
import type { RevokeMachineToken } from '../../application/revoke-machine-token.js';
import { Secret } from '../../domain/secret.js';
import type { RequestContext } from './context.js';
import {
  CreateMachineTokenInput,
  CreateMachineTokenResult,
  CreateServiceAccountInput,
  CreateServiceAccountResult,
  ExchangeMachineTokenInput,
  ExchangeMachineTokenResult,
  RemoveServiceAccountInput,
  RemoveServiceAccountResult,
  RevokeMachineTokenInput,
  RevokeMachineTokenResult,
} from './machine-types.js';
import {
  presentClosed,
  presentCreated,
  presentExchange,
  presentMachineRevocation,
  presentOpened,
} from './present-machine.js';
import { SessionEnded } from './refusals.js';

@Resolver()
export class MachineResolver {
  constructor(
    private readonly its: {
      readonly create: CreateMachineToken;
      readonly revoke: RevokeMachineToken;
      readonly exchange: ExchangeMachineToken;
      readonly openAccount: OpenServiceAccount;
      readonly closeAccount: CloseServiceAccount;
    },
  ) {}

  @Mutation(() => CreateMachineTokenResult, {
    description:
      'A credential for a program, so that automation goes on where a second factor is demanded. Takes a second factor proven just now.',
  })
  async createMachineToken(
    @Arg('input', () => CreateMachineTokenInput)
    { label, scope, days, serviceAccount }: CreateMachineTokenInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateMachineTokenResult> {
    const { client } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    const wish = { label: label ?? undefined, scope, days };
    const account = serviceAccount ?? undefined;
    return presentCreated(await this.its.create.execute({ viewer, wish, account, client }));
  }

  @Mutation(() => RevokeMachineTokenResult, { description: 'End a machine token.' })
  async revokeMachineToken(
    @Arg('input', () => RevokeMachineTokenInput) { id }: RevokeMachineTokenInput,
    @Ctx() context: RequestContext,
  ): Promise<RevokeMachineTokenResult> {
    const { client } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    return presentMachineRevocation(await this.its.revoke.execute({ viewer, id, client }));
  }

  @Mutation(() => ExchangeMachineTokenResult, {
    description: 'An access token of a few minutes for a machine token, which stays good.',
  })
  async exchangeMachineToken(
    @Arg('input', () => ExchangeMachineTokenInput) { token }: ExchangeMachineTokenInput,
    @Ctx() { client }: RequestContext,
  ): Promise<ExchangeMachineTokenResult> {
    return presentExchange(await this.its.exchange.execute({ token: new Secret(token), client }));
  }

  @Mutation(() => CreateServiceAccountResult, {
    description: 'A name for programs to act in that is not your own. Takes a second factor proven just now.',
  })
  async createServiceAccount(
    @Arg('input', () => CreateServiceAccountInput, { nullable: true })
    input: CreateServiceAccountInput | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<CreateServiceAccountResult> {
    const { client } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    return presentOpened(await this.its.openAccount.execute({ viewer, label: input?.label ?? undefined, client }));
  }

  @Mutation(() => RemoveServiceAccountResult, { description: 'End a service account and all its machine tokens.' })
  async removeServiceAccount(
    @Arg('input', () => RemoveServiceAccountInput) { id }: RemoveServiceAccountInput,
    @Ctx() context: RequestContext,
  ): Promise<RemoveServiceAccountResult> {
    const { client } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    return presentClosed(await this.its.closeAccount.execute({ viewer, id, client }));
  }
}
