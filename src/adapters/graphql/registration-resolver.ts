import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RegisterUser } from '../../application/register-user.js';
import { Secret } from '../../domain/secret.js';
import type { RequestContext } from './context.js';
import { invalidCode } from './present-refusal.js';
import { presentRegistration } from './present-registration.js';
import { ConfirmAddressInput, ConfirmAddressResult, RegisterInput, RegisterResult } from './registration-types.js';

@Resolver()
export class RegistrationResolver {
  constructor(private readonly its: { readonly register: RegisterUser }) {}

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
    description: 'Where addresses are verified: the mailed code makes the account. Elsewhere no code is ever right.',
  })
  confirmAddress(@Arg('input', () => ConfirmAddressInput) _input: ConfirmAddressInput): ConfirmAddressResult {
    // Addresses are not verified, so no code was ever mailed, and none can be guessed.
    return invalidCode({ attemptsLeft: 0, nextCodeAt: undefined });
  }
}
