import { secondFactorProof, type Proofs } from '../session/proof.js';
import type { UserView } from './user-view.js';

/** `replace-authenticator`: a backup code stood in for it, so it is lost or broken. */
export type Recommendation = 'replace-authenticator';

/** What a frontend should lead this user to next; empty where nothing is to be done. */
export const recommendationsFor = (
  { factors }: Pick<UserView, 'factors'>,
  { proofs }: { readonly proofs: Proofs },
): readonly Recommendation[] =>
  factors.length > 0 && secondFactorProof(proofs)?.factor === 'backup-code' ? ['replace-authenticator'] : [];
