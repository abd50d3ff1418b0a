import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SetLanguage } from '../../application/set-language.js';
import type { RequestContext } from './context.js';
import { LanguageSet, SetLanguageInput, SetLanguageResult } from './language-types.js';
import { make } from './make.js';
import { SessionEnded } from './refusals.js';

@Resolver()
export class LanguageResolver {
  constructor(private readonly its: { readonly setLanguage: SetLanguage }) {}

  @Mutation(() => SetLanguageResult, { description: 'Choose the language of mails to the signed-in user.' })
  async setLanguage(
    @Arg('input', () => SetLanguageInput) { language }: SetLanguageInput,
    @Ctx() context: RequestContext,
  ): Promise<SetLanguageResult> {
    const viewer = await context.viewerNow();
    const outcome = viewer && (await this.its.setLanguage.execute({ viewer, language, client: context.client }));
    return outcome?.status === 'set' ? make(LanguageSet, { language: outcome.language }) : new SessionEnded();
  }
}
