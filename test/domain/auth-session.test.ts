import { expect } from 'chai';
import { after, days, hours, minutes } from '../../src/domain/duration.js';
import type { Digest } from '../../src/domain/ids.js';
import type { AuthSession, PresentedGeneration } from '../../src/domain/session/auth-session.js';
import { ada, adaId, at, cookie, graceId, phone, policy, session, start, tokens } from '../support/people.js';

const justBefore = (moment: Date) => new Date(moment.getTime() - 1);
const justAfter = (moment: Date) => new Date(moment.getTime() + 1);
const token = (generation: number, genuine = true): PresentedGeneration => ({ generation, genuine });
const owner = () => ada([phone()]);

describe('A session', () => {
  it('is opened with what was proven, and says what that is worth', () => {
    const view = session(owner()).view(owner(), start, policy);
    expect(view).to.deep.include({
      userId: adaId,
      kind: 'token',
      generation: 0,
      assurance: 'aal2',
      amr: ['pwd', 'otp', 'mfa'],
      authenticatedAt: start,
      accessUntil: at(minutes(5)),
      expiresAt: at(hours(1)),
    });
    expect(session(ada()).view(ada(), start, policy)).to.deep.include({ assurance: 'aal1', amr: ['pwd'] });
    expect(session(ada()).releaseEvents()).to.deep.equal([
      { type: 'session.opened', userId: adaId, sessionId: 'session', assurance: 'aal1' },
    ]);
  });

  it('lives until it was idle for an hour, and not at that moment', () => {
    const [user, open] = [owner(), session(owner())];
    expect(open.isLive(user, justBefore(at(hours(1))))).to.equal(true);
    expect(open.isLive(user, at(hours(1)))).to.equal(false);
  });

  it('slides its idle end in steps of a minute, and writes nothing between', () => {
    const open = session(owner());
    const before = open.snapshot();
    open.seen(justBefore(at(minutes(1))), policy);
    expect(open.snapshot()).to.equal(before);
    open.seen(at(minutes(1)), policy);
    expect(open.snapshot()).to.deep.include({ lastSeenAt: at(minutes(1)), idleUntil: after(at(minutes(1)), hours(1)) });
  });

  it('is not revived by being seen after its end', () => {
    const [user, idle] = [owner(), session(owner())];
    idle.seen(at(hours(1)), policy);
    expect(idle.isLive(user, at(hours(1)))).to.equal(false);
    const revoked = session(owner());
    revoked.revoke('signed-out', at(minutes(1)));
    const before = revoked.snapshot();
    revoked.seen(at(minutes(10)), policy);
    expect(revoked.snapshot()).to.equal(before);
  });

  it('[F08] ends after 24 hours, however often it is seen or refreshed', () => {
    const [user, seen, refreshed] = [owner(), session(owner()), session(owner())];
    const long = { ...policy, mfaAge: days(9) };
    for (let minute = 30; minute < 24 * 60; minute += 30) {
      seen.seen(at(minutes(minute)), long);
      expect(refreshed.rotate(user, token(refreshed.snapshot().generation), at(minutes(minute)), long)).to.equal(
        'rotated',
      );
    }
    const end = at(hours(24));
    for (const each of [seen, refreshed]) {
      expect(each.endsAt).to.deep.equal(end);
      expect(each.isLive(user, justBefore(end))).to.equal(true);
      expect(each.isLive(user, end)).to.equal(false);
      expect(each.view(owner(), justBefore(end), long).expiresAt).to.deep.equal(end);
    }
    expect(refreshed.rotate(user, token(refreshed.snapshot().generation), end, long)).to.equal('closed');
  });

  it('gives no access token that outlives it', () => {
    const brief = { ...policy, sessionIdle: minutes(2) };
    expect(session(owner(), tokens, start, brief).view(owner(), start, brief).accessUntil).to.deep.equal(
      at(minutes(2)),
    );
  });

  it('is live for its own user alone, in good standing and under the same epoch', () => {
    const open = session(owner());
    expect(open.isLive(owner(), start)).to.equal(true);
    expect(open.isLive(ada([], { id: graceId }), start)).to.equal(false);
    expect(open.isLive(ada([], { status: 'disabled' }), start)).to.equal(false);
    expect(open.isLive(ada([], { epoch: 1 }), start)).to.equal(false);
  });

  it('is revoked once, with the first reason, and nothing revives it', () => {
    const [user, open] = [owner(), session(owner())];
    open.releaseEvents();
    open.revoke('superseded', at(minutes(1)));
    open.revoke('signed-out', at(minutes(2)));
    expect(open.snapshot().revoked).to.deep.equal({ at: at(minutes(1)), why: 'superseded' });
    expect(open.isLive(user, at(minutes(1)))).to.equal(false);
    expect(open.rotate(user, token(0), at(minutes(1)), policy)).to.equal('closed');
    expect(open.releaseEvents()).to.deep.equal([
      { type: 'session.revoked', userId: adaId, sessionId: 'session', why: 'superseded' },
    ]);
  });

  it('in a cookie is held by whoever has the current secret, and has no refresh token', () => {
    const open = session(owner(), cookie);
    expect(open.heldBy('holder' as Digest)).to.equal(true);
    expect(open.heldBy('other' as Digest)).to.equal(false);
    expect(session(owner()).heldBy('holder' as Digest), 'a token session has no cookie').to.equal(false);
    expect(open.rotate(owner(), token(0), start, policy)).to.equal('closed');
  });

  it('was proven lately by its second factor, or by the password where none is enrolled', () => {
    const proven = (open: AuthSession, user: ReturnType<typeof ada>, now: Date) =>
      open.provenWithin(policy.freshness, user, now, policy);
    const end = at(minutes(5));
    for (const user of [ada(), owner()]) {
      const open = session(user);
      expect([proven(open, user, end), proven(open, user, justAfter(end))]).to.deep.equal([true, false]);
    }
    // A session of the password alone has proven nothing to a user who has a factor by now.
    expect(proven(session(ada()), owner(), start)).to.equal(false);
  });

  it('hands its password proof to a challenge, and nothing of an old second factor', () => {
    expect(
      session(owner())
        .soFar()
        .proofs.map(({ factor }) => factor),
    ).to.deep.equal(['password']);
  });
});
