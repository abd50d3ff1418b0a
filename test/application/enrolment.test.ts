import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { By } from '../../src/application/enroller.js';
import type { SignedIn } from '../../src/application/session-desk.js';
import { defaultLimits } from '../../src/domain/policy.js';
import { client } from '../../src/testing/builders.js';
import { Phone } from '../../src/testing/phone.js';
import { Stage } from '../support/stage.js';

describe('Enrolling', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open();
  });
  after(() => stage.world.close());
  beforeEach(() => stage.busyUntil(undefined));

  const bySession = (viewer: SignedIn): By => ({ kind: 'session', viewer });
  async function scan(by: By, its = stage): Promise<Phone> {
    const begun = await its.useCases.enrol.execute({ by, kind: 'totp', client });
    if (begun.status !== 'begun' || begun.reveal.kind !== 'totp') return expect.fail(begun.status);
    return Phone.scan(begun.reveal.uri.reveal(), its.its.clock);
  }
  const confirm = (by: By, code: string, its = stage) =>
    its.useCases.confirm.execute({ by, code, label: 'Phone', client });
  async function begun() {
    const ada = await stage.person();
    const viewer = await stage.signIn(ada);
    const by = bySession(viewer);
    return { ada, viewer, by, phone: await scan(by), id: (await stage.userOf(ada)).id };
  }

  it('confirms in the session that began, and ends every other one with the first factor', async () => {
    const { ada, viewer, by, phone } = await begun();
    const other = await stage.signIn(ada);
    expect(await confirm(bySession(other), phone.code())).to.deep.equal({ status: 'not-found' });
    const outcome = await confirm(by, phone.code());
    if (outcome.status !== 'confirmed') return expect.fail(outcome.status);
    expect(outcome.backupCodes).to.have.length(10);
    expect(outcome.signedIn.session).to.include({ assurance: 'aal2' });
    for (const former of [viewer, other])
      expect(await stage.useCases.list.execute({ viewer: former, client })).to.deep.equal([]);
    expect(await stage.useCases.list.execute({ viewer: outcome.signedIn, client })).to.have.length(1);
  });

  it('keeps what is pending while hashing has no place, and makes no half of a factor', async () => {
    const { ada, by, phone } = await begun();
    const retryAt = new Date(stage.now.getTime() + seconds(1));
    stage.busyUntil(retryAt);
    expect(await confirm(by, phone.code())).to.deep.equal({ status: 'too-many-attempts', retryAt });
    // A wrong code needs no backup codes, and so no place.
    expect(await confirm(by, '000000')).to.include({ status: 'refused', attemptsLeft: 4 });
    stage.busyUntil(undefined);
    expect((await stage.userOf(ada)).factors()).to.deep.equal([]);
    expect(await confirm(by, phone.code())).to.include({ status: 'confirmed' });
  });

  it('counts five wrong codes and forgets the seed; what is no code counts nothing', async () => {
    const { by, phone } = await begun();
    for (const left of [4, 3, 2, 1]) {
      expect(await confirm(by, 'no code')).to.include({ status: 'refused', attemptsLeft: left + 1 });
      expect(await confirm(by, '000000')).to.include({ status: 'refused', attemptsLeft: left });
    }
    expect(await confirm(by, '000000')).to.include({ status: 'refused', attemptsLeft: 0 });
    expect(await confirm(by, phone.code())).to.deep.equal({ status: 'not-found' });
    const again = await scan(by);
    expect(await confirm(by, again.code()), 'the pool waits').to.deep.equal({
      status: 'too-many-attempts',
      retryAt: new Date(stage.now.getTime() + seconds(1)),
    });
    stage.world.clock.advance(seconds(1));
    expect(await confirm(by, again.code())).to.include({ status: 'confirmed' });
  });

  it('counts no code that a crowd kept from being judged, though the crowd is gone when it is decided', async () => {
    const limits = { ...defaultLimits, 'verify-client': { most: 1, per: minutes(1) } };
    const crowded = await Stage.open({ policy: { limits } });
    const by = bySession(await crowded.signIn(await crowded.person()));
    const phone = await scan(by, crowded);
    expect(await confirm(by, '000000', crowded)).to.include({ status: 'refused', attemptsLeft: 4 });
    crowded.meanwhile(() => crowded.world.clock.advance(minutes(1)));
    const facts = await crowded.facts(async () => {
      const outcome = await confirm(by, phone.code(new Date(crowded.now.getTime() + minutes(1))), crowded);
      expect(outcome).to.deep.equal({ status: 'too-many-attempts', retryAt: crowded.now });
    });
    expect(facts).to.deep.equal([]);
    expect(await confirm(by, '000000', crowded)).to.include({ status: 'refused', attemptsLeft: 3 });
    crowded.world.clock.advance(minutes(1));
    expect(await confirm(by, phone.code(), crowded)).to.include({ status: 'confirmed' });
    await crowded.world.close();
  });

  it('takes no code of a seed that was replaced while it was being judged', async () => {
    const { by, phone } = await begun();
    let second: Phone | undefined;
    stage.meanwhile(async () => {
      second = await scan(by);
    });
    expect(await confirm(by, phone.code())).to.include({ status: 'refused' });
    expect(await confirm(by, second?.code() ?? '')).to.include({ status: 'confirmed' });
  });

  it('ends with its session, before the code and while it is being judged', async () => {
    for (const when of ['before', 'meanwhile']) {
      const { viewer, by, phone, ada } = await begun();
      const end = () => stage.useCases.revoke.execute({ viewer, id: viewer.session.id, client });
      if (when === 'before') await end();
      else stage.meanwhile(end);
      expect(await confirm(by, phone.code())).to.deep.equal({ status: 'ended' });
      expect((await stage.userOf(ada)).factors()).to.deep.equal([]);
    }
    const { viewer, by } = await begun();
    stage.meanwhile(() => stage.useCases.revoke.execute({ viewer, id: viewer.session.id, client }));
    expect(await stage.useCases.enrol.execute({ by, kind: 'totp', client })).to.deep.equal({ status: 'ended' });
  });

  it('[M04] disturbs no live authenticator, and stops at three', async () => {
    const ada = await stage.person({ totp: true });
    let viewer = await stage.signIn(ada);
    for (const held of [1, 2]) {
      const pending = await scan(bySession(viewer));
      expect((await stage.userOf(ada)).factors()).to.have.length(held);
      const outcome = await confirm(bySession(viewer), pending.code());
      if (outcome.status !== 'confirmed') return expect.fail(outcome.status);
      expect(outcome.backupCodes).to.equal(undefined);
      viewer = outcome.signedIn;
    }
    expect(await stage.useCases.enrol.execute({ by: bySession(viewer), kind: 'totp', client })).to.deep.equal({
      status: 'too-many',
    });
  });

  it('never happens twice at once: of two rivals with one code one confirms', async () => {
    const { ada, by, phone } = await begun();
    const statuses = await Promise.all([1, 2, 3].map(() => confirm(by, phone.code()).then(({ status }) => status)));
    expect(statuses.toSorted()).to.deep.equal(['confirmed', 'ended', 'ended']);
    expect((await stage.userOf(ada)).enrolments('backup-code')).to.have.length(1);
  });
});

