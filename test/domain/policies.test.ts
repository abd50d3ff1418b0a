import { expect } from 'chai';
import { days, hours, minutes } from '../../src/domain/duration.js';
import { decisionFor, policyFor } from '../../src/domain/policies/decision.js';
import { mfaDueBy } from '../../src/domain/policies/duties.js';
import { PolicyBook, withEntry } from '../../src/domain/policies/policy-book.js';
import { noEntries, rulesProblem, type Entries, type Rules } from '../../src/domain/policies/rules.js';
import type { AuthPolicy } from '../../src/domain/policy.js';
import { FailurePool } from '../../src/domain/throttle/failure-pool.js';
import { shortest } from '../../src/domain/user/password.js';
import type { Role } from '../../src/domain/user/roles.js';
import {
  anAuthenticator,
  aPool,
  aSheet,
  aUser,
  later,
  policy,
  rightPassword,
  start,
} from '../../src/testing/builders.js';

const required = (dueBy?: Date): Rules => ({ mfa: { demand: 'required', dueBy } });
const off: Rules = { mfa: { demand: 'off', dueBy: undefined } };
const under = (book: Partial<Entries>): AuthPolicy => ({ ...policy, book: { ...noEntries, ...book } });
const somebody = (roles: readonly Role[] = [], rules?: Rules) => ({ roles, rules });

describe('Whom a policy holds for', () => {
  it('is the deployment’s for everybody, where nothing is said', () => {
    expect(policyFor(somebody(['admin']), policy)).to.equal(policy);
    const { mfa, mfaAge } = decisionFor(somebody(), policy);
    expect(mfa).to.deep.equal({ value: { demand: 'optional', dueBy: undefined }, by: { scope: 'deployment' } });
    expect(mfaAge).to.deep.equal({ value: hours(12), by: { scope: 'deployment' } });
  });

  it('goes from everybody to a role to one user, rule by rule', () => {
    const book = under({ everybody: { ...off, trustedDevices: false }, roles: { admin: required() } });
    const decided = decisionFor(somebody(['admin'], { mfaAge: hours(1) }), book);
    expect(decided.mfa).to.deep.include({ by: { scope: 'role', roles: ['admin'] } });
    expect(decided.trustedDevices).to.deep.equal({ value: false, by: { scope: 'everybody' } });
    expect(decided.mfaAge).to.deep.equal({ value: hours(1), by: { scope: 'user' } });
    expect(decided.factors.by).to.deep.equal({ scope: 'deployment' });
    expect(policyFor(somebody(), book)).to.include({ mfa: 'off', trustedDevices: false });
    expect(policyFor(somebody(['admin'], off), book)).to.include({ mfa: 'off' });
  });

  it('is the strictest of several roles, whichever way round they stand', () => {
    const lax: Rules = { ...required(later(days(9))), mfaAge: hours(9), trustedDevices: true, factors: ['totp'] };
    const strict: Rules = {
      ...required(later(days(1))),
      mfaAge: hours(1),
      trustedDevices: false,
      factors: ['totp', 'backup-code'],
    };
    for (const roles of [
      { admin: lax, auditor: strict },
      { admin: strict, auditor: lax },
    ]) {
      const found = policyFor(somebody(['admin', 'auditor']), under({ roles }));
      expect(found).to.deep.include({ mfa: 'required', mfaDueBy: later(days(1)) });
      expect(found).to.deep.include({ mfaAge: hours(1), trustedDevices: false, factors: ['totp'] });
    }
    const [now, sooner, optional] = [
      required(),
      required(start),
      { mfa: { demand: 'optional', dueBy: undefined } },
    ] as const;
    const both = (admin: Rules, auditor: Rules) =>
      decisionFor(somebody(['admin', 'auditor']), under({ roles: { admin, auditor } })).mfa;
    expect(both(sooner, now).by).to.deep.equal({ scope: 'role', roles: ['auditor'] });
    expect(both(optional, off).value.demand).to.equal('optional');
    expect(both(off, sooner).value.demand).to.equal('required');
  });

  it('is worked out once: what was worked out stays as it is', () => {
    const book = under({ everybody: required(), roles: { admin: off } });
    const admin = somebody(['admin'], { mfaAge: hours(1) });
    const once = policyFor(admin, book);
    expect(policyFor(admin, once)).to.deep.equal(once);
  });
});

