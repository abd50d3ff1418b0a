import type { Fact } from '../domain/events.js';
import type { LinkId } from '../domain/ids.js';
import type { Errand } from '../domain/recovery/mailed-link.js';

/** What undoes what a notice tells of, without a word about who did it; the notice carries its link. */
export function remedy({ event }: Fact): Errand | undefined {
  if (event.type === 'pool.closed' && event.kind === 'password') return { purpose: 'open-pool' };
  return event.type === 'password.exposed' ? { purpose: 'reset-password' } : undefined;
}

const version = 14;

/** Ids are of version 7: one of version 8 (RFC 9562 §5.8) is made of a fact's own, and nothing else's. */
export const remedyIdOf = ({ id }: Pick<Fact, 'id'>): LinkId =>
  `${id.slice(0, version)}8${id.slice(version + 1)}` as LinkId;

/** Whether a notice about something else tells of this link. */
export const isRemedy = (id: LinkId): boolean => id.charAt(version) === '8';
