import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { LogOut } from '../../application/log-out.js';
import type { RefreshSession } from '../../application/refresh-session.js';
import type { RevokeSession } from '../../application/revoke-session.js';
import type { StepUp } from '../../application/step-up.js';
import { Secret } from '../../domain/secret.js';
import type { RequestContext } from './context.js';
import { make } from './make.js';
import { presentRefresh, presentRevocation, presentStepUp } from './present-session.js';
import { SessionEnded } from './refusals.js';
import {
  LogoutInput,
  LogoutResult,
  RefreshSessionInput,
  RefreshSessionResult,
  RevokeSessionInput,
  RevokeSessionResult,
  StepUpInput,
  StepUpResult,
} from './session-types.js';

const secret = (raw: string | null | undefined): Secret | undefined =>
  typeof raw === 'string' ? new Secret(raw) : undefined;

@Resolver()
export class SessionResolver {
  constructor(
    private readonly its: {
      readonly stepUp: StepUp;
      readonly refreshSession: RefreshSession;
      readonly logOut: LogOut;
      readonly revokeSession: RevokeSession;
    },
  ) {}

  @Mutation(() => StepUpResult, {
    description:
      'Prove more, or prove again, in a live session. Where no factor is enrolled, the password is what can be proven again.',
  })
  async stepUp(
    @Arg('input', () => StepUpInput) { assurance, password }: StepUpInput,
    @Ctx() context: RequestContext,
  ): Promise<StepUpResult> {
    const { client, envelope } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    const { browser } = envelope;
    const input = { viewer, assurance, password: secret(password), browser, client };
    return presentStepUp(await this.its.stepUp.execute(input), context);
  }

  @Mutation(() => RefreshSessionResult, {
    description: 'A new access token for a refresh token, which is used up by it.',
  })
  async refreshSession(
    @Arg('input', () => RefreshSessionInput) { refreshToken }: RefreshSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<RefreshSessionResult> {
    const { client } = context;
    return presentRefresh(
      await this.its.refreshSession.execute({ refreshToken: new Secret(refreshToken), client }),
      context,
    );
  }

  @Mutation(() => LogoutResult, {
    description: 'End the session of this request, or all of them. What follows in the same document is signed out.',
  })
  async logout(
    @Arg('input', () => LogoutInput, { nullable: true }) input: LogoutInput | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<LogoutResult> {
    const { client, envelope } = context;
    const { sessionsEnded } = await this.its.logOut.execute({
      viewer: await context.viewerNow(),
      refreshToken: secret(input?.refreshToken),
      pending: envelope.pending,
      everywhere: input?.everywhere ?? false,
      client,
    });
    envelope.dropSession();
    envelope.dropPending();
    return make(LogoutResult, { sessionsEnded });
  }

  @Mutation(() => RevokeSessionResult, { description: 'End one of the own sessions, on this device or another.' })
  async revokeSession(
    @Arg('input', () => RevokeSessionInput) { id }: RevokeSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<RevokeSessionResult> {
    const { client, envelope } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    const outcome = await this.its.revokeSession.execute({ viewer, id, client });
    if (outcome.status === 'revoked' && outcome.id === viewer.session.id) envelope.dropSession();
    return presentRevocation(outcome);
  }
}
