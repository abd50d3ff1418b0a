import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyaddr from 'proxy-addr';
import { Recent } from '../../application/recent.js';

/** Whose word about the client's address is taken. Every one of them must set or append `X-Forwarded-For`. */
export type TrustedProxies =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'hops'; readonly hops: number }
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] };

export type ClientAddress = (req: IncomingMessage) => string | undefined;

/**
 * Reads the client's address: the peer's, and what trusted proxies say of theirs, back to the first that is not trusted.
 * A client may write what it likes to the left of that. No other header is ever read.
 */
export function clientAddress(trusted: TrustedProxies): ClientAddress {
  if (trusted.kind === 'nobody') return (req) => plain(req.socket.remoteAddress);
  const trust =
    trusted.kind === 'hops'
      ? (_address: string, hop: number) => hop < trusted.hops
      : proxyaddr.compile([...trusted.addresses]);
  return remembering((req) => {
    // Nearest first. A proxy that passes on words instead of an address has said nothing.
    const chain = proxyaddr.all(req, (address, hop) => isIP(address) !== 0 && trust(address, hop)).map(plain);
    return chain.findLast((address) => address !== undefined);
  });
}

const remembered = 1000;
/** Two IPv6 addresses, and a proxy more; what a client wrote itself can be as long as all headers. */
const longest = 200;

/** Most clients ask more than once: what the two words it rests on came to is not worked out anew. */
function remembering(read: ClientAddress): ClientAddress {
  const known = new Recent<string, string | undefined>(remembered);
  return (req) => {
    const said = `${req.socket.remoteAddress} ${req.headers['x-forwarded-for'] ?? ''}`;
    if (said.length > longest) return read(req);
    const address = known.get(said);
    if (address !== undefined) return address;
    const found = read(req);
    known.put(said, found);
    return found;
  };
}

/** IPv4 as IPv4 on a socket that speaks both, and no interface name (RFC 4007 §11). */
function plain(address: string | undefined): string | undefined {
  const bare = address?.replace(/^::ffff:(?=[0-9.]+$)/i, '').replace(/%.*$/, '');
  return bare !== undefined && isIP(bare) !== 0 ? bare : undefined;
}
