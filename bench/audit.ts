import { KeyedAuditDigests } from '../src/adapters/credentials/audit-digests.js';
import { PostgresAuditChain } from '../src/adapters/postgres/audit-chain.js';
import { PostgresAuditLog } from '../src/adapters/postgres/audit-log.js';
import { filterOf, type AuditQuery } from '../src/application/read-audit.js';
import { SealAudit } from '../src/application/seal-audit.js';
import { VerifyAudit } from '../src/application/verify-audit.js';
import { SystemClock } from '../src/adapters/node/system-clock.js';
import { client, policy } from '../src/testing/builders.js';
import { keyRoom } from '../test/support/key-room.js';
import { ownServer, scratch } from '../test/support/postgres.js';
import { workOn } from '../test/support/postgres-store.js';

// `npm run bench:audit`: pages of the audit log over a million facts of fifty thousand people and a year, each with a
// filter; and what sealing and checking cost. Takes a few minutes; another number of facts may be given.
const facts = Number(process.argv[2] ?? 1_000_000);
const pages = 40; // of each question; the slowest but one counts, for a machine does other things, too
const most = 50; // milliseconds
const spring = { from: new Date('2026-03-01'), to: new Date('2026-06-01') };
const day = { from: new Date('2026-04-01'), to: new Date('2026-04-02') };

const server = await ownServer();
const { pool, close } = await scratch(server);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const began = performance.now();
for (let from = 0; from < facts; from += 1000)
  await pool.query(
    `insert into facts (id, at, address, device, correlation_id, user_id, type, event)
     select gen_random_uuid(), timestamptz '2026-01-01' + n * (interval '365 days' / $2::int),
       case when n % 10 = 0 then '203.0.113.9' else '198.51.' || n % 200 || '.' || n / 200 % 250 end, 'Firefox on Linux',
       'request ' || n, who, type, jsonb_build_object('type', type, 'userId', who, 'kind', 'totp')
     from generate_series($1::int, $1::int + 999) as n,
       lateral (select lpad(to_hex(n::bigint * 7919 % 50000), 32, '0')::uuid as who,
         case when n % 5000 = 0 then 'user.disabled' when n % 3 = 0 then 'session.opened'
              when n % 3 = 1 then 'mfa.passed' else 'sign-in.refused' end as type) as what`,
    [from, facts],
  );
await pool.query('vacuum analyze facts');
say(`${facts} facts written in ${seconds(began)} s`);

const { ring } = await keyRoom();
const its = {
  work: workOn(pool),
  auditChain: new PostgresAuditChain(pool),
  auditDigests: new KeyedAuditDigests(() => ring),
  clock: new SystemClock(),
  policy,
};
const sealing = new SealAudit(its);
const sealed = performance.now();
while (await sealing.execute());
say(`sealed in ${seconds(sealed)} s: ${Math.round((facts / (performance.now() - sealed)) * 1000)} facts a second`);

const checked = performance.now();
const found = await new VerifyAudit(its).execute({ authority: { kind: 'operator' }, client });
say(`checked in ${seconds(checked)} s: ${found.status}, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`);

const log = new PostgresAuditLog(pool);
const somebody = '00000000-0000-0000-0000-000000001234';
const questions: Readonly<Record<string, AuditQuery>> = {
  'no filter': {},
  'one user': { user: somebody },
  'one user, refused': { user: somebody, outcome: 'failure' },
  'one address with a tenth of all facts': { address: '203.0.113.9' },
  'that address, failed, in spring': { address: '203.0.113.9', outcome: 'failure', ...spring },
  'that address on a day': { address: '203.0.113.9', ...day },
  'that address, a rare kind': { address: '203.0.113.9', kinds: ['user.disabled'] },
  'a rare kind': { kinds: ['user.disabled'] },
  'a rare kind on a day': { kinds: ['user.disabled'], ...day },
  'three kinds': { kinds: ['session.opened', 'user.disabled', 'mfa.passed'] },
  'three kinds in spring': { kinds: ['session.opened', 'user.disabled', 'mfa.passed'], ...spring },
  'all that failed': { outcome: 'failure' },
  'all that went well': { outcome: 'success' },
  'a day in spring': day,
  'what failed in spring': { outcome: 'failure', ...spring },
  'what went well in spring': { outcome: 'success', ...spring },
  'a user in spring': { user: somebody, ...spring },
  'a user, failed, in spring': { user: somebody, outcome: 'failure', ...spring },
  'what an administrator did in spring': { actor: somebody, ...spring },
  'nothing: an address nobody has': { address: '192.0.2.77' },
  'nothing: before all time': { to: new Date('2020-01-01') },
};
let missed = 0;
for (const [name, query] of Object.entries(questions)) {
  const filter = filterOf(query) ?? {};
  const [forth, times]: [number[], number[]] = [[], []];
  let after;
  for (let page = 0; page < pages; page += 1) {
    const start = performance.now();
    const { entries } = await log.page(filter, { count: 50, end: 'first', after });
    times.push(performance.now() - start);
    forth.push(entries.length);
    after = entries.at(-1)?.cursor;
  }
  const slowest = times.toSorted((a, b) => b - a);
  const [worst = 0, slow = 0, usual = 0] = [slowest[0], slowest[1], slowest[pages / 2]];
  if (slow >= most) missed += 1;
  const told = [`median ${figure(usual)}`, `all but one ${figure(slow)}`, `worst ${figure(worst)}`].join(', ');
  say(`${name.padEnd(40)} ${told} ${slow < most ? ' ' : '✗'} (${forth[0]} on the first page)`);
}
say(missed === 0 ? `every page under ${most} ms` : `${missed} questions took ${most} ms or more`);
await close();
await server.stop();
process.exit(missed === 0 ? 0 : 1);

function figure(milliseconds: number): string {
  return `${milliseconds.toFixed(1).padStart(6)} ms`;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
