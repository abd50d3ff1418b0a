import type { Client } from '../domain/client.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { meant } from './whom.js';

export interface DisableUserInput {
  /** An address or an id. */
  readonly whom: string;
  readonly client: Client;
}

export interface DisableUserOutcome {
  readonly status: 'disabled' | 'unchanged' | 'unknown';
}

/** Shuts an account: sessions, challenges and machine tokens end at once, and nobody gets in until it is enabled again. */
export class DisableUser {
  constructor(private readonly its: { readonly work: UnitOfWork }) {}

  execute({ whom, client }: DisableUserInput): Promise<DisableUserOutcome> {
    return this.its.work.run(client, async (tx) => {
      const user = await meant(tx, whom);
      if (!user) return { status: 'unknown' };
      if (!user.isActive) return { status: 'unchanged' };
      user.disable();
      return { status: 'disabled' };
    });
  }
}
