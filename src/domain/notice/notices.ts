import type { FactorKind } from '../mfa/factors.js';
import type { OwnersPool } from '../throttle/failure-pool.js';

/** What happened, where nothing is to be said but that it did. */
type Nothing = Readonly<Record<never, never>>;

/**
 * What a person may be told, one row a template, with the values that its words are filled with: never a secret, an
 * address or prose. Adding a row makes the compiler list the catalogues that have no words for it.
 */
export interface Notices {
  'new-device': Nothing;
  /** A token of it that was used up came back with the right password: two parties hold it. */
  'device-reused': Nothing;
  'mfa-on': { readonly kind: FactorKind };
  'mfa-off': Nothing;
  'factor-added': { readonly kind: FactorKind };
  'factor-removed': { readonly kind: FactorKind };
  'backup-code-used': { readonly left: number };
  /** The same, where few are left. */
  'backup-codes-low': { readonly left: number };
  'backup-codes-renewed': Nothing;
  /** Somebody who has the password fails at the second factor. */
  'second-factor-guessed': Nothing;
  /** The same, so often that the password must be changed before the next sign-in. `link`: where a new one is chosen. */
  'password-exposed': Nothing;
  /** No answer of this kind is judged any more. `link`: where its owner opens a password again. */
  'pool-closed': { readonly kind: OwnersPool };
  'password-changed': Nothing;
  /** Goes to the old one. */
  'address-changed': Nothing;
  /** `link`: where a new password is chosen. */
  'reset-asked': Nothing;
  /** An administrator was asked to take the second factors away: `due` is when that happens. */
  'administrator-reset': { readonly due: Date };
  /** `link`: where the address is confirmed. */
  'confirm-address': Nothing;
  /** `link`: the same, where an account moves to it. */
  'confirm-new-address': Nothing;
  /** `link`: where somebody who was invited chooses a first password. */
  invitation: Nothing;
  'registration-repeated': Nothing;
  'machine-token-made': Nothing;
  'service-account-made': Nothing;
}

export type Template = keyof Notices;

/** What whoever asked for a link did themselves needs no "this was not me": doing nothing is the answer. */
const askedFor: ReadonlySet<Template> = new Set([
  'reset-asked',
  'confirm-address',
  'confirm-new-address',
  'invitation',
  'registration-repeated',
]);
export const hasNotMe = (template: Template): boolean => !askedFor.has(template);

/** A template and what it is filled with. */
export type Notice<T extends Template = Template> = {
  [P in T]: { readonly template: P; readonly values: Notices[P] };
}[T];

export const notice = <T extends Template>(template: T, values: Notices[T]): Notice => ({ template, values }) as Notice;
