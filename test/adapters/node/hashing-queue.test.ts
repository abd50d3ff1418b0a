import { expect } from 'chai';
import { HashingQueue } from '../../../src/adapters/node/hashing-queue.js';
import type { HashingLane } from '../../../src/domain/ports/password-hasher.js';

const stranger = (client: string): HashingLane => ({ client, purpose: 'sign-in' });
const known = (client: string): HashingLane => ({ client, purpose: 'known-device' });

function served(queue: HashingQueue<string>): readonly string[] {
  const all: string[] = [];
  for (let item = queue.next(); item; item = queue.next()) all.push(item);
  return all;
}

describe('The queue for hashing', () => {
  it('keeps every third place for known devices, and gives what one side leaves to the other', () => {
    const queue = new HashingQueue<string>();
    for (let n = 0; n < 6; n += 1) queue.add(stranger(`198.51.100.${n}`), 's');
    for (let n = 0; n < 4; n += 1) queue.add(known(`192.0.2.${n}`), 'k');
    expect(served(queue).join('')).to.equal('sskssksskk');
  });

  it('foretells a place at worst: a flood of strangers holds a known device up for two each', () => {
    const queue = new HashingQueue<string>();
    for (let n = 0; n < 100; n += 1) queue.add(stranger(`198.51.100.${n}`), 's');
    expect(queue.placeOf(known('192.0.2.1'), 1)).to.equal(3);
    expect(queue.placeOf(stranger('192.0.2.1'), 1)).to.equal(101);
    queue.add(known('192.0.2.1'), 'k');
    expect(served(queue).indexOf('k') + 1).to.be.at.most(3);
  });

  it('lets somebody leave their own lane alone', () => {
    const queue = new HashingQueue<string>();
    queue.add(stranger('192.0.2.1'), 's');
    queue.add(known('192.0.2.1'), 'k');
    queue.leave(known('192.0.2.1'), () => true);
    expect(served(queue)).to.deep.equal(['s']);
  });
});
