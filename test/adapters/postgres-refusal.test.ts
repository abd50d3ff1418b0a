import { expect } from 'chai';
import { isRefusal, StatementRefused } from '../../src/adapters/postgres/refusal.js';

const reported = (code: string) =>
  Object.assign(new Error('Key (email)=(ada@example.org) already exists.'), {
    severity: 'ERROR',
    code,
    detail: 'Failing row contains (ada@example.org).',
    table: 'users',
    constraint: 'users_email_unique',
  });

describe('What PostgreSQL says no to', () => {
  it('is a refusal where the server is well, and an outage where it is not', () => {
    const refusals = ['40001', '40P01', '23505', '22P02', '42P01', '23502'];
    const outages = ['08006', '53300', '53100', '57P01', '57P02', '57P03', '57014', '58030', '25006'];
    for (const code of refusals) expect(isRefusal(reported(code)), code).to.equal(true);
    for (const code of outages) expect(isRefusal(reported(code)), code).to.equal(false);
    expect(isRefusal(new Error('Connection terminated unexpectedly'))).to.equal(false);
    expect(isRefusal(Object.assign(new Error('reset'), { code: 'ECONNRESET', syscall: 'read' }))).to.equal(false);
  });

  it('is a lost race where a rival was faster, and a bug otherwise', () => {
    const lost = (code: string) => new StatementRefused(reported(code)).lostRace;
    expect(['40001', '40P01', '23505'].map(lost)).to.deep.equal([true, true, true]);
    expect(['22P02', '42P01', '23502', '42501'].map(lost)).to.deep.equal([false, false, false, false]);
  });

  it('says which rule and no value', () => {
    const refused = new StatementRefused(reported('23502'));
    expect(refused.message).to.include('23502').and.include('users');
    expect(JSON.stringify([refused, refused.stack, refused.message, refused.cause])).not.to.include('ada@example.org');
  });
});
