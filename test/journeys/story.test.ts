import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import * as say from '../support/operations.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { kinds, sessionOf, straightTo, Visitor } from '../support/visitor.js';

const aal1 = { assurance: 'AAL1', mfaVerified: false, amr: ['pwd'] };
const aal2 = { assurance: 'AAL2', mfaVerified: true, amr: ['pwd', 'otp', 'mfa'] };

describe('The whole story', () => {
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  before(async () => {
    running = await service({}, { instead: { clock } });
  });
  after(() => running.close());

  const newcomer = (name: string, kind: (typeof kinds)[number]) =>
    new Visitor(straightTo(running), `${name}-${kind.toLowerCase()}@example.org`, kind).register();

  for (const kind of kinds) {
    it(`is one step without a second factor (${kind})`, async () => {
      const ada = await newcomer('plain', kind);
      const authenticated = await ada.logIn();
      expect([ada.status, authenticated.__typename]).to.deep.equal([200, 'Authenticated']);
      expect(sessionOf(authenticated)).to.include({ credential: kind, current: true, assurance: 'AAL1' });
      expect(sessionOf(authenticated)['amr']).to.deep.equal(['pwd']);
      expect(authenticated['tokens'] === null).to.equal(kind === 'COOKIE');
      expect(await ada.me()).to.deep.include({ email: ada.email, mfaEnabled: false, factors: [], backupCodesLeft: 0 });
      if (ada.tokens) {
        const { refreshToken } = ada.tokens;
        expect(sessionOf(await ada.refresh(refreshToken))).to.deep.include(aal1);
      }
      expect(await ada.one(say.logout)).to.deep.equal({ __typename: 'LogoutResult', sessionsEnded: 1 });
      expect([await ada.me(), ada.cookies.names]).to.deep.equal([null, []]);
    });

    it(`goes from the first password to the last factor (${kind})`, async () => {
      const ada = await newcomer('ada', kind);
      await ada.signIn();

      // The first authenticator: codes are shown once, the session is another, the former credential is dead.
      const former = ada.twin();
      expect(await former.me()).to.include({ email: ada.email });
      const { phone, confirmed } = await ada.enrol(clock.now(), 'My phone');
      const codes = confirmed['backupCodes'] as string[];
      expect(new Set(codes)).to.have.property('size', 10);
      expect(confirmed['factor']).to.include({ kind: 'TOTP', label: 'My phone' });
      expect(sessionOf(confirmed)).to.deep.include(aal2);
      expect(await former.me()).to.equal(null);
      expect(await ada.me()).to.include({ mfaEnabled: true, backupCodesLeft: 10 });

      // Out, and in again: half way is nobody.
      expect(await ada.one(say.logout)).to.include({ sessionsEnded: 1 });
      const due = await ada.logIn();
      expect([ada.status, due.__typename]).to.deep.equal([202, 'MfaRequired']);
      expect(due).to.deep.include({ factors: ['TOTP', 'BACKUP_CODE'], attemptsLeft: 5 });
      expect(await ada.me()).to.equal(null);
      const half = new Visitor(straightTo(running), ada.email);
      half.tokens = { accessToken: due['challengeToken'] as string, refreshToken: due['challengeToken'] as string };
      expect(await half.me()).to.equal(null);
      expect(await half.kindOf(say.refreshSession, { refreshToken: due['challengeToken'] })).to.equal('SessionEnded');
      clock.advance(seconds(30));
      const verified = await ada.verify(phone.code(clock.now()), due['challengeToken'] as string);
      expect([ada.status, verified.__typename]).to.deep.equal([200, 'Authenticated']);
      expect(sessionOf(verified)).to.deep.include(aal2);
      expect(await ada.session()).to.deep.include({ ...aal2, id: sessionOf(verified)['id'] });

      // The session goes on, and is what it was.
      clock.advance(minutes(6));
      if (ada.tokens) {
        const { accessToken, refreshToken } = ada.tokens;
        expect(await ada.me(), 'an access token lives five minutes').to.equal(null);
        const refreshed = await ada.refresh(refreshToken);
        expect(ada.tokens.accessToken).not.to.equal(accessToken);
        expect(sessionOf(refreshed)).to.include({ id: sessionOf(verified)['id'] });
        expect(sessionOf(refreshed)['authenticatedAt']).to.equal(sessionOf(verified)['authenticatedAt']);
      }
      expect(await ada.session()).to.deep.include(aal2);

      // What changes factors wants a fresh proof, and a step-up gives one.
      expect(await ada.one(say.enrolTotp)).to.include({
        __typename: 'StepUpRequired',
        requiredAssurance: 'AAL2',
        maxAge: 300,
      });
      const again = await ada.one(say.stepUp, { assurance: 'AAL2' });
      expect([ada.status, again.__typename]).to.deep.equal([200, 'MfaRequired']);
      const raised = await ada.verify(phone.code(clock.now()), again['challengeToken'] as string);
      expect(sessionOf(raised)).to.deep.include(aal2);
      expect(sessionOf(raised)['id']).not.to.equal(sessionOf(verified)['id']);

      // A second authenticator: no new codes; both of them count.
      const second = await ada.enrol(clock.now(), 'My tablet');
      expect(second.confirmed['backupCodes']).to.equal(null);
      const { factors } = (await ada.me()) as unknown as { factors: { id: string; label: string }[] };
      expect(factors.map(({ label }) => label)).to.have.members(['My phone', 'My tablet']);

      // A new sheet: the former is dead.
      const fresh = (await ada.one(say.regenerateBackupCodes))['codes'] as string[];
      expect(fresh).to.have.length(10).and.not.include.members(codes);
      const other = ada.elsewhere();
      const { challengeToken } = await other.logIn();
      const [dead = '', live = ''] = [codes[0], fresh[0]];
      expect((await other.verify(dead, challengeToken as string, 'BACKUP_CODE')).__typename).to.equal('InvalidCode');
      const byCode = await other.verify(live.toLowerCase(), challengeToken as string, 'BACKUP_CODE');
      expect(sessionOf(byCode)).to.deep.include(aal2);
      expect(await other.me()).to.include({ backupCodesLeft: 9 });

      // Removing one ends what others opened; the last one takes the codes along.
      const gone = await ada.one(say.removeFactor, { id: factors.find(({ label }) => label === 'My phone')?.id });
      expect(gone).to.include({ __typename: 'FactorRemoved', mfaEnabled: true });
      expect(await other.me()).to.equal(null);
      expect((await ada.me())?.['factors']).to.have.length(1);
      // The proof of the one that stays is a proof still.
      const off = await ada.one(say.disableMfa);
      expect(off).to.include({ __typename: 'MfaDisabled', factorsRemoved: 1 });
      expect(sessionOf(off)).to.deep.include(aal1);
      expect(await ada.me()).to.deep.include({ mfaEnabled: false, factors: [], backupCodesLeft: 0 });
      await ada.one(say.logout);
      await ada.signIn();
      expect(ada.status).to.equal(200);
    });
  }
});
