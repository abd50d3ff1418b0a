import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { Besieged, crowd } from '../support/besieged.js';
import * as say from '../support/operations.js';
import { password, type Visitor } from '../support/visitor.js';

const claimsOf = (visitor: Visitor): Readonly<Record<string, unknown>> => {
  const [, payload = ''] = visitor.tokens?.accessToken.split('.') ?? [];
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
};

describe('Refresh tokens in the wrong hands', function () {
  this.timeout(30_000);
  let house: Besieged;
  before(async () => {
    house = await Besieged.begin();
  });
  after(() => house.end());
  let people = 0;
  const signedIn = async () => (await house.visitor(`person-${(people += 1)}@example.org`).register()).signIn();
  const refresh = (visitor: Visitor, refreshToken = visitor.refreshToken) =>
    visitor.kindOf(say.refreshSession, { refreshToken });

  it('[F01] one that was used up ends the session after the grace, whoever sends it, and a fact says so', async () => {
    const owner = await signedIn();
    const first = owner.refreshToken;
    await refresh(owner);
    house.clock.advance(seconds(11));
    const thief = owner.elsewhere();
    const revoked = { type: 'session.revoked', why: 'secret-reused' };
    const before = await house.facts(revoked);
    expect(await refresh(thief, first)).to.equal('SessionEnded');
    expect(await refresh(owner)).to.equal('SessionEnded');
    expect(await owner.me()).to.equal(null);
    expect(await house.facts(revoked)).to.equal(before + 1);

    // Within the grace, too, where it is older than the last.
    const other = await signedIn();
    const oldest = other.refreshToken;
    await refresh(other);
    await refresh(other);
    expect(await refresh(thief, oldest)).to.equal('SessionEnded');
    expect(await refresh(other)).to.equal('SessionEnded');
  });

  it('[F01] a forged one ends nothing: the id of a session is no secret', async () => {
    const owner = await signedIn();
    const [id, , secret = ''] = owner.refreshToken.split('.');
    const forged = [
      `${id}.0.${'A'.repeat(43)}`,
      `${id}.1.${secret}`,
      `${id}.999999999.${secret}`,
      `${id}.0.${secret}x`,
    ];
    forged.push(`${id}.00.${secret}`, `${id}.-1.${secret}`, `${id}.1e0.${secret}`, `x.0.${secret}`, '', '..', secret);
    forged.push(
      `${id?.toUpperCase()}.0.${secret}`,
      `${owner.refreshToken}\n`,
      ` ${owner.refreshToken}`,
      `' or 1=1 --.0.${secret}`,
    );
    for (const each of forged) expect(await refresh(owner.elsewhere(), each), each).to.equal('SessionEnded');
    expect(await refresh(owner)).to.equal('Authenticated');
  });

  it('[F02] fifty at once with one token: one successor, and no siblings', async () => {
    const owner = await signedIn();
    const sessions = await house.facts({ type: 'session.opened' });
    const successors = await crowd(50, async () => {
      const twin = owner.elsewhere();
      await refresh(twin, owner.refreshToken);
      return twin.refreshToken;
    });
    expect(new Set(successors).size).to.equal(1);
    expect(await house.facts({ type: 'session.opened' })).to.equal(sessions);
    const generations = await crowd(10, async () => {
      const twin = owner.elsewhere();
      await refresh(twin, successors[0]);
      return twin.refreshToken;
    });
    expect(new Set(generations).size).to.equal(1);
    expect(generations[0]?.split('.')[1]).to.equal('2');
  });

  it('[F04] whoever loses a race, or sends something dead, clears nobody’s cookies', async () => {
    const owner = await house.owner('ada@example.org', 'COOKIE');
    const dead = await signedIn();
    await dead.one(say.logout);
    await owner.visitor.one(say.refreshSession, { refreshToken: dead.refreshToken });
    expect(owner.visitor.headers.getSetCookie()).to.deep.equal([]);
    expect(await owner.visitor.me()).to.include({ email: owner.email });

    // Two tabs and more answer one challenge at once: one cookie is set, and no answer takes it away.
    const browser = house.visitor(owner.email, 'COOKIE');
    await browser.logIn();
    const sent = browser.cookies.header;
    const tabs = await crowd(6, async () => {
      const tab = house.visitor(owner.email, 'COOKIE', { cookie: sent });
      const { __typename } = await tab.verify(owner.phone.code(house.now));
      return { __typename, set: tab.headers.getSetCookie().filter((line) => line.startsWith('portcullis=')) };
    });
    const losers = tabs.filter(({ __typename }) => __typename !== 'Authenticated');
    expect(losers).to.have.length(5);
    expect(losers.flatMap(({ set }) => set)).to.deep.equal([]);
  });

  it('[F05] nothing is refreshed for a user who was disabled, signed out everywhere or given a second factor', async () => {
    const ends: ((visitor: Visitor) => Promise<unknown>)[] = [
      (visitor) => house.change(visitor.email, (user) => user.disable()),
      (visitor) => house.change(visitor.email, (user) => (user.disable(), user.enable())),
      (visitor) => house.change(visitor.email, (user) => user.signOutEverywhere()),
      async (visitor) => (await visitor.elsewhere().signIn()).enrol(house.now),
    ];
    for (const [index, end] of ends.entries()) {
      const visitor = await signedIn();
      await end(visitor);
      expect(await refresh(visitor), String(index)).to.equal('SessionEnded');
    }
  });

  it('[F07] refreshing proves nothing: when and how somebody signed in stays what it was', async () => {
    const { visitor } = await house.owner('grace@example.org');
    const before = claimsOf(visitor);
    expect(before).to.include({ mfa_verified: true });
    for (let round = 0; round < 3; round += 1) {
      house.clock.advance(minutes(20));
      expect(await refresh(visitor)).to.equal('Authenticated');
      const { auth_time: time, acr, amr, sid, mfa_verified: verified } = claimsOf(visitor);
      expect({ auth_time: time, acr, amr, sid, mfa_verified: verified }).to.deep.equal({
        auth_time: before['auth_time'],
        acr: before['acr'],
        amr: before['amr'],
        sid: before['sid'],
        mfa_verified: true,
      });
    }
    // Old proof changes no factor, however new the token is.
    expect(await visitor.kindOf(say.disableMfa)).to.equal('StepUpRequired');
  });

  it('[F08] ends after a day, whether it is refreshed, stepped up or both', async () => {
    const visitor = await signedIn();
    const began = house.now.getTime();
    const ends = () => (house.now.getTime() - began) / minutes(60);
    for (;;) {
      house.clock.advance(minutes(50));
      if ((await refresh(visitor)) !== 'Authenticated') break;
      expect(Number(claimsOf(visitor)['exp']) * 1000 - began).to.be.at.most(minutes(24 * 60));
      if (ends() > 12 && ends() < 13) {
        expect(await visitor.kindOf(say.stepUp, { assurance: 'AAL1', password })).to.equal('Authenticated');
      }
      expect(ends()).to.be.below(25);
    }
    expect(ends()).to.be.within(24, 25);
    expect(await visitor.me()).to.equal(null);
  });
});
