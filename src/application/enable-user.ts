import type { Client } from '../domain/client.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { meant } from './whom.js';

export interface EnableUserInput {
  /** An address or an id. */
  readonly whom: string;
  readonly client: Client;
}

export interface EnableUserOutcome {
  readonly status: 'enabled' | 'unchanged' | 'unknown';
}

/** Opens a disabled account again. Nothing that ended comes back: its owner signs in anew. */
export class EnableUser {
  constructor(private readonly its: { readonly work: UnitOfWork }) {}

  execute({ whom, client }: EnableUserInput): Promise<EnableUserOutcome> {
    return this.its.work.run(client, async (tx) => {
      const user = await meant(tx, whom);
      if (!user) return { status: 'unknown' };
      if (user.isActive) return { status: 'unchanged' };
      user.enable();
      return { status: 'enabled' };
    });
  }
}
