import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { CredentialKind } from './enums.js';
import { InvalidCode, InvalidCredentials, SessionEnded, StepUpRequired, TooManyAttempts } from './refusals.js';
import { EmailRejected, PasswordRejected } from './registration-types.js';
import { Authenticated } from './sign-in-types.js';

@InputType()
export class ChangePasswordInput {
  @Field(() => String)
  readonly current!: string;

  @Field(() => String)
  readonly next!: string;
}

@InputType()
export class RequestPasswordResetInput {
  @Field(() => String)
  readonly email!: string;
}

@InputType()
export class ResetPasswordInput {
  @Field(() => String, { description: 'From the link that was mailed: what stands behind `code=`.' })
  readonly code!: string;

  @Field(() => String)
  readonly password!: string;
}

@InputType()
export class ChangeAddressInput {
  @Field(() => String)
  readonly email!: string;
}

@InputType()
export class ReopenSignInInput {
  @Field(() => String, { description: 'From the link that was mailed: what stands behind `code=`.' })
  readonly code!: string;

  @Field(() => CredentialKind, {
    defaultValue: CredentialKind.TOKEN,
    description: 'How this device will be known: by a token of its own, or by a cookie.',
  })
  readonly credential!: CredentialKind;
}

@InputType()
export class MailedCodeInput {
  @Field(() => String, { description: 'From the link that was mailed: what stands behind `code=`.' })
  readonly code!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The new password is in force; every other session and pending sign-in of the user has ended.',
})
export class PasswordChanged {
  @Field(() => Authenticated, { description: 'The session, issued again; the former credential is dead.' })
  readonly authenticated!: Authenticated;
}

@ObjectType({ simpleResolvers: true, description: 'Says the same whether or not somebody has the address.' })
export class PasswordResetRequested {
  @Field(() => String)
  readonly email!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The new password is in force. Nobody is signed in by it, and second factors are asked for as before.',
})
export class PasswordReset {
  @Field(() => String)
  readonly message: string = 'Sign in with the new password.';
}

@ObjectType({
  simpleResolvers: true,
  description: 'Nothing has changed yet: the link that was mailed there makes it the address of the account.',
})
export class AddressChangeRequested {
  @Field(() => String)
  readonly email!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Passwords are accepted again.' })
export class SignInReopened {
  @Field(() => String)
  readonly message: string = 'You can sign in again.';

  @Field(() => String, {
    nullable: true,
    description: 'Marks this device as known; keep it and send it with the next login. Null for a COOKIE credential.',
  })
  readonly deviceToken!: string | undefined;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Every session has ended, and the password is no longer good: a link that sets a new one was mailed.',
})
export class AccountSecured {
  @Field(() => String)
  readonly message: string = 'Everything has ended. Follow the link that was mailed to choose a new password.';
}

export const ChangePasswordResult = createUnionType({
  name: 'ChangePasswordResult',
  types: () =>
    [PasswordChanged, PasswordRejected, InvalidCredentials, StepUpRequired, SessionEnded, TooManyAttempts] as const,
});
export type ChangePasswordResult =
  PasswordChanged | PasswordRejected | InvalidCredentials | StepUpRequired | SessionEnded | TooManyAttempts;

export const RequestPasswordResetResult = createUnionType({
  name: 'RequestPasswordResetResult',
  types: () => [PasswordResetRequested, EmailRejected, TooManyAttempts] as const,
});
export type RequestPasswordResetResult = PasswordResetRequested | EmailRejected | TooManyAttempts;

export const ResetPasswordResult = createUnionType({
  name: 'ResetPasswordResult',
  types: () => [PasswordReset, PasswordRejected, InvalidCode, TooManyAttempts] as const,
});
export type ResetPasswordResult = PasswordReset | PasswordRejected | InvalidCode | TooManyAttempts;

export const ChangeAddressResult = createUnionType({
  name: 'ChangeAddressResult',
  types: () => [AddressChangeRequested, EmailRejected, StepUpRequired, SessionEnded, TooManyAttempts] as const,
});
export type ChangeAddressResult =
  AddressChangeRequested | EmailRejected | StepUpRequired | SessionEnded | TooManyAttempts;

export const ReopenSignInResult = createUnionType({
  name: 'ReopenSignInResult',
  types: () => [SignInReopened, InvalidCode, TooManyAttempts] as const,
});
export type ReopenSignInResult = SignInReopened | InvalidCode | TooManyAttempts;

export const ThisWasNotMeResult = createUnionType({
  name: 'ThisWasNotMeResult',
  types: () => [AccountSecured, InvalidCode, TooManyAttempts] as const,
});
export type ThisWasNotMeResult = AccountSecured | InvalidCode | TooManyAttempts;
