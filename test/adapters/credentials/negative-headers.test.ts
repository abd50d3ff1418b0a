import { expect } from 'chai';
import { bench, reads, strangeHeaders } from '../../support/strange-headers.js';
import { vectors } from '../../support/vectors.js';

describe('An access token with a strange header', () => {
  for (const [name, { refused, accepted }] of Object.entries(strangeHeaders)) {
    it(`${accepted ? 'is accepted' : 'is refused'}: ${name}`, async () => {
      const its = await bench('ES256');
      // What was believed a moment ago must not lend its belief to what resembles it.
      expect(await reads(its.room, its.right)).to.equal(true);
      const tokens = await (accepted ?? refused)?.(its);
      expect(tokens).to.have.property('length').greaterThan(0);
      for (const token of tokens ?? []) {
        expect(await reads(its.room, token), token.slice(0, 400)).to.equal(accepted !== undefined);
      }
    });
  }

  it('leaves out none of the list', function () {
    expect(Object.keys(strangeHeaders)).to.have.members([...vectors(this).jwt_negative_headers]);
  });
});
