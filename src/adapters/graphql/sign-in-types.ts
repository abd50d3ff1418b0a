import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { AuthSession, User } from './account-types.js';
import { DateTime } from './date-time.js';
import { CredentialKind, FactorKind } from './enums.js';
import { InvalidCode, InvalidCredentials, TooManyAttempts } from './refusals.js';

@InputType()
export class LoginInput {
  @Field(() => String)
  readonly email!: string;

  @Field(() => String)
  readonly password!: string;

  @Field(() => CredentialKind, { defaultValue: CredentialKind.TOKEN })
  readonly credential!: CredentialKind;

  @Field(() => String, {
    nullable: true,
    description: 'From an earlier sign-in on this device (TOKEN clients; browsers carry it in a cookie).',
  })
  readonly deviceToken?: string | null;
}

@InputType()
export class VerifyMfaInput {
  @Field(() => String, {
    nullable: true,
    description: 'May be left out where a pending cookie carries the challenge; then the newest is meant.',
  })
  readonly challengeToken?: string | null;

  @Field(() => FactorKind)
  readonly factor!: FactorKind;

  @Field(() => String, { nullable: true, description: 'Spaces and hyphens are passed over.' })
  readonly code?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Let this device skip the second factor for a while, where the policy allows it.',
  })
  readonly trustDevice!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What a TOKEN session is held by. Keep both out of addresses, logs and places that scripts of others can read.',
})
export class TokenPair {
  @Field(() => String, { description: 'Goes into `Authorization: Bearer …`.' })
  readonly accessToken!: string;

  @Field(() => DateTime)
  readonly accessTokenExpiresAt!: Date;

  @Field(() => String, { description: 'Good for one `refreshSession`, which answers with the next.' })
  readonly refreshToken!: string;

  @Field(() => DateTime)
  readonly refreshTokenExpiresAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'Signed in. A COOKIE session came with the headers of this answer.' })
export class Authenticated {
  @Field(() => User)
  readonly user!: User;

  @Field(() => AuthSession)
  readonly session!: AuthSession;

  @Field(() => TokenPair, { nullable: true, description: 'Null for a COOKIE credential.' })
  readonly tokens!: TokenPair | undefined;

  @Field(() => String, {
    nullable: true,
    description:
      'Marks this device as known; keep it and send it with the next login. Null for a COOKIE credential, and where no device is remembered.',
  })
  readonly deviceToken!: string | undefined;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Set where a policy demands MFA from a moment to come and none is enrolled.',
  })
  readonly mfaDueBy!: Date | undefined;
}

@ObjectType({ simpleResolvers: true, description: 'What was proven so far was right; nothing is signed in yet.' })
export class MfaRequired {
  @Field(() => String, {
    description: `Good for answering this challenge, and for routes that say 'partial'; at most 5 minutes.
After a COOKIE login it names the challenge and works only together with the pending cookie.`,
  })
  readonly challengeToken!: string;

  @Field(() => [FactorKind], { description: 'Kinds that may answer, most wanted first.' })
  readonly factors!: readonly FactorKind[];

  @Field(() => Int)
  readonly attemptsLeft!: number;

  @Field(() => DateTime)
  readonly expiresAt!: Date;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The password was right, a policy demands a second factor, and none is enrolled.',
})
export class MfaEnrolmentRequired {
  @Field(() => String, {
    description: 'Good for `enrolTotp` and `confirmTotp` and nothing else; confirming signs in.',
  })
  readonly enrolmentToken!: string;

  @Field(() => [FactorKind], { description: 'Kinds that may be enrolled.' })
  readonly factors!: readonly FactorKind[];

  @Field(() => DateTime)
  readonly expiresAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'Expired, used, exhausted or unknown: start again.' })
export class ChallengeClosed {
  @Field(() => String)
  readonly message: string = 'This challenge is over. Log in again.';
}

export const LoginResult = createUnionType({
  name: 'LoginResult',
  types: () => [Authenticated, MfaRequired, MfaEnrolmentRequired, InvalidCredentials, TooManyAttempts] as const,
});
export type LoginResult = Authenticated | MfaRequired | MfaEnrolmentRequired | InvalidCredentials | TooManyAttempts;

export const VerifyMfaResult = createUnionType({
  name: 'VerifyMfaResult',
  types: () => [Authenticated, InvalidCode, ChallengeClosed, TooManyAttempts] as const,
});
export type VerifyMfaResult = Authenticated | InvalidCode | ChallengeClosed | TooManyAttempts;
