import { BlockList, isIP } from 'node:net';

/** What may be reached besides the internet. */
export interface ReachSettings {
  /** This machine, and by plain http: for trying things out. */
  readonly loopback: boolean;
  /** Networks of one's own: this machine, private and shared addresses. */
  readonly privateNetworks: boolean;
  /** In CIDR notation; whatever stands here may be reached. */
  readonly networks: readonly string[];
}

const listOf = (...networks: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
};

const loopback = listOf('127.0.0.0/8', '::1/128');
// prettier-ignore
const own = listOf(
  '127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10',
  '::1/128', 'fc00::/7',
);
// Where clouds tell a machine its own secrets: in no network that is allowed as a whole.
// prettier-ignore
const metadata = listOf(
  '169.254.0.0/16', '100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32',
  'fe80::/10', 'fd00:ec2::/32',
);
// The registries of special-purpose addresses (RFC 6890); of IPv6 there is nothing public outside 2000::/3.
// prettier-ignore
const special = listOf(
  '0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24',
  '224.0.0.0/3',
  '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20',
);
const global6 = listOf('2000::/3');

/** Which addresses webhooks may go to: nobody gets at what only this machine can reach. */
export class Reach {
  private readonly named: BlockList;

  constructor(private readonly its: ReachSettings) {
    this.named = listOf(...its.networks);
  }

  /** `address` is one that a name was resolved to, or that stands in a URL; plain http is for this machine alone. */
  admits(address: string, protocol: string): boolean {
    const [plain, family] = canonical(address);
    if (!family) return false;
    const within = (list: BlockList): boolean => list.check(plain, family);
    if (protocol !== 'https:') return this.its.loopback && within(loopback);
    if (within(this.named)) return true;
    if (within(metadata)) return false;
    if (within(own)) return this.its.privateNetworks || (this.its.loopback && within(loopback));
    return !within(special) && (family === 'ipv4' || within(global6));
  }
}

/** An IPv4 address that travels as IPv6 (RFC 4291 §2.5.5.2) is what it is. */
function canonical(address: string): readonly [string, 'ipv4' | 'ipv6' | undefined] {
  const bare = address.replace(/^\[|\]$/g, '');
  if (isIP(bare) === 4) return [bare, 'ipv4'];
  const written = URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1);
  if (isIP(bare) !== 6 || written === undefined) return [bare, undefined];
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(written) ?? [];
  if (high === undefined || low === undefined) return [written, 'ipv6'];
  const halves = [high, low].map((half) => Number.parseInt(half, 16));
  return [halves.flatMap((half) => [half >> 8, half & 255]).join('.'), 'ipv4'];
}
