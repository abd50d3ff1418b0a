import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';
import { AssuranceLevel, NotAllowedReason } from './enums.js';

// Refusals that more than one operation can answer with. Messages are for people; clients switch on the type.

@ObjectType({ simpleResolvers: true, description: 'Too much was tried. Nothing was judged, not even a right answer.' })
export class TooManyAttempts {
  @Field(() => String)
  readonly message: string = 'Too many attempts. Try again later.';

  @Field(() => DateTime, {
    nullable: true,
    description: 'Null where waiting does not help and a mailed link or an administrator must open it.',
  })
  readonly retryAt!: Date | undefined;
}

@ObjectType({ simpleResolvers: true, description: 'Understood, and not allowed as things are.' })
export class NotAllowed {
  @Field(() => String)
  readonly message!: string;

  @Field(() => NotAllowedReason)
  readonly reason!: NotAllowedReason;
}

@ObjectType({
  simpleResolvers: true,
  description: 'One answer for a wrong password, an unknown address and a closed account.',
})
export class InvalidCredentials {
  @Field(() => String)
  readonly message: string = 'The e-mail address or the password is wrong.';
}

@ObjectType({ simpleResolvers: true, description: 'Wrong, used or too old: one answer.' })
export class InvalidCode {
  @Field(() => String)
  readonly message: string = 'This code is wrong, was used before, or is too old.';

  @Field(() => Int, { description: 'Wrong answers left before this challenge or enrolment is over.' })
  readonly attemptsLeft!: number;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the authenticator shows its next code: a code counts once, also the one that confirmed the enrolment.',
  })
  readonly nextCodeAt!: Date | undefined;
}

@ObjectType({ simpleResolvers: true, description: 'There is no live session: it ended, or there never was one.' })
export class SessionEnded {
  @Field(() => String)
  readonly message: string = 'There is no live session. Log in.';
}

@ObjectType({
  simpleResolvers: true,
  description: 'The session is live, but what it proved is missing or too old for this operation: call `stepUp`.',
})
export class StepUpRequired {
  @Field(() => String)
  readonly message: string = 'Prove it again: call stepUp, then repeat this.';

  @Field(() => AssuranceLevel)
  readonly requiredAssurance!: AssuranceLevel;

  @Field(() => Int, { nullable: true, description: 'Seconds: how recent the proof must be.' })
  readonly maxAge!: number | undefined;
}
