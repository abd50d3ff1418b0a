import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { Factor } from './account-types.js';
import { DateTime } from './date-time.js';
import { InvalidCode, NotAllowed, SessionEnded, StepUpRequired, TooManyAttempts } from './refusals.js';
import { Authenticated } from './sign-in-types.js';

@InputType()
export class EnrolTotpInput {
  @Field(() => String, { nullable: true, description: 'From `MfaEnrolmentRequired`, where there is no session yet.' })
  readonly enrolmentToken?: string | null;
}

@InputType()
export class ConfirmTotpInput {
  @Field(() => String, { description: 'What the new authenticator shows.' })
  readonly code!: string;

  @Field(() => String, { nullable: true, description: "The owner's name for it, at most 64 characters." })
  readonly label?: string | null;

  @Field(() => String, { nullable: true, description: 'From `MfaEnrolmentRequired`, where there is no session yet.' })
  readonly enrolmentToken?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Shown once: scan or type it, then call `confirmTotp`.' })
export class TotpEnrolment {
  @Field(() => String, { description: 'otpauth:// key URI.' })
  readonly uri!: string;

  @Field(() => String, { description: 'Base32, for typing in by hand.' })
  readonly secret!: string;

  @Field(() => String, { description: 'The URI as an SVG QR code, drawn by the server.' })
  readonly qrSvg!: string;

  @Field(() => String, { description: 'The same as a data:image/png URI.' })
  readonly qrPng!: string;

  @Field(() => DateTime)
  readonly expiresAt!: Date;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The authenticator counts from now on. With the first one, every other session of the user has ended.',
})
export class FactorConfirmed {
  @Field(() => Factor)
  readonly factor!: Factor;

  @Field(() => [String], {
    nullable: true,
    description: 'Present with the first authenticator of any kind; shown once.',
  })
  readonly backupCodes!: readonly string[] | undefined;

  @Field(() => Authenticated, {
    description: 'The session, issued again at what it has now proven; the former credential is dead.',
  })
  readonly authenticated!: Authenticated;
}

@ObjectType({ simpleResolvers: true, description: 'Nothing was begun here, or it is over: call `enrolTotp` again.' })
export class EnrolmentNotFound {
  @Field(() => String)
  readonly message: string = 'There is no enrolment to confirm. Begin again.';
}

export const EnrolTotpResult = createUnionType({
  name: 'EnrolTotpResult',
  types: () => [TotpEnrolment, StepUpRequired, NotAllowed, SessionEnded] as const,
});
export type EnrolTotpResult = TotpEnrolment | StepUpRequired | NotAllowed | SessionEnded;

export const ConfirmTotpResult = createUnionType({
  name: 'ConfirmTotpResult',
  types: () => [FactorConfirmed, InvalidCode, EnrolmentNotFound, SessionEnded, TooManyAttempts] as const,
});
export type ConfirmTotpResult = FactorConfirmed | InvalidCode | EnrolmentNotFound | SessionEnded | TooManyAttempts;
