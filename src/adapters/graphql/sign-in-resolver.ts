import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { LogIn } from '../../application/log-in.js';
import { presentedDevices } from '../../application/envelope.js';
import type { VerifyMfa } from '../../application/verify-mfa.js';
import { Secret } from '../../domain/secret.js';
import type { RequestContext } from './context.js';
import { FactorKind } from './enums.js';
import { presentLogin, presentVerified } from './present-sign-in.js';
import type { PresentedChallenges } from '../../application/presented-challenges.js';
import { LoginInput, LoginResult, VerifyMfaInput, VerifyMfaResult } from './sign-in-types.js';

@Resolver()
export class SignInResolver {
  constructor(
    private readonly its: {
      readonly logIn: LogIn;
      readonly verifyMfa: VerifyMfa;
      readonly presented: PresentedChallenges;
    },
  ) {}

  @Mutation(() => LoginResult, {
    description: 'First factor. HTTP 200 when signed in, 202 when a second factor or an enrolment is due.',
  })
  async login(
    @Arg('input', () => LoginInput) { email, password, credential, deviceToken }: LoginInput,
    @Ctx() context: RequestContext,
  ): Promise<LoginResult> {
    const { envelope } = context;
    const viewer = await context.viewerNow();
    const client = viewer ? { ...context.client, session: viewer.session.id } : context.client;
    const outcome = await this.its.logIn.execute({
      email,
      password: new Secret(password),
      credential,
      devices: presentedDevices(credential, deviceToken, envelope),
      browser: envelope.browser,
      client,
    });
    return presentLogin(outcome, context);
  }

  @Mutation(() => VerifyMfaResult, {
    description:
      'Second factor: the answer to a challenge, whether it came from `login`, `refreshSession` or `stepUp`.',
  })
  async verifyMfa(
    @Arg('input', () => VerifyMfaInput) { challengeToken, factor, code, trustDevice }: VerifyMfaInput,
    @Ctx() context: RequestContext,
  ): Promise<VerifyMfaResult> {
    const { client, envelope } = context;
    const outcome = await this.its.verifyMfa.execute({
      challenge: await this.its.presented.meant('verify', challengeToken, envelope),
      kind: factor === FactorKind.PASSKEY ? undefined : factor,
      code: code ?? '',
      trustDevice,
      client,
    });
    return presentVerified(outcome, context);
  }
}
