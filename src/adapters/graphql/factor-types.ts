import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Factor } from './account-types.js';
import { NotAllowed, SessionEnded, StepUpRequired } from './refusals.js';
import { Authenticated } from './sign-in-types.js';

@InputType()
export class RemoveFactorInput {
  @Field(() => ID, { description: 'From `User.factors`.' })
  readonly id!: string;
}

@InputType()
export class RenameFactorInput {
  @Field(() => ID, { description: 'From `User.factors`.' })
  readonly id!: string;

  @Field(() => String, { description: "The owner's name for it, at most 64 characters." })
  readonly label!: string;
}

@ObjectType({ simpleResolvers: true, description: 'It has this name from now on. Nothing else has changed.' })
export class FactorRenamed {
  @Field(() => Factor)
  readonly factor!: Factor;
}

@ObjectType({ simpleResolvers: true, description: 'A new sheet, shown once; the codes of the former one are dead.' })
export class BackupCodes {
  @Field(() => [String])
  readonly codes!: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: 'The factor is gone, and every other session with it.' })
export class FactorRemoved {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => Boolean, { description: 'False where it was the last one; the backup codes went with it.' })
  readonly mfaEnabled!: boolean;

  @Field(() => Authenticated, {
    description: 'The session, issued again at what it has still proven; the former credential is dead.',
  })
  readonly authenticated!: Authenticated;
}

@ObjectType({
  simpleResolvers: true,
  description: "This user has no such factor; somebody else's is not found either.",
})
export class FactorNotFound {
  @Field(() => String)
  readonly message: string = 'There is no such factor.';
}

@ObjectType({
  simpleResolvers: true,
  description: 'A password is enough from now on; every other session of the user has ended.',
})
export class MfaDisabled {
  @Field(() => Int, { description: 'Authenticators removed; the sheet of backup codes is not one of them.' })
  readonly factorsRemoved!: number;

  @Field(() => Authenticated, {
    description: 'The session, issued again at what it has still proven; the former credential is dead.',
  })
  readonly authenticated!: Authenticated;
}

export const RegenerateBackupCodesResult = createUnionType({
  name: 'RegenerateBackupCodesResult',
  types: () => [BackupCodes, StepUpRequired, NotAllowed, SessionEnded] as const,
});
export type RegenerateBackupCodesResult = BackupCodes | StepUpRequired | NotAllowed | SessionEnded;

export const RemoveFactorResult = createUnionType({
  name: 'RemoveFactorResult',
  types: () => [FactorRemoved, FactorNotFound, StepUpRequired, NotAllowed, SessionEnded] as const,
});
export type RemoveFactorResult = FactorRemoved | FactorNotFound | StepUpRequired | NotAllowed | SessionEnded;

export const DisableMfaResult = createUnionType({
  name: 'DisableMfaResult',
  types: () => [MfaDisabled, StepUpRequired, NotAllowed, SessionEnded] as const,
});
export type DisableMfaResult = MfaDisabled | StepUpRequired | NotAllowed | SessionEnded;

export const RenameFactorResult = createUnionType({
  name: 'RenameFactorResult',
  types: () => [FactorRenamed, FactorNotFound, SessionEnded] as const,
});
export type RenameFactorResult = FactorRenamed | FactorNotFound | SessionEnded;
