import { expect } from 'chai';
import { RoundRobin } from '../../../src/adapters/node/round-robin.js';

function lined(...items: readonly string[]): RoundRobin<string> {
  const queue = new RoundRobin<string>();
  for (const item of items) queue.add(item.slice(0, 1), item);
  return queue;
}

function served(queue: RoundRobin<string>): readonly string[] {
  const all: string[] = [];
  for (let item = queue.next(); item; item = queue.next()) all.push(item);
  return all;
}

describe('Waiting in rounds', () => {
  it('serves the first of each line in turn', () => {
    expect(served(lined('a1', 'a2', 'a3', 'b1', 'c1', 'c2'))).to.deep.equal(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  });

  it('foretells when whoever joins now is served', () => {
    for (const line of ['a', 'b', 'c', 'd']) {
      for (const joining of [1, 2, 5]) {
        const queue = lined('a1', 'a2', 'a3', 'b1', 'c1', 'c2');
        const place = queue.placeOf(line, joining);
        for (let each = 0; each < joining; each++) queue.add(line, `${line}-last`);
        const order = served(queue);
        // Lines that stand behind it in the last round may be served after it: the foretelling errs on the long side.
        expect(order.lastIndexOf(`${line}-last`) + 1, `${joining} of ${line}`).to.be.within(place - 3, place);
      }
    }
  });

  it('lets somebody leave, and the line with the last of them', () => {
    const queue = lined('a1', 'a2', 'b1');
    queue.leave('a', (item) => item === 'a1');
    queue.leave('b', () => true);
    expect(served(queue)).to.deep.equal(['a2']);
    expect(queue.isEmpty).to.equal(true);
  });
});
