import type { UserId } from './ids.js';

/** Who acts on the service or on somebody else's account: a person who has a role, or the operator at the command line. */
export type Actor = { readonly kind: 'user'; readonly userId: UserId } | { readonly kind: 'operator' };

const operator = 'operator';

export const Actor = {
  /** As one word: an id, or `operator`, which no id is. */
  write: (actor: Actor): string => (actor.kind === 'operator' ? operator : actor.userId),
  read: (word: string): Actor => (word === operator ? { kind: 'operator' } : { kind: 'user', userId: word as UserId }),
};
