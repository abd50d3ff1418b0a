import type { Client } from '../domain/client.js';
import type { Language } from '../domain/notice/language.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { standing, type Viewer } from './viewer.js';

export interface SetLanguageInput {
  readonly viewer: Viewer;
  readonly language: Language;
  readonly client: Client;
}

export type SetLanguageOutcome = { readonly status: 'set'; readonly language: Language } | { readonly status: 'ended' };

/** Chooses what the viewer is written to in: a matter of taste, which takes no proof and which nobody is told of. */
export class SetLanguage {
  constructor(private readonly its: { readonly work: UnitOfWork; readonly clock: Clock }) {}

  execute({ viewer, language, client }: SetLanguageInput): Promise<SetLanguageOutcome> {
    const { work, clock } = this.its;
    return work.run(client, async (tx) => {
      const live = await standing(tx, viewer, clock.now());
      if (!live) return { status: 'ended' };
      live.user.speak(language);
      return { status: 'set', language };
    });
  }
}
