import { expect } from 'chai';
import { ada } from '../support/people.js';

describe('An aggregate', () => {
  it('is the same state for as long as nothing changed, and another once something did', () => {
    const user = ada();
    const before = user.snapshot();
    expect(user.snapshot()).to.equal(before);
    user.disable();
    expect(user.snapshot()).not.to.equal(before);
    expect(before.status).to.equal('active');
  });

  it('hands out each fact once, oldest first', () => {
    const user = ada();
    user.disable();
    user.enable();
    expect(user.releaseEvents().map(({ type }) => type)).to.deep.equal(['user.disabled', 'user.enabled']);
    expect(user.releaseEvents()).to.deep.equal([]);
  });
});
