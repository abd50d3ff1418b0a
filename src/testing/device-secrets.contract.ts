import assert from 'node:assert/strict';
import type { DeviceId, UserId } from '../domain/ids.js';
import type { DeviceSecrets } from '../domain/ports/device-secrets.js';
import { Secret } from '../domain/secret.js';
import type { DeviceChain } from '../domain/throttle/device.js';
import { anId } from './builders.js';
import { contract, type Runner } from './contract.js';

/** The device secrets of one service, and whoever writes and forges its tokens. */
export interface DeviceSecretsUnderTest {
  readonly secrets: DeviceSecrets;
  /** Under keys of its own. */
  readonly stranger: DeviceSecrets;
}

/** A token names its user and device, is computed for both and one generation, and is nothing anywhere else. */
export function deviceSecretsContract(
  name: string,
  open: () => Promise<DeviceSecretsUnderTest>,
  runner?: Runner,
): void {
  const close = () => undefined;
  const chainOf = ({ secrets }: DeviceSecretsUnderTest): DeviceChain => ({
    id: anId<DeviceId>(),
    userId: anId<UserId>(),
    ...secrets.begin(),
  });
  contract({ port: 'DeviceSecrets', adapter: name, open, close, opens: 'once', runner }, (it) => {
    it('reads user, device and generation back, and takes the token for genuine', (its) => {
      const chain = chainOf(its);
      for (const generation of [0, 1, 12, 99_999]) {
        const token = its.secrets.token(chain, generation);
        const read = token && its.secrets.parse(token);
        assert.deepEqual([read?.userId, read?.deviceId, read?.generation], [chain.userId, chain.id, generation]);
        assert(read && its.secrets.isGenuine(read, chain));
      }
    });

    it('answers the same question the same, and every other with a token of its own', (its) => {
      const chain = chainOf(its);
      const asked = [chain, { ...chain, userId: anId<UserId>() }, { ...chain, id: anId<DeviceId>() }, chainOf(its)];
      const tokens = [0, 1].flatMap((n) => asked.map((each) => its.secrets.token(each, n)?.reveal().split('.')[3]));
      assert.equal(new Set(tokens).size, tokens.length);
      assert.equal(its.secrets.token({ ...chain }, 7)?.reveal(), its.secrets.token(chain, 7)?.reveal());
    });

    it('takes nothing for genuine that was computed for another user, device, generation or chain', (its) => {
      const chain = chainOf(its);
      const token = its.secrets.token(chain, 3);
      const read = token && its.secrets.parse(token);
      assert(read);
      const { secrets } = its;
      assert(!secrets.isGenuine({ ...read, generation: 4 }, chain));
      assert(!secrets.isGenuine({ ...read, userId: anId<UserId>() }, chain));
      assert(!secrets.isGenuine({ ...read, deviceId: anId<DeviceId>() }, chain));
      assert(!secrets.isGenuine({ ...read, secret: new Secret('A'.repeat(43)) }, chain));
      assert(!secrets.isGenuine(read, { ...chain, ...secrets.begin() }));
      assert(!secrets.isGenuine(read, { ...chain, userId: anId<UserId>() }));
      assert(!secrets.isGenuine(read, undefined));
    });

    it('answers nothing where the key is gone', (its) => {
      const chain = chainOf(its);
      assert.equal(its.stranger.token(chain, 0), undefined);
      const token = its.secrets.token(chain, 0);
      const read = token && its.stranger.parse(token);
      assert(read && !its.stranger.isGenuine(read, chain));
    });

    it('finds nothing in what has not the shape of a token, and throws at nothing', ({ secrets }) => {
      const [user, device, secret] = [anId(), anId(), 'A'.repeat(43)];
      const shapeless = [
        '',
        '...',
        `${user}.${device}.0`,
        `${user}.${device}.0.${secret}A`,
        `${user}.${device}.00.${secret}`,
        `${user}.${device}.-1.${secret}`,
        `${user}.${device}.9999999999.${secret}`,
        `${user}.${device}.0.${secret}\n`,
        ` ${user}.${device}.0.${secret}`,
        `${user.toUpperCase()}.${device}.0.${secret}`,
        `${'-'.repeat(36)}.${device}.0.${secret}`,
        `${user}.${'a'.repeat(36)}.0.${secret}`,
        `${user}.${device}.0.${'='.repeat(43)}`,
        '\ud800',
        '.'.repeat(1_000_000),
      ];
      for (const text of shapeless) assert.equal(secrets.parse(new Secret(text)), undefined, text.slice(0, 60));
    });
  });
}
