import type { Brand, SessionId } from './ids.js';

/** Browser and system in words, such as "Firefox on Linux"; at most 64 characters, printable. */
export type DeviceLabel = Brand<string, 'DeviceLabel'>;

/** Where a request came from: stamped on every fact it causes. Nothing in it is believed, it is only remembered. */
export interface Client {
  /** The peer's address, or what a trusted proxy says it is. Undefined for the service's own work. */
  readonly address: string | undefined;
  readonly device: DeviceLabel | undefined;
  /** Ties facts, log lines and the answer's request id together. */
  readonly correlationId: string;
  /** The live session that the request itself carried, if any. */
  readonly session?: SessionId;
}

/** The service acting on its own, such as a sweep. */
export const itself: Client = { address: undefined, device: undefined, correlationId: 'portcullis' };
