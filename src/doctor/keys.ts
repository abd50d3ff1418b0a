import type { Pool } from 'pg';
import type { Finding } from '../adapters/cli/finding.js';
import { seatOf } from '../adapters/credentials/make-key.js';
import type { StoredKey } from '../adapters/credentials/key-store.js';
import { Seal } from '../adapters/node/seal.js';
import { PostgresKeyStore } from '../adapters/postgres/key-store.js';
import type { Config } from '../config.js';
import { before, days } from '../domain/duration.js';
import type { Clock } from '../domain/ports/clock.js';

const oldAge = 180; // days a signing key is used before its rotation is due (SP 800-57 Part 1 §5.3.6: at most three years)

/** Whether the keys open, and how old they are. Makes none. */
export async function* examineKeys(
  { secretKey }: Config,
  pool: Pool,
  clock: Clock,
): AsyncGenerator<Finding, void, undefined> {
  const keys = await new PostgresKeyStore(pool).all();
  if (keys.length === 0) {
    yield { what: 'keys', state: 'ok', found: 'none yet: the first start makes them' };
    return;
  }
  if (!secretKey.current) return;
  const seal = new Seal(secretKey.current, secretKey.previous);
  const locked = keys.filter(({ id, purpose, sealed }) => seal.open(sealed, seatOf(id, purpose)).kind !== 'opened');
  if (locked.length > 0) {
    const remedy = 'Give the SECRET_KEY that they were sealed under, beside a new one as SECRET_KEY_PREVIOUS.';
    yield { what: 'keys', state: 'failure', found: `${locked.length} of ${keys.length} do not open`, remedy };
    return;
  }
  const stale = keys.filter(({ sealed }) => !seal.isCurrent(sealed)).length;
  yield stale > 0
    ? {
        what: 'keys',
        state: 'warning',
        found: `${stale} are sealed under SECRET_KEY_PREVIOUS`,
        remedy: 'Run `portcullis keys reseal`.',
      }
    : { what: 'keys', state: 'ok', found: `${keys.length}, all of them open` };
  yield age(keys, clock.now());
}

function age(keys: readonly StoredKey[], now: Date): Finding {
  const signing = keys.filter(({ purpose, activeFrom }) => purpose === 'signing' && activeFrom <= now);
  const youngest = Math.max(...signing.map(({ activeFrom }) => activeFrom.getTime()));
  const old = Math.floor((now.getTime() - youngest) / days(1));
  const found = `the signing key has been in use for ${old} days`;
  return youngest > before(now, days(oldAge)).getTime()
    ? { what: 'key age', state: 'ok', found }
    : { what: 'key age', state: 'warning', found, remedy: 'Run `portcullis keys rotate`: nobody is signed out.' };
}
