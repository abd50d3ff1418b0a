import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ChangeAddress } from '../../application/change-address.js';
import type { ChangePassword } from '../../application/change-password.js';
import type { ReopenSignIn } from '../../application/reopen-sign-in.js';
import type { RequestPasswordReset } from '../../application/request-password-reset.js';
import type { ResetPassword } from '../../application/reset-password.js';
import type { SecureAccount } from '../../application/secure-account.js';
import { Secret } from '../../domain/secret.js';
import type { RequestContext } from './context.js';
import {
  presentAddressChange,
  presentPasswordChange,
  presentReopening,
  presentReset,
  presentResetRequest,
  presentSecuring,
} from './present-recovery.js';
import {
  ChangeAddressInput,
  ChangeAddressResult,
  ChangePasswordInput,
  ChangePasswordResult,
  MailedCodeInput,
  ReopenSignInInput,
  ReopenSignInResult,
  RequestPasswordResetInput,
  RequestPasswordResetResult,
  ResetPasswordInput,
  ResetPasswordResult,
  ThisWasNotMeResult,
} from './recovery-types.js';
import { SessionEnded } from './refusals.js';

@Resolver()
export class RecoveryResolver {
  constructor(
    private readonly its: {
      readonly changePassword: ChangePassword;
      readonly requestPasswordReset: RequestPasswordReset;
      readonly resetPassword: ResetPassword;
      readonly changeAddress: ChangeAddress;
      readonly reopenSignIn: ReopenSignIn;
      readonly secureAccount: SecureAccount;
    },
  ) {}

  @Mutation(() => ChangePasswordResult, {
    description:
      'A new password by somebody who knows the current one and, where there is one, has proven a second factor just now.',
  })
  async changePassword(
    @Arg('input', () => ChangePasswordInput) { current, next }: ChangePasswordInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePasswordResult> {
    const { client } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    const wish = { viewer, current: new Secret(current), next: new Secret(next), client };
    return presentPasswordChange(await this.its.changePassword.execute(wish), context);
  }

  @Mutation(() => RequestPasswordResetResult, {
    description: 'Have a link mailed that sets a new password. The answer does not tell whether there is an account.',
  })
  async requestPasswordReset(
    @Arg('input', () => RequestPasswordResetInput) { email }: RequestPasswordResetInput,
    @Ctx() context: RequestContext,
  ): Promise<RequestPasswordResetResult> {
    const { client } = context;
    return presentResetRequest(await this.its.requestPasswordReset.execute({ email, client }), context);
  }

  @Mutation(() => ResetPasswordResult, {
    description: 'A new password by the code of a mailed link, once. It opens no session and leaves second factors on.',
  })
  async resetPassword(
    @Arg('input', () => ResetPasswordInput) { code, password }: ResetPasswordInput,
    @Ctx() context: RequestContext,
  ): Promise<ResetPasswordResult> {
    const { client } = context;
    const wish = { code: new Secret(code), password: new Secret(password), client };
    return presentReset(await this.its.resetPassword.execute(wish), context);
  }

  @Mutation(() => ChangeAddressResult, {
    description: 'Have a link mailed to a new address; `confirmAddress` with its code makes it the one of the account.',
  })
  async changeAddress(
    @Arg('input', () => ChangeAddressInput) { email }: ChangeAddressInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangeAddressResult> {
    const { client } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    return presentAddressChange(await this.its.changeAddress.execute({ viewer, email, client }), context);
  }

  @Mutation(() => ReopenSignInResult, {
    description: 'Open a password that strangers have closed by guessing, by the code of a mailed link.',
  })
  async reopenSignIn(
    @Arg('input', () => ReopenSignInInput) { code, credential }: ReopenSignInInput,
    @Ctx() context: RequestContext,
  ): Promise<ReopenSignInResult> {
    const { client } = context;
    const outcome = await this.its.reopenSignIn.execute({ code: new Secret(code), client });
    return presentReopening(outcome, credential, context);
  }

  @Mutation(() => ThisWasNotMeResult, {
    description: '"This was not me", by the code of a notice: ends everything, and has a link mailed that recovers it.',
  })
  async thisWasNotMe(
    @Arg('input', () => MailedCodeInput) { code }: MailedCodeInput,
    @Ctx() context: RequestContext,
  ): Promise<ThisWasNotMeResult> {
    const { client } = context;
    return presentSecuring(await this.its.secureAccount.execute({ code: new Secret(code), client }), context);
  }
}
