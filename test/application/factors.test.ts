import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { Unavailable } from '../../src/domain/ports/unit-of-work.js';
import { client } from '../../src/testing/builders.js';
import { Stage } from '../support/stage.js';

describe('Changing factors', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open();
  });
  after(() => stage.world.close());
  beforeEach(() => stage.busyUntil(undefined));

  it('makes no new codes while hashing has no place, and the former ones hold', async () => {
    const ada = await stage.person({ totp: true });
    const viewer = await stage.signIn(ada);
    stage.busyUntil(new Date(stage.now.getTime() + seconds(1)));
    const busy: unknown = await stage.useCases.regenerate.execute({ viewer, client }).catch((error: unknown) => error);
    expect(busy).to.be.instanceOf(Unavailable);
    stage.busyUntil(undefined);
    const [code = ''] = stage.world.backupCodesOf(ada);
    expect(await stage.verify(await stage.challenged(ada), code, 'backup-code')).to.include({ status: 'signed-in' });
  });

  it('is nothing for whoever has no factor, or no session any more', async () => {
    const plain = await stage.signIn(await stage.person());
    const { regenerate, disable, remove, logOut } = stage.useCases;
    expect(await regenerate.execute({ viewer: plain, client })).to.deep.equal({ status: 'no-factor' });
    expect(await disable.execute({ viewer: plain, client })).to.deep.equal({ status: 'no-factor' });
    expect(await remove.execute({ viewer: plain, id: 'anything', client })).to.deep.equal({ status: 'not-enrolled' });

    for (const play of [
      regenerate,
      disable,
      {
        execute: (its: Parameters<typeof disable.execute>[0]) =>
          remove.execute({ ...its, id: its.viewer.user.factors[0]?.id ?? '' }),
      },
    ]) {
      const ada = await stage.person({ totp: true });
      const viewer = await stage.signIn(ada);
      // Ended while it is being decided: decided again on what is now true.
      stage.meanwhile(() => logOut.execute({ viewer, refreshToken: undefined, pending: [], everywhere: true, client }));
      expect(await play.execute({ viewer, client })).to.deep.equal({ status: 'ended' });
      expect((await stage.userOf(ada)).factors()).to.have.length(1);
      expect(await play.execute({ viewer, client })).to.deep.equal({ status: 'ended' });
    }
  });

  it('[M04] demands a proof no older than five minutes when it begins', async () => {
    const viewer = await stage.signIn(await stage.person({ totp: true }));
    stage.world.clock.advance(minutes(5));
    const late = { status: 'stale-proof', requires: 'aal2', maxAge: 300 };
    expect(await stage.useCases.regenerate.execute({ viewer, client })).to.deep.equal(late);
    expect(await stage.useCases.disable.execute({ viewer, client })).to.deep.equal(late);
    expect(await stage.useCases.remove.execute({ viewer, id: 'anything', client })).to.deep.equal(late);
    expect(await stage.useCases.enrol.execute({ by: { kind: 'session', viewer }, kind: 'totp', client })).to.deep.equal(
      late,
    );
  });

  it('issues the session again at what is still proven, and ends the others', async () => {
    const ada = await stage.person({ totp: true });
    const [viewer, other] = [await stage.signIn(ada), await stage.signIn(ada, 'cookie')];
    const removed = await stage.useCases.remove.execute({ viewer, id: viewer.user.factors[0]?.id ?? '', client });
    if (removed.status !== 'removed') return expect.fail(removed.status);
    expect(removed.signedIn.user.factors).to.deep.equal([]);
    expect(removed.signedIn.session).to.include({ assurance: 'aal1' });
    expect(removed.signedIn.session.endsAt).to.deep.equal(viewer.session.endsAt);
    for (const former of [viewer, other])
      expect(await stage.useCases.list.execute({ viewer: former, client })).to.deep.equal([]);
  });

  it('finds no factor of somebody else', async () => {
    const [viewer, grace] = [
      await stage.signIn(await stage.person({ totp: true })),
      await stage.signIn(await stage.person({ totp: true })),
    ];
    for (const id of [grace.user.factors[0]?.id ?? '', '', 'anything'])
      expect(await stage.useCases.remove.execute({ viewer, id, client })).to.deep.equal({ status: 'not-enrolled' });
  });

  it('calls an authenticator something else by a live session alone, and once', async () => {
    const ada = await stage.person({ totp: true });
    const [viewer, grace] = [await stage.signIn(ada), await stage.signIn(await stage.person({ totp: true }))];
    const { rename, logOut } = stage.useCases;
    const id = viewer.user.factors[0]?.id ?? '';
    // Long after anything was proven: a name lets nobody in.
    stage.world.clock.advance(minutes(6));
    const facts = await stage.facts(async () => {
      for (const label of ['  Work\u0000 phone\n', 'Work phone']) {
        const renamed = await rename.execute({ viewer, id, label, client });
        expect(renamed).to.deep.include({ status: 'renamed' });
        expect('factor' in renamed && renamed.factor).to.include({ id, label: 'Work phone' });
      }
    });
    expect(facts, 'the same name again is no news').to.deep.equal(['factor.renamed']);
    expect((await stage.userOf(ada)).factors()[0]).to.include({ label: 'Work phone' });
    const empty = await rename.execute({ viewer, id, label: ' '.repeat(80), client });
    expect('factor' in empty && empty.factor.label).to.equal('Authenticator');
    for (const other of ['', 'anything', grace.user.factors[0]?.id ?? ''])
      expect(await rename.execute({ viewer, id: other, label: 'x', client })).to.deep.equal({ status: 'not-enrolled' });
    const code = stage.world.phoneOf(ada).code(stage.now);
    expect(await stage.verify(await stage.challenged(ada), code), 'it works as before').to.include({
      status: 'signed-in',
    });
    // Ended while it is being decided.
    stage.meanwhile(() => logOut.execute({ viewer, refreshToken: undefined, pending: [], everywhere: true, client }));
    expect(await rename.execute({ viewer, id, label: 'x', client })).to.deep.equal({ status: 'ended' });
  });
});
