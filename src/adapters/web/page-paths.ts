/** Where mailed links lead: `/link/` and what they are for. */
const linkPaths = {
  resetPassword: '/link/reset-password',
  setPassword: '/link/set-password',
  confirmAddress: '/link/confirm-address',
  changeAddress: '/link/change-address',
  openPool: '/link/open-pool',
  notMe: '/link/not-me',
} as const;
export type LinkPageName = keyof typeof linkPaths;

/** Where each page is. Light on purpose: whoever routes asks this before any page is loaded. */
export const pagePaths = {
  home: '/',
  signIn: '/sign-in',
  code: '/sign-in/code',
  signUp: '/sign-up',
  signOut: '/sign-out',
  stepUp: '/step-up',
  account: '/account',
  endSession: '/account/sessions/end',
  forgetDevice: '/account/devices/forget',
  authenticator: '/account/authenticator',
  confirmAuthenticator: '/account/authenticator/confirm',
  renameAuthenticator: '/account/authenticator/rename',
  removeAuthenticator: '/account/authenticator/remove',
  backupCodes: '/account/backup-codes',
  backupCodesSaved: '/account/backup-codes/saved',
  turnOff: '/account/turn-off',
  password: '/account/password',
  address: '/account/address',
  forgotten: '/forgotten',
  ...linkPaths,
  language: '/language',
} as const;

export type PageName = keyof typeof pagePaths;

/** What pages are made of besides their text. */
export const assetsPath = '/assets/';

const known: ReadonlySet<string> = new Set(Object.values(pagePaths));

export const isPagePath = (pathname: string): boolean => known.has(pathname) || pathname.startsWith(assetsPath);

/** A page's address with its query, without what is undefined. */
export function pageAt(name: PageName, query: Readonly<Record<string, string | undefined>> = {}): string {
  const said = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return said.length === 0 ? pagePaths[name] : `${pagePaths[name]}?${new URLSearchParams(said)}`;
}
