import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AssuranceLevel } from './enums.js';
import { InvalidCredentials, NotAllowed, SessionEnded, TooManyAttempts } from './refusals.js';
import { Authenticated, MfaEnrolmentRequired, MfaRequired } from './sign-in-types.js';

@InputType()
export class StepUpInput {
  @Field(() => AssuranceLevel, { defaultValue: AssuranceLevel.AAL2 })
  readonly assurance!: AssuranceLevel;

  @Field(() => String, { nullable: true, description: 'Taken where no second factor is enrolled, or AAL1 is enough.' })
  readonly password?: string | null;
}

@InputType()
export class RefreshSessionInput {
  @Field(() => String)
  readonly refreshToken!: string;
}

@InputType({
  description:
    'With a refresh token a session ends even where the access token has expired. A pending challenge is dropped too.',
})
export class LogoutInput {
  @Field(() => Boolean, { defaultValue: false, description: "End all of the user's sessions, on every device." })
  readonly everywhere!: boolean;

  @Field(() => String, { nullable: true })
  readonly refreshToken?: string | null;
}

@InputType()
export class RevokeSessionInput {
  @Field(() => ID, { description: 'Of one of the own sessions.' })
  readonly id!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Whoever was signed in is not any more.' })
export class LogoutResult {
  @Field(() => Int, { description: '0 where nobody was signed in.' })
  readonly sessionsEnded!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'That session has ended; whoever holds it finds out with the next request.',
})
export class SessionRevoked {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "No live session of this user has that id; somebody else's is not found either.",
})
export class SessionNotFound {
  @Field(() => String)
  readonly message: string = 'There is no such session.';
}

export const StepUpResult = createUnionType({
  name: 'StepUpResult',
  types: () => [Authenticated, MfaRequired, InvalidCredentials, NotAllowed, SessionEnded, TooManyAttempts] as const,
});
export type StepUpResult =
  Authenticated | MfaRequired | InvalidCredentials | NotAllowed | SessionEnded | TooManyAttempts;

export const RefreshSessionResult = createUnionType({
  name: 'RefreshSessionResult',
  types: () => [Authenticated, MfaRequired, MfaEnrolmentRequired, SessionEnded, TooManyAttempts] as const,
});
export type RefreshSessionResult = Authenticated | MfaRequired | MfaEnrolmentRequired | SessionEnded | TooManyAttempts;

export const RevokeSessionResult = createUnionType({
  name: 'RevokeSessionResult',
  types: () => [SessionRevoked, SessionNotFound, SessionEnded] as const,
});
export type RevokeSessionResult = SessionRevoked | SessionNotFound | SessionEnded;
