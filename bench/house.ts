import { Pool } from 'pg';
import { CookieKeys } from '../src/adapters/credentials/cookie-keys.js';
import { KeyRing } from '../src/adapters/credentials/key-ring.js';
import { HashingPool } from '../src/adapters/node/hashing-pool.js';
import { Seal } from '../src/adapters/node/seal.js';
import { openDatabase } from '../src/adapters/postgres/database.js';
import { ChallengeDesk } from '../src/application/challenge-desk.js';
import { DeviceDesk } from '../src/application/device-desk.js';
import { SessionDesk } from '../src/application/session-desk.js';
import { loadConfig } from '../src/config.js';
import { buildContainer, Opened, Ports } from '../src/container.js';
import { People, type House } from './people.js';
import type { Settings } from './stage.js';

/** People for the service that runs with these settings, made in this process. */
export async function peopleFor(settings: Settings, ownerUrl: string): Promise<People> {
  const config = loadConfig(settings);
  const { url, poolSize } = config.database;
  if (!url) throw new Error('Which database?');
  const database = await openDatabase({ url: url.reveal(), migrationUrl: undefined, poolSize, warn: nothing });
  const house = buildContainer(config, { log: silent });
  house.register(Opened.database, { useValue: database });
  const [store, clock, seal] = [house.resolve(Ports.keyStore), house.resolve(Ports.clock), house.resolve(Seal)];
  const ring = await KeyRing.open({ store, seal, clock, alg: config.tokens.alg });
  house.register(Opened.ring, { useValue: ring });
  const keys = new CookieKeys(ring);
  const owner = new Pool({ connectionString: ownerUrl, max: 1 });
  const parts: House = {
    work: house.resolve(Ports.work),
    totp: house.resolve(Ports.factors).totp,
    passwords: house.resolve(Ports.passwords),
    sessions: house.resolve(SessionDesk),
    challenges: house.resolve(ChallengeDesk),
    devices: house.resolve(DeviceDesk),
    entropy: house.resolve(Ports.entropy),
    clock,
    policy: config.policy,
    cookieOf: ({ sessionId, secret }) => {
      const value = Buffer.from(JSON.stringify({ sid: sessionId, secret: secret.reveal() })).toString('base64');
      const cookie = `__Host-portcullis=${value}`;
      return `${cookie}; __Host-portcullis.sig=${keys.sign(cookie)}`;
    },
    close: async () => {
      await Promise.all([owner.end(), database.close(), house.resolve(HashingPool).close()]);
    },
  };
  return People.among(parts, owner);
}

const nothing = () => undefined;
const silent = { fatal: nothing, error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing };
