import { startEmbedded } from '../../src/adapters/postgres/embedded.js';

// A process that lives by an embedded PostgreSQL until it is killed: `node hold-embedded.js DIRECTORY`.
const { url, migrationUrl } = await startEmbedded(process.argv[2] ?? '', () => undefined);
process.stdout.write(`${JSON.stringify({ url, migrationUrl })}\n`);
setInterval(() => undefined, 60_000);
