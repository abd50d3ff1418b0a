import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { SessionView } from '../domain/session/auth-session.js';
import { standing, type Viewer } from './viewer.js';

/** The viewer's live sessions, newest first; none where the viewer's own has ended. */
export class ListSessions {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  execute({ viewer, client }: { readonly viewer: Viewer; readonly client: Client }): Promise<readonly SessionView[]> {
    const { work, clock, policy } = this.its;
    return work.run(client, async (tx) => {
      const now = clock.now();
      const live = await standing(tx, viewer, now);
      if (!live) return [];
      const open = await tx.sessions.openOf(live.user.id, now);
      return open
        .filter((session) => session.isLive(live.user, now))
        .map((session) => session.view(live.user, now, policy));
    });
  }
}
