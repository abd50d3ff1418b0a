import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ConfirmAddress } from '../../application/confirm-address.js';
import type { RegisterUser } from '../../application/register-user.js';
import { Secret } from '../../domain/secret.js';
import type { RequestContext } from './context.js';
import { presentConfirmation } from './present-recovery.js';
import { presentRegistration } from './present-registration.js';
import { ConfirmAddressInput, ConfirmAddressResult, RegisterInput, RegisterResult } from './registration-types.js';

@Resolver()
export class RegistrationResolver {
  constructor(private readonly its: { readonly register: RegisterUser; readonly confirmAddress: ConfirmAddress }) {}

  @Mutation(() => RegisterResult, { description: 'Make an account. The answer does not tell whether there was one.' })
  async register(
    @Arg('input', () => RegisterInput) { email, password }: RegisterInput,
    @Ctx() context: RequestContext,
  ): Promise<RegisterResult> {
    const { client } = context;
    const outcome = await this.its.register.execute({ email, password: new Secret(password), client });
    return presentRegistration(outcome, context);
  }

  @Mutation(() => ConfirmAddressResult, {
    description: 'The mailed code makes the account, where addresses are verified, or moves it to its new address.',
  })
  async confirmAddress(
    @Arg('input', () => ConfirmAddressInput) { code }: ConfirmAddressInput,
    @Ctx() context: RequestContext,
  ): Promise<ConfirmAddressResult> {
    const { client } = context;
    return presentConfirmation(await this.its.confirmAddress.execute({ code: new Secret(code), client }), context);
  }
}
