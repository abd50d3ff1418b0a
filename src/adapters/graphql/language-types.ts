import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { Language } from './enums.js';
import { SessionEnded } from './refusals.js';

@InputType()
export class SetLanguageInput {
  @Field(() => Language)
  readonly language!: Language;
}

@ObjectType({ simpleResolvers: true, description: 'From now on mails come in it.' })
export class LanguageSet {
  @Field(() => Language)
  readonly language!: Language;
}

export const SetLanguageResult = createUnionType({
  name: 'SetLanguageResult',
  types: () => [LanguageSet, SessionEnded] as const,
});
export type SetLanguageResult = LanguageSet | SessionEnded;
