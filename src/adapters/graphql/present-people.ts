import type { FindUsersOutcome } from '../../application/find-users.js';
import type { ShowUserOutcome } from '../../application/show-user.js';
import type { AccountView } from '../../domain/user/account-view.js';
import { make } from './make.js';
import { PageInfo } from './page-info.js';
import {
  Account,
  AccountConnection,
  AccountDetails,
  AccountEdge,
  type AccountResult,
  type AccountsResult,
} from './people-types.js';
import { presentSession } from './present-account.js';
import { presentExplained } from './present-policy.js';
import { unauthorised } from './present-unauthorised.js';
import { UserNotFound } from './role-types.js';

function present(view: AccountView): Account {
  const { id, email, status, roles, registeredAt, emailVerifiedAt, hasPassword, factors } = view;
  const { backupCodesLeft, mfaResetDueAt } = view;
  const standing = { status, roles, registeredAt, emailVerifiedAt, mfaResetDueAt };
  return make(Account, { id, email, ...standing, hasPassword, factors, backupCodesLeft });
}

/** `after`: where the page began. */
export function presentAccounts(outcome: FindUsersOutcome, after: string | undefined): AccountsResult {
  if (outcome.status !== 'found') return unauthorised(outcome);
  const { users, next } = outcome;
  const ends = { startCursor: users[0]?.id, endCursor: users.at(-1)?.id };
  return make(AccountConnection, {
    edges: users.map((user) => make(AccountEdge, { cursor: user.id, node: present(user) })),
    pageInfo: make(PageInfo, { hasNextPage: next !== undefined, hasPreviousPage: after !== undefined, ...ends }),
  });
}

export function presentAccount(outcome: ShowUserOutcome, own: Parameters<typeof presentSession>[1]): AccountResult {
  if (outcome.status === 'unknown') return new UserNotFound();
  if (outcome.status !== 'found') return unauthorised(outcome);
  const { user, sessions, policy } = outcome;
  return make(AccountDetails, {
    of: present(user),
    open: sessions.map((session) => presentSession(session, own)),
    policy: presentExplained(policy),
  });
}
