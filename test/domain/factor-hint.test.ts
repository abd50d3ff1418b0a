import { expect } from 'chai';
import { factorHint } from '../../src/domain/mfa/factor-hint.js';

describe('A hint', () => {
  const hint = (label: string) => factorHint({ kind: 'totp', label }).label;

  it('is the first two letters of a name, and never more than a third of it', () => {
    expect(hint('My phone')).to.equal('My…');
    expect(hint('iPhone')).to.equal('iP…');
    expect(hint('Phone')).to.equal('P…');
    expect(hint('PIN')).to.equal('P…');
    expect(hint('ab')).to.equal('…');
    expect(hint('ада-ключ')).to.equal('ад…');
  });

  it('breaks no character in two', () => {
    expect(hint('📱📱📱')).to.equal('📱…');
  });

  it('says which kind it is about', () => {
    expect(factorHint({ kind: 'totp', label: 'Phone' })).to.deep.equal({ kind: 'totp', label: 'P…' });
  });
});
