import { expect } from 'chai';
import { parseId, type SessionId } from '../../src/domain/ids.js';

describe('An id', () => {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';

  it('is the id it was when a stranger types it', () => {
    expect(parseId<SessionId>(id)).to.equal(id);
  });

  it('[J07] names nothing where it has not the shape of one', () => {
    const odd = [
      '',
      id.toUpperCase(),
      ` ${id}`,
      `${id}\n`,
      id.slice(1),
      `${id}0`,
      id.replaceAll('-', ''),
      "' or 1=1 --",
    ];
    for (const raw of odd) expect(parseId(raw), JSON.stringify(raw)).to.equal(undefined);
  });
});
