import { expect } from 'chai';
import type { IncomingMessage } from 'node:http';
import { clientAddress, type TrustedProxies } from '../../../src/adapters/http/client-address.js';

const from = (trusted: TrustedProxies, peer: string, forwarded?: string): string | undefined =>
  clientAddress(trusted)({
    socket: { remoteAddress: peer },
    headers: { ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }), 'x-real-ip': '6.6.6.6' },
  } as unknown as IncomingMessage);

describe('The client address', () => {
  it('is the peer’s, whatever headers say, while no proxy is trusted', () => {
    expect(from({ kind: 'nobody' }, '192.0.2.1', '6.6.6.6')).to.equal('192.0.2.1');
    expect(from({ kind: 'nobody' }, '::ffff:192.0.2.1', '6.6.6.6')).to.equal('192.0.2.1');
    expect(from({ kind: 'nobody' }, 'fe80::1%eth0')).to.equal('fe80::1');
  });

  it('is what the nearest trusted proxies say, and nothing a client wrote to the left of it', () => {
    const one = { kind: 'hops', hops: 1 } as const;
    expect(from(one, '10.0.0.1', '192.0.2.1')).to.equal('192.0.2.1');
    expect(from(one, '10.0.0.1', '6.6.6.6, 192.0.2.1')).to.equal('192.0.2.1');
    expect(from({ kind: 'hops', hops: 2 }, '10.0.0.1', '6.6.6.6, 192.0.2.1, 10.0.0.2')).to.equal('192.0.2.1');
    expect(from(one, '10.0.0.1')).to.equal('10.0.0.1');
  });

  it('trusts listed proxies only, however many stand in a row', () => {
    const listed = { kind: 'addresses', addresses: ['10.0.0.0/8', 'fd00::/8'] } as const;
    expect(from(listed, '10.0.0.1', '6.6.6.6, 192.0.2.1, 10.9.9.9')).to.equal('192.0.2.1');
    expect(from(listed, '::ffff:10.0.0.1', '192.0.2.1, fd00::7')).to.equal('192.0.2.1');
    expect(from(listed, '192.0.2.9', '6.6.6.6')).to.equal('192.0.2.9');
  });

  it('is an address or nothing: words are not passed on', () => {
    const many = { kind: 'hops', hops: 16 } as const;
    for (const words of ['unknown', '<script>', '1.2.3.4:80', "' or 1=1", '', ',,,', '\u2028']) {
      expect(from(many, '10.0.0.1', words), words).to.equal('10.0.0.1');
    }
    expect(from(many, '10.0.0.1', '6.6.6.6, unknown')).to.equal('10.0.0.1');
  });
});