describe('A policy for one user', () => {
  const bare = () => aUser({ enrolments: [], roles: ['admin'] });
  const signIn = (user: ReturnType<typeof aUser>, by: AuthPolicy, now = start) =>
    user.signIn(rightPassword, FailurePool.empty(aPool(), now), now, by).kind;

  it('demands an enrolment of its own, and of nobody else', () => {
    const book = under({ roles: { admin: required() } });
    expect(signIn(bare(), book)).to.equal('enrolment');
    expect(signIn(aUser({ enrolments: [] }), book)).to.equal('authenticated');
    expect(signIn(aUser({ enrolments: [], rules: required() }), policy)).to.equal('enrolment');
    expect(signIn(aUser({ rules: off }), policy)).to.equal('authenticated');
    expect(aUser({ rules: off }).mayEnrol(policy)).to.equal('forbidden');
  });

  it('demands it from its deadline on, and says before when that is', () => {
    const dueBy = later(days(1));
    const book = under({ everybody: required(dueBy) });
    expect(signIn(bare(), book)).to.equal('authenticated');
    expect(mfaDueBy(bare(), book, start)).to.deep.equal(dueBy);
    expect(mfaDueBy(aUser(), book, start), 'who has a factor').to.equal(undefined);
    expect(signIn(bare(), book, dueBy)).to.equal('enrolment');
    expect(mfaDueBy(bare(), book, dueBy)).to.equal(undefined);
    const last = () => {
      const factor = anAuthenticator();
      const user = aUser({ enrolments: [factor] });
      return (now: Date) => user.removeEnrolment(factor.id, [], now, book).kind;
    };
    expect(last()(dueBy)).to.equal('required');
    expect(last()(start)).to.equal('removed');
  });

  it('asks for allowed kinds, and never does without the second factor because a kind is not allowed', () => {
    const only = under({ everybody: { factors: ['totp'] } });
    expect(aUser().offer(only)).to.deep.equal(['totp']);
    expect(aUser().offer(policy)).to.deep.equal(['totp', 'backup-code']);
    const codes = { ...policy, factors: ['backup-code'] } as const;
    expect(aUser({ enrolments: [anAuthenticator(), aSheet()] }).offer(codes)).to.deep.equal(['totp', 'backup-code']);
    expect(bare().mayEnrol(codes)).to.equal('forbidden');
  });

  it('lets a shorter password do where everybody has a second factor now, and not for a role or a deadline', () => {
    expect(shortest(under({ everybody: required() }))).to.equal(policy.passwordWithMfa);
    for (const book of [
      under({ everybody: required(later(days(1))) }),
      under({ roles: { admin: required() } }),
      policy,
    ])
      expect(shortest(book)).to.equal(policy.passwordAlone);
  });
});

describe('An entry of the book of policies', () => {
  it('says something that can be kept', () => {
    const wrong: readonly (readonly [string, Rules])[] = [
      ['says-nothing', {}],
      ['no-authenticator', { factors: ['backup-code'] }],
      ['no-authenticator', { factors: [] }],
      ['deadline-without-demand', { mfa: { demand: 'optional', dueBy: start } }],
      ['bad-age', { mfaAge: minutes(4) }],
      ['bad-age', { mfaAge: days(31) }],
    ];
    for (const [problem, rules] of wrong) expect(rulesProblem(rules, policy), JSON.stringify(rules)).to.equal(problem);
    for (const rules of [
      required(start),
      off,
      { factors: ['totp'] },
      { mfaAge: minutes(5) },
      { trustedDevices: false },
    ])
      expect(rulesProblem(rules as Rules, policy), JSON.stringify(rules)).to.equal(undefined);
  });

  it('takes the place of the former one, and goes without a trace in the others', () => {
    const book = PolicyBook.blank();
    book.set({ kind: 'role', role: 'admin' }, required());
    book.set({ kind: 'role', role: 'admin' }, { trustedDevices: false });
    book.set({ kind: 'everybody' }, off);
    expect(book.entries).to.deep.equal({ everybody: off, roles: { admin: { trustedDevices: false } } });
    expect(withEntry(book.entries, { kind: 'everybody' }, undefined).everybody).to.equal(undefined);
    expect(book.remove({ kind: 'role', role: 'admin' })).to.equal('removed');
    expect(book.remove({ kind: 'role', role: 'admin' })).to.equal('unchanged');
    expect(book.entries).to.deep.equal({ everybody: off, roles: {} });
  });
});
