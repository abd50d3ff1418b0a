import type { Enrolment, FactorKind } from './factors.js';

/** Tells owners which of their authenticators is meant, and a stranger who has only the password next to nothing. */
export interface FactorHint {
  readonly kind: FactorKind;
  /** The first letters of the owner's name for it and an ellipsis: at most two, and at most a third of the name. */
  readonly label: string;
}

export function factorHint({ kind, label }: Pick<Enrolment, 'kind' | 'label'>): FactorHint {
  const letters = [...label];
  const shown = letters.slice(0, Math.min(2, Math.floor(letters.length / 3)));
  return { kind, label: `${shown.join('')}…` };
}
