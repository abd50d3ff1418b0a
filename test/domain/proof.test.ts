import { expect } from 'chai';
import { hours } from '../../src/domain/duration.js';
import type { EnrolmentId } from '../../src/domain/ids.js';
import { amrOf, assuranceOf, joined, provenAt, type Proof } from '../../src/domain/session/proof.js';
import { at, policy, start } from '../support/people.js';

const password = (moment = start): Proof => ({ factor: 'password', at: moment, enrolmentId: undefined });
const totp = (moment = start): Proof => ({ factor: 'totp', at: moment, enrolmentId: 'phone' as EnrolmentId });
const backup = (moment = start): Proof => ({ factor: 'backup-code', at: moment, enrolmentId: 'sheet' as EnrolmentId });
const assurance = (proofs: readonly Proof[], now = start) => assuranceOf(proofs, policy.mfaAge, now);

describe('Proofs', () => {
  it('make AAL2 of a password and a second factor, and AAL1 of either alone', () => {
    expect(assurance([password(), totp()])).to.equal('aal2');
    expect(assurance([password(), backup()])).to.equal('aal2');
    expect(assurance([password()])).to.equal('aal1');
    expect(assurance([totp()])).to.equal('aal1');
    expect(assurance([totp(), backup()])).to.equal('aal1');
    expect(assurance([])).to.equal('aal1');
  });

  it('make AAL2 until the second factor is twelve hours old, and not a moment longer', () => {
    const proofs = [password(), totp()];
    expect(assurance(proofs, at(hours(12)))).to.equal('aal2');
    expect(assurance(proofs, new Date(at(hours(12)).getTime() + 1))).to.equal('aal1');
    // A password proven again freshens no old code.
    expect(assurance([password(at(hours(13))), totp()], at(hours(13)))).to.equal('aal1');
  });

  it('say in amr what was proven and still counts', () => {
    expect(amrOf([password()], 'aal1')).to.deep.equal(['pwd']);
    expect(amrOf([password(), totp()], 'aal2')).to.deep.equal(['pwd', 'otp', 'mfa']);
    expect(amrOf([password(), totp()], 'aal1')).to.deep.equal(['pwd']);
  });

  it('date from the latest second factor at AAL2, else from the password', () => {
    const proofs = [password(), totp(at(hours(1))), backup(at(hours(2)))];
    expect(provenAt(proofs, 'aal2')).to.deep.equal(at(hours(2)));
    expect(provenAt(proofs, 'aal1')).to.deep.equal(start);
  });

  it('keep the newest of each factor, so that they do not grow with every step-up', () => {
    const former = [password(), totp()];
    expect(joined(former, [totp(at(hours(1)))])).to.deep.equal([password(), totp(at(hours(1)))]);
    expect(joined(former, [backup(at(hours(1)))])).to.have.length(3);
    expect(former).to.deep.equal([password(), totp()]);
  });
});
