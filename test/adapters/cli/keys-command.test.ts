import { expect } from 'chai';
import { runKeysCommand, type KeysCommand } from '../../../src/adapters/cli/keys-command.js';
import { rotatedPurposes } from '../../../src/adapters/credentials/key-schedule.js';
import { hours, minutes } from '../../../src/domain/duration.js';
import { keyRoom, secretKey, type Room } from '../../support/key-room.js';

const list = { verb: 'list' } as const;

async function run(room: Room, command: KeysCommand): Promise<readonly Record<string, unknown>[] | undefined> {
  const lines = await runKeysCommand(command, room.rotation, room.clock.now());
  return lines && JSON.parse(JSON.stringify(lines));
}

describe('The keys command', () => {
  it('lists every key and what it is worth, and no secret', async () => {
    const room = await keyRoom();
    const [former] = (await run(room, list))?.filter(({ purpose }) => purpose === 'signing') ?? [];
    const states = async () =>
      Object.fromEntries(
        ((await run(room, list)) ?? [])
          .filter(({ purpose }) => purpose === 'signing')
          .map((key) => [key['id'], key['state']]),
      );
    expect(former).to.include({ state: 'active', alg: 'ES256', madeAt: '2026-03-01T12:00:00.000Z' });
    const [made] = (await run(room, { verb: 'rotate', purposes: ['signing'] })) ?? [];
    const [old, young] = [String(former?.['id']), String(made?.['id'])];
    expect(made).to.include({ state: 'made', purpose: 'signing', activeFrom: '2026-03-01T12:15:00.000Z' });
    expect(await states()).to.deep.equal({ [old]: 'active', [young]: 'upcoming' });
    room.clock.advance(minutes(15));
    expect(await states()).to.deep.equal({ [old]: 'kept', [young]: 'active' });
    room.clock.advance(hours(1));
    expect(await states()).to.deep.equal({ [old]: 'over', [young]: 'active' });
    const printed = JSON.stringify(await run(room, list));
    for (const { sealed } of await room.store.all()) expect(printed).not.to.contain(sealed);
    expect(printed).not.to.contain(secretKey.reveal());
  });

  it('rotates all that can be rotated when no purpose is named', async () => {
    const room = await keyRoom();
    const made = await run(room, { verb: 'rotate', purposes: rotatedPurposes });
    expect(made?.map(({ purpose }) => purpose)).to.deep.equal([
      'signing',
      'challenge',
      'cookie',
      'refresh',
      'link',
      'device',
    ]);
    expect(await room.store.all()).to.have.lengthOf(14);
  });

  it('revokes one key, begins another, and says so; of an unknown key nothing', async () => {
    const room = await keyRoom();
    const { id } = room.ring.active('cookie');
    const [revoked, made] = (await run(room, { verb: 'revoke', id })) ?? [];
    expect(revoked).to.deep.equal({ id, purpose: 'cookie', state: 'revoked' });
    await room.ring.reload();
    expect(room.ring.active('cookie').id).to.equal(made?.['id']).and.not.to.equal(id);
    expect(await run(room, { verb: 'revoke', id })).to.equal(undefined);
  });

  it('says how many keys it sealed anew', async () => {
    expect(await run(await keyRoom(), { verb: 'reseal' })).to.deep.equal([{ resealed: 0 }]);
  });
});
