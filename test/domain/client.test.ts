import { expect } from 'chai';
import { lane } from '../../src/application/lane.js';
import { networkOf, type Client } from '../../src/domain/client.js';

describe('A client', () => {
  it('[K02] has one place in a line for all addresses of a /64, however they are written', () => {
    const one = [
      '2001:db8:1:2::1',
      '2001:db8:1:2:ffff:ffff:ffff:ffff',
      '2001:0DB8:0001:0002::',
      '2001:db8:1:2::192.0.2.1',
    ];
    for (const address of one) expect(networkOf(address), address).to.equal('2001:db8:1:2::/64');
    expect(networkOf('2001:db8::1:2:0:0:1')).to.equal('2001:db8:0:1::/64');
    expect(networkOf('::1')).to.equal('0:0:0:0::/64');
    expect(networkOf('fe80::1')).to.equal('fe80:0:0:0::/64');
    expect(networkOf('2001:db8:1:3::1')).not.to.equal(networkOf('2001:db8:1:2::1'));
  });

  it('has a place of its own for each IPv4 address', () => {
    expect(networkOf('192.0.2.1')).to.equal('192.0.2.1');
  });

  it('[K02] hashes no more at once for having many addresses', () => {
    const from = (address: string | undefined): Client => ({ address, device: undefined, correlationId: 'request' });
    const lanes = Array.from(
      { length: 50 },
      (_, host) => lane(from(`2001:db8::${host.toString(16)}`), 'sign-in').client,
    );
    expect(new Set(lanes).size).to.equal(1);
    expect(lane(from(undefined), 'sign-in').client).to.equal('unknown');
  });
});
