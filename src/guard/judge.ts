import type { Assurance, Auth, Machine, Pending, Person, Undecided } from './auth.js';
import { skew } from './claims.js';
import type { Demand } from './demand.js';

/** Why nobody gets through. */
export type Refusal =
  | { readonly why: 'nobody'; readonly presented: boolean }
  | { readonly why: 'pending'; readonly pending: Pending | undefined; readonly accepted: boolean }
  | { readonly why: 'too-weak'; readonly assurance: Assurance; readonly maxAge: number | undefined }
  | { readonly why: 'no-machines' }
  | { readonly why: 'machines-only' }
  | { readonly why: 'scope-missing'; readonly scopes: readonly string[] }
  | { readonly why: 'cross-site' }
  | { readonly why: 'undecided' };

/** Undefined: come in. */
export function judge(auth: Auth | Undecided, demand: Demand, now: Date): Refusal | undefined {
  if (demand.admits === 'anyone') return undefined;
  switch (auth.kind) {
    case 'undecided':
      return { why: 'undecided' };
    case 'nobody':
      return auth.saysPending ? pendingAt(demand, undefined) : { why: 'nobody', presented: auth.presented };
    case 'pending':
      return demand.admits === 'pending' ? undefined : pendingAt(demand, auth);
    case 'machine':
      return machineAt(demand, auth);
    case 'person':
      return personAt(demand, auth, now);
    default:
      return auth satisfies never;
  }
}

// What only says of itself that it is pending has not been asked about: it is told no more than that.
const pendingAt = ({ admits, answersPending }: Demand, pending: Pending | undefined): Refusal =>
  admits === 'machines' ? { why: 'machines-only' } : { why: 'pending', pending, accepted: answersPending && pending !== undefined }; // prettier-ignore

// A machine cannot prove more, so it is never asked to.
function machineAt({ machines }: Demand, { scopes }: Machine): Refusal | undefined {
  if (!machines) return { why: 'no-machines' };
  return machines.every((scope) => scopes.includes(scope)) ? undefined : { why: 'scope-missing', scopes: machines };
}

function personAt(demand: Demand, person: Person, now: Date): Refusal | undefined {
  if (demand.admits === 'machines') return { why: 'machines-only' };
  if (isExempt(demand, now)) return undefined;
  const { assurance, maxAge } = demand;
  const strong = assurance === 'aal1' || (person.assurance === 'aal2' && person.mfaVerified);
  return strong && isFresh(person, maxAge, now) ? undefined : { why: 'too-weak', assurance, maxAge };
}

export const isExempt = ({ exemption }: Demand, now: Date): boolean => exemption !== undefined && now < exemption.until;

function isFresh({ authenticatedAt }: Person, maxAge: number | undefined, now: Date): boolean {
  if (maxAge === undefined) return true;
  return now.getTime() - authenticatedAt.getTime() <= (maxAge + skew) * 1000;
}
