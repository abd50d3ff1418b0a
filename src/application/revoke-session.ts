import type { Client } from '../domain/client.js';
import { parseId, type SessionId } from '../domain/ids.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { standing, type Viewer } from './viewer.js';

export interface RevokeSessionInput {
  readonly viewer: Viewer;
  readonly id: string;
  readonly client: Client;
}

export type RevokeSessionOutcome =
  { readonly status: 'revoked'; readonly id: SessionId } | { readonly status: 'unknown' | 'ended' };

/** Ends one of the viewer's own sessions. Somebody else's is as unknown as none (OWASP API1:2023). */
export class RevokeSession {
  constructor(private readonly its: { readonly work: UnitOfWork; readonly clock: Clock }) {}

  execute({ viewer, id: raw, client }: RevokeSessionInput): Promise<RevokeSessionOutcome> {
    const { work, clock } = this.its;
    const id = parseId<SessionId>(raw);
    return work.run(client, async (tx) => {
      const now = clock.now();
      const live = await standing(tx, viewer, now);
      if (!live) return { status: 'ended' };
      const session = id && (await tx.sessions.byId(id));
      if (!session?.isLive(live.user, now)) return { status: 'unknown' };
      session.revoke(session.id === live.session.id ? 'signed-out' : 'signed-out-elsewhere', now);
      return { status: 'revoked', id: session.id };
    });
  }
}
