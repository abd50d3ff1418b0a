import { expect } from 'chai';
import { jwks } from '../../src/adapters/credentials/jwks.js';
import { minutes } from '../../src/domain/duration.js';
import { RemoteKeys } from '../../src/guard/remote-keys.js';
import { TokenVerifier } from '../../src/guard/token-verifier.js';
import { activeId, pass, token } from '../support/key-acts.js';
import { keyRoom, names, type Room } from '../support/key-room.js';
import { KeyServer } from '../support/key-server.js';

describe('A guard elsewhere, while keys change', () => {
  let room: Room;
  let server: KeyServer;
  let guard: TokenVerifier;

  beforeEach(async () => {
    room = await keyRoom();
    server = await KeyServer.open();
    server.does((res) => res.writeHead(200, { 'Cache-Control': 'max-age=300' }).end(JSON.stringify(jwks(room.ring))));
    guard = new TokenVerifier(new RemoteKeys(new URL(server.url)), names);
  });
  afterEach(() => server.close());

  const kindOf = async (accessToken: string): Promise<string> =>
    (await guard.verify(accessToken, room.clock.now())).kind;

  it('[O10] refuses no token, young or old, in two hours with a rotation in each', async () => {
    const signers = new Set<string>();
    let former = (await token(room)).reveal();
    for (let step = 0; step < 120; step += 1) {
      if (step % 60 === 10) await room.rotation.rotate('signing');
      await pass(room, minutes(1));
      const issued = (await token(room)).reveal();
      expect([await kindOf(former), await kindOf(issued)], `step ${step}`).to.deep.equal(['person', 'person']);
      signers.add(activeId(room));
      former = issued;
    }
    expect(signers.size).to.equal(3);
  });

  it('believes a revoked key no longer than it keeps the set', async () => {
    const stolen = (await token(room)).reveal();
    expect(await kindOf(stolen)).to.equal('person');
    await room.rotation.revoke(activeId(room));
    await pass(room, minutes(4));
    const issued = (await token(room)).reveal();
    expect([await kindOf(issued), await kindOf(stolen)]).to.deep.equal(['person', 'nobody']);
  });
});
