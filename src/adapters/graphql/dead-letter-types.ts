import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';
import { NotAllowed, SessionEnded, StepUpRequired } from './refusals.js';
import { RoleRequired } from './role-types.js';

@ObjectType({ simpleResolvers: true, description: 'Something that could not be told, and that nobody tries any more.' })
export class DeadLetter {
  @Field(() => ID, { description: 'The fact it tells of, as in the audit log.' })
  readonly fact!: string;

  @Field(() => String, { description: 'Such as `sign-in.refused`.' })
  readonly kind!: string;

  @Field(() => ID, { nullable: true, description: 'Whom it is about.' })
  readonly user!: string | undefined;

  @Field(() => String, { description: '`mail`, or a webhook.' })
  readonly subscriber!: string;

  @Field(() => Int)
  readonly tries!: number;

  @Field(() => String, { description: 'In the words of whoever was to take it; no address and no secret.' })
  readonly why!: string;

  @Field(() => DateTime, { description: 'When it was given up.' })
  readonly at!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'The latest of them, at most 100.' })
export class DeadLetters {
  @Field(() => [DeadLetter])
  readonly letters!: readonly DeadLetter[];
}

@InputType()
export class ReplayDeadLetterInput {
  @Field(() => ID)
  readonly fact!: string;

  @Field(() => String)
  readonly subscriber!: string;
}

@ObjectType({ simpleResolvers: true, description: 'It is tried again, as often as at first.' })
export class DeadLetterReplayed {
  @Field(() => ID)
  readonly fact!: string;
}

@ObjectType({ simpleResolvers: true, description: 'There is no such dead letter; it may have been replayed.' })
export class DeadLetterNotFound {
  @Field(() => String)
  readonly message: string = 'There is no such dead letter.';
}

type Unauthorised = RoleRequired | NotAllowed | StepUpRequired | SessionEnded;

export const DeadLettersResult = createUnionType({
  name: 'DeadLettersResult',
  types: () => [DeadLetters, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type DeadLettersResult = DeadLetters | Unauthorised;

export const ReplayDeadLetterResult = createUnionType({
  name: 'ReplayDeadLetterResult',
  types: () =>
    [DeadLetterReplayed, DeadLetterNotFound, RoleRequired, NotAllowed, StepUpRequired, SessionEnded] as const,
});
export type ReplayDeadLetterResult = DeadLetterReplayed | DeadLetterNotFound | Unauthorised;
