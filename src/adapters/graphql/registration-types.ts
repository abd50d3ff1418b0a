import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { PasswordProblem } from './enums.js';
import { InvalidCode, NotAllowed, TooManyAttempts } from './refusals.js';

@InputType()
export class RegisterInput {
  @Field(() => String)
  readonly email!: string;

  @Field(() => String)
  readonly password!: string;
}

@InputType()
export class ConfirmAddressInput {
  @Field(() => String)
  readonly code!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Says the same whether or not the address was already taken.' })
export class RegistrationAccepted {
  @Field(() => String)
  readonly email!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Not an e-mail address.' })
export class EmailRejected {
  @Field(() => String)
  readonly message: string = 'This is not an e-mail address.';
}

@ObjectType({ simpleResolvers: true, description: 'Choose another password.' })
export class PasswordRejected {
  @Field(() => String)
  readonly message!: string;

  @Field(() => PasswordProblem, {
    description: 'Give it an alias where `NotAllowed.reason` stands in the same selection: their types differ.',
  })
  readonly reason!: PasswordProblem;
}

@ObjectType({ simpleResolvers: true, description: 'The account is made: log in.' })
export class AddressConfirmed {
  @Field(() => String)
  readonly email!: string;
}

export const RegisterResult = createUnionType({
  name: 'RegisterResult',
  types: () => [RegistrationAccepted, EmailRejected, PasswordRejected, NotAllowed, TooManyAttempts] as const,
});
export type RegisterResult = RegistrationAccepted | EmailRejected | PasswordRejected | NotAllowed | TooManyAttempts;

export const ConfirmAddressResult = createUnionType({
  name: 'ConfirmAddressResult',
  types: () => [AddressConfirmed, InvalidCode, TooManyAttempts] as const,
});
export type ConfirmAddressResult = AddressConfirmed | InvalidCode | TooManyAttempts;
