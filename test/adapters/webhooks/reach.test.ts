import { expect } from 'chai';
import { Reach } from '../../../src/adapters/webhooks/reach.js';

const nothingMore = { loopback: false, privateNetworks: false, networks: [] };
const admits = (address: string, more: Partial<ConstructorParameters<typeof Reach>[0]> = {}, protocol = 'https:') =>
  new Reach({ ...nothingMore, ...more }).admits(address, protocol);

const publicOnes = ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'];
const ownOnes = ['127.0.0.1', '127.8.8.8', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd12::1'];
const metadata = ['169.254.169.254', '100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fe80::1'];
// prettier-ignore
const neverOnes = [
  '0.0.0.0', '0.1.2.3', '255.255.255.255', '224.0.0.1', '240.0.0.1', '198.18.0.1', '192.0.2.1', '203.0.113.5',
  '::', 'ff02::1', 'fec0::1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1', '2001:db8::1', '2002:7f00:1::1', '2001::1', '100::1',
];
const nonsense = ['', 'localhost', '1.2.3', '1.2.3.4.5', '::g', '0x7f.1', '2130706433', '127.0.0.1/8'];

describe('What webhooks may reach', () => {
  it('is the internet', () => {
    expect(publicOnes.filter((address) => !admits(address))).to.deep.equal([]);
  });

  it('[K05] is nothing that only this machine, its networks or its cloud can reach, however it is written', () => {
    const all = [...ownOnes, ...metadata, ...neverOnes, ...nonsense];
    const mapped = [...ownOnes, ...metadata, ...neverOnes].filter((address) => !address.includes(':'));
    const written = [
      ...mapped.map((address) => `::ffff:${address}`),
      '::ffff:7f00:1',
      '[::1]',
      '0:0:0:0:0:ffff:a9fe:a9fe',
      '::FFFF:169.254.169.254',
      '0000:0000::0001',
    ];
    expect([...all, ...written].filter((address) => admits(address))).to.deep.equal([]);
  });

  it('is a network of one’s own where the operator says so, and even then not where clouds keep secrets', () => {
    const more = { privateNetworks: true };
    expect(ownOnes.filter((address) => !admits(address, more))).to.deep.equal([]);
    expect([...metadata, ...neverOnes].filter((address) => admits(address, more))).to.deep.equal([]);
  });

  it('is what is named by its network, whatever that is, and nothing beside it', () => {
    const more = { networks: ['10.1.0.0/16', 'fd12:3456::/32', '169.254.169.254/32'] };
    for (const address of ['10.1.255.255', '::ffff:10.1.0.1', 'fd12:3456::9', '169.254.169.254'])
      expect(admits(address, more), address).to.equal(true);
    for (const address of ['10.2.0.1', 'fd12:3457::9', '169.254.169.253', '127.0.0.1'])
      expect(admits(address, more), address).to.equal(false);
  });

  it('is this machine and nothing else without TLS, and that only where things are tried out', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(admits(address, { loopback: true }, 'http:'), address).to.equal(true);
      expect(admits(address, { privateNetworks: true, networks: ['127.0.0.0/8'] }, 'http:'), address).to.equal(false);
    }
    const all = { loopback: true, privateNetworks: true, networks: ['0.0.0.0/0', '::/0'] };
    for (const address of ['10.0.0.1', '8.8.8.8', '169.254.169.254'])
      expect(admits(address, all, 'http:')).to.equal(false);
  });
});
