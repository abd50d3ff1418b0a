import type { Fact } from '../../domain/events.js';
import type { ChallengeId, DeviceId, Digest, FactId, LinkId, SessionId, UserId, WebhookId } from '../../domain/ids.js';
import type { MfaChallengeState } from '../../domain/mfa/mfa-challenge.js';
import type { bookId, PolicyBookState } from '../../domain/policies/policy-book.js';
import type { MailboxState } from '../../domain/recovery/mailbox.js';
import type { MailedLinkState } from '../../domain/recovery/mailed-link.js';
import type { AuthSessionState } from '../../domain/session/session-state.js';
import type { DeviceState } from '../../domain/throttle/device.js';
import type { FailurePoolState, PoolKey } from '../../domain/throttle/failure-pool.js';
import type { WebhookState } from '../../domain/webhook/webhook.js';
import { Spans } from './spans.js';
import type { UserState } from '../../domain/user/user-state.js';
import type { Delivery } from './outbox.js';
import type { Tried } from './webhook-deliveries.js';

/** A state as it was committed. A row that is absent has version 0. */
export interface Row<State> {
  readonly state: State;
  readonly version: number;
}

/** Rows of one kind. States are copied on their way in and out: nobody shares an object with the store. */
export class Table<Id extends string, State extends { readonly id: Id }> {
  private readonly rows = new Map<Id, Row<State>>();

  get(id: Id): Row<State> | undefined {
    const row = this.rows.get(id);
    return row && structuredClone(row);
  }

  version(id: Id): number {
    return this.rows.get(id)?.version ?? 0;
  }

  put(state: State, version: number): void {
    this.rows.set(state.id, structuredClone({ state, version }));
  }

  remove(id: Id): void {
    this.rows.delete(id);
  }

  /** For looking through, not for keeping. */
  *states(): Generator<State, void> {
    for (const row of this.rows.values()) yield row.state;
  }
}

/** Everything that is remembered, for as long as the process lives. */
export class MemoryStore {
  readonly users = new Table<UserId, UserState>();
  readonly challenges = new Table<ChallengeId, MfaChallengeState>();
  readonly sessions = new Table<SessionId, AuthSessionState>();
  readonly pools = new Table<PoolKey, FailurePoolState>();
  readonly links = new Table<LinkId, MailedLinkState>();
  readonly mailboxes = new Table<Digest, MailboxState>();
  readonly policies = new Table<typeof bookId, PolicyBookState>();
  readonly limits = new Spans();
  readonly devices = new Table<DeviceId, DeviceState>();
  /** Oldest first. */
  readonly facts: Fact[] = [];
  /** Of each subscriber: how many facts it has passed, and what it is owed. */
  readonly marks = new Map<string, number>();
  readonly deliveries = new Map<string, Delivery>();
  readonly webhooks = new Table<WebhookId, WebhookState>();
  /** By webhook and fact. */
  readonly webhookDeliveries = new Map<string, Tried>();
  readonly noticeTurns = new Map<string, { readonly about: FactId; readonly until: Date }>();

  userOf(email: UserState['email']): UserId | undefined {
    for (const state of this.users.states()) if (state.email === email) return state.id;
    return undefined;
  }
}
