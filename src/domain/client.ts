import type { Actor } from './actor.js';
import type { Brand, SessionId } from './ids.js';
import type { Language } from './notice/language.js';
import type { Bucket, Quota } from './throttle/limit.js';

/** Browser and system in words, such as "Firefox on Linux"; at most 64 characters, printable. */
export type DeviceLabel = Brand<string, 'DeviceLabel'>;

/** Where a request came from: stamped on every fact it causes. Nothing in it is believed, it is only remembered. */
export interface Client {
  /** The peer's address, or what a trusted proxy says it is. Undefined for the service's own work. */
  readonly address: string | undefined;
  readonly device: DeviceLabel | undefined;
  /** What its person reads best, of what we write. Undefined where that was not said. */
  readonly language?: Language | undefined;
  /** Ties facts, log lines and the answer's request id together. */
  readonly correlationId: string;
  /** The live session that the request itself carried, if any. */
  readonly session?: SessionId;
  /** Told what is left of the client's own limits: never of one that somebody else uses up, too. */
  readonly hears?: (bucket: Bucket, quota: Quota, now: Date) => void;
  /** Where somebody acts by a role or at the command line; otherwise whoever the fact is about did it, or a stranger. */
  readonly actor?: Actor;
}

/** The service acting on its own, such as a sweep. */
export const itself: Client = { address: undefined, device: undefined, correlationId: 'portcullis' };

/**
 * Who shares one place in a line: an IPv4 address, or the /64 network that one customer has at least (RFC 6177 §2), in
 * whatever way the address is written.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = ipv4In(address);
  if (mapped) return mapped;
  const [head = '', tail] = address.split('::');
  const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  // The dots of an embedded IPv4 address stand for two groups.
  const written = before.length + after.length + (address.includes('.') ? 1 : 0);
  const all = [...before, ...Array.from({ length: Math.max(0, 8 - written) }, () => '0'), ...after];
  const network = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

/** An IPv4 address that travels as IPv6 (RFC 4291 §2.5.5.2) is a client of its own, and not all of them one network. */
function ipv4In(address: string): string | undefined {
  const [, dotted, high, low] =
    /^(?:::|(?:0{1,4}:){5})ffff:(?:([0-9.]+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(address) ?? [];
  if (dotted !== undefined || high === undefined || low === undefined) return dotted;
  const halves = [high, low].map((group) => Number.parseInt(group, 16));
  return halves.flatMap((half) => [half >> 8, half & 255]).join('.');
}
