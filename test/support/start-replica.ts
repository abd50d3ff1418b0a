import { openDatabase } from '../../src/adapters/postgres/database.js';
import { PostgresKeyStore } from '../../src/adapters/postgres/key-store.js';
import type { KeyId } from '../../src/domain/ids.js';

/*
 * What every replica does first: `node start-replica.js URL MIGRATION_URL NAME`. Waits for a word, so that several begin
 * at the same moment; says which keys it found in the end.
 */
const [url = '', migrationUrl = '', name = ''] = process.argv.slice(2);
process.once('message', async () => {
  const database = await openDatabase({ url, migrationUrl, poolSize: 2, warn: () => undefined });
  const keys = new PostgresKeyStore(database.pool);
  const madeAt = new Date(1_800_000_000_000);
  const made = { sealed: name, public: undefined, madeAt, activeFrom: madeAt, retiredAt: undefined };
  await keys.begin([
    { ...made, id: `${name}-signing` as KeyId, purpose: 'signing' },
    { ...made, id: `${name}-cookie` as KeyId, purpose: 'cookie' },
  ]);
  const ids = (await keys.all()).map(({ id }) => id).sort();
  await database.close();
  process.send?.(ids);
  process.disconnect();
});
process.send?.('waiting');
