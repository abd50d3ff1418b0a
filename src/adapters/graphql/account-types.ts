import type { Viewer } from '../../application/viewer.js';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';
import { AssuranceLevel, CredentialKind, FactorKind, Recommendation, Role } from './enums.js';

@ObjectType({ simpleResolvers: true, description: 'A second factor a user owns.' })
export class Factor {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => FactorKind)
  readonly kind!: FactorKind;

  @Field(() => String, { description: "The owner's name for it." })
  readonly label!: string;

  @Field(() => DateTime)
  readonly enrolledAt!: Date;

  @Field(() => DateTime, { nullable: true })
  readonly lastUsedAt!: Date | undefined;
}

@ObjectType({ simpleResolvers: true, description: 'Someone is signed in here.' })
export class AuthSession {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => CredentialKind)
  readonly credential!: CredentialKind;

  @Field(() => AssuranceLevel)
  readonly assurance!: AssuranceLevel;

  @Field(() => Boolean, { description: 'Whether a second factor was proven, recently enough to count.' })
  readonly mfaVerified!: boolean;

  @Field(() => [String], { description: 'Authentication method references, RFC 8176.' })
  readonly amr!: readonly string[];

  @Field(() => DateTime, {
    description: "The latest second-factor proof at AAL2, else the password's. Refreshing never changes it.",
  })
  readonly authenticatedAt!: Date;

  @Field(() => DateTime, { description: 'Exact to a minute.' })
  readonly lastSeenAt!: Date;

  @Field(() => DateTime, { description: 'When it ends if nobody uses it; using it moves this, up to a fixed end.' })
  readonly expiresAt!: Date;

  @Field(() => String, { nullable: true, description: 'Browser and system in words, as far as they are known.' })
  readonly device!: string | undefined;

  @Field(() => Boolean, { description: 'Is it the session of this request?' })
  readonly current!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'Someone with an account.' })
export class User {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: 'As it is compared: trimmed, lower case.' })
  readonly email!: string;

  @Field(() => [Role], { description: 'What this user may do beyond their own account.' })
  readonly roles!: readonly Role[];

  @Field(() => Boolean, { description: 'Whether a second factor is asked for at the next login.' })
  readonly mfaEnabled!: boolean;

  @Field(() => [Factor], {
    description: 'Authenticators and passkeys; the sheet of backup codes is not one of them.',
  })
  readonly factors!: readonly Factor[];

  @Field(() => Int)
  readonly backupCodesLeft!: number;

  @Field(() => [Recommendation], { description: 'What to do next for the safety of the account; mostly nothing.' })
  readonly recommendations!: readonly Recommendation[];

  @Field(() => AuthSession, { description: 'The session of this request.' })
  readonly session!: AuthSession;

  /** For `sessions`, which is asked for rarely and read only then. */
  readonly viewer!: Viewer;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A route that does without its second factor for a while. Only the operator declares one.',
})
export class Bypass {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly reason!: string;

  @Field(() => DateTime, { description: 'From here on the second factor is demanded again.' })
  readonly until!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Exact to a minute.' })
  readonly lastUsedAt!: Date | undefined;
}