describe('Where an enrolment is demanded', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open({ policy: { mfa: 'required' } });
  });
  after(() => stage.world.close());

  const byChallenge = async (name: string): Promise<By> => ({
    kind: 'challenge',
    presented: await stage.challenged(name),
  });
  async function scan(by: By): Promise<Phone> {
    const begun = await stage.useCases.enrol.execute({ by, kind: 'totp', client });
    if (begun.status !== 'begun' || begun.reveal.kind !== 'totp') return expect.fail(begun.status);
    return Phone.scan(begun.reveal.uri.reveal(), stage.its.clock);
  }
  const confirm = (by: By, code: string) => stage.useCases.confirm.execute({ by, code, label: undefined, client });

  it('confirming signs in, once; a second login’s challenge enrols nothing more', async () => {
    const ada = await stage.person();
    const [first, second] = [await byChallenge(ada), await byChallenge(ada)];
    const phone = await scan(first);
    expect(await confirm(second, phone.code())).to.deep.equal({ status: 'not-found' });
    const outcome = await confirm(first, phone.code());
    if (outcome.status !== 'confirmed') return expect.fail(outcome.status);
    expect(outcome.signedIn.session).to.include({ assurance: 'aal2' });
    expect(outcome.factor.label).to.equal('Authenticator');
    for (const by of [first, second])
      expect(await stage.useCases.enrol.execute({ by, kind: 'totp', client })).to.deep.equal({ status: 'ended' });
  });

  it('nothing is enrolled when the challenge is over or was dropped', async () => {
    const ada = await stage.person();
    const by = await byChallenge(ada);
    const phone = await scan(by);
    stage.world.clock.advance(minutes(5));
    expect(await confirm(by, phone.code())).to.deep.equal({ status: 'ended' });
    const dropped = await byChallenge(ada);
    await stage.useCases.logOut.execute({
      viewer: undefined,
      refreshToken: undefined,
      pending: dropped.kind === 'challenge' ? [dropped.presented] : [],
      everywhere: false,
      client,
    });
    expect(await stage.useCases.enrol.execute({ by: dropped, kind: 'totp', client })).to.deep.equal({
      status: 'ended',
    });
  });

  it('the last authenticator stays, and MFA with it', async () => {
    const ada = await stage.person({ totp: true });
    const viewer = await stage.signIn(ada);
    const [factor] = viewer.user.factors;
    expect(await stage.useCases.remove.execute({ viewer, id: factor?.id ?? '', client })).to.deep.equal({
      status: 'required',
    });
    expect(await stage.useCases.disable.execute({ viewer, client })).to.deep.equal({ status: 'required' });
  });
});
