import type { Client, DeviceLabel } from '../domain/client.js';
import type { DomainEvent, Fact } from '../domain/events.js';
import type { UserId } from '../domain/ids.js';
import type { Drained, Outbox, Subscriber } from '../domain/ports/outbox.js';

/** An outbox and whoever fills it. */
export interface OutboxUnderTest {
  readonly outbox: Outbox;
  /** A second worker at the same facts. */
  readonly rival: Outbox;
  /** Commits one fact. */
  record(by: Client, event: DomainEvent): Promise<void>;
  /** Lets the time pass that a failed delivery waits, and that a worker is given. */
  later(): Promise<void>;
  close(): Promise<void>;
}

export const device = 'Firefox on Linux' as DeviceLabel;
const client: Client = { address: '192.0.2.1', device, correlationId: 'journey' };
export const user = (n: number): UserId => `0190a000-0000-7000-8000-00000000000${n}` as UserId;

export const delivered = (drained: Drained): number => drained.delivered;

/** Makes things happen, and sees what is handed on. */
export interface Witness {
  readonly its: OutboxUnderTest;
  readonly seen: readonly Fact[];
  readonly taking: Subscriber;
  happen(...users: readonly number[]): Promise<void>;
  refusing(why?: Error): Subscriber;
  users(): readonly (UserId | undefined)[];
}

export function witness(its: OutboxUnderTest): Witness {
  const seen: Fact[] = [];
  const mail = { name: 'mail', wants: () => true };
  return {
    its,
    seen,
    taking: { ...mail, deliver: async (fact) => void seen.push(fact) },
    async happen(...users) {
      for (const n of users) await its.record(client, { type: 'user.registered', userId: user(n) });
    },
    refusing: (why = new Error('The mail server is away')) => ({ ...mail, deliver: () => Promise.reject(why) }),
    users: () => seen.map(({ event }) => event.userId),
  };
}
