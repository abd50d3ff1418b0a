import { expect } from 'chai';
import { KeyedAuditDigests } from '../../src/adapters/credentials/audit-digests.js';
import { PostgresAuditChain } from '../../src/adapters/postgres/audit-chain.js';
import { PostgresAuditLog } from '../../src/adapters/postgres/audit-log.js';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/unit-of-work.js';
import { SealAudit } from '../../src/application/seal-audit.js';
import { minutes } from '../../src/domain/duration.js';
import type { UserId } from '../../src/domain/ids.js';
import type { AuditEntry, AuditFilter } from '../../src/domain/ports/audit-log.js';
import { anId, client, later, start } from '../../src/testing/builders.js';
import { keyRoom } from '../support/key-room.js';
import { quietServer, scratch, type Scratch } from '../support/postgres.js';
import { ids } from '../support/still.js';

// A fact every ten minutes for five hours, but for some that a slow clock made; every six are sealed, and the last are not.
const moments = Array.from({ length: 30 }, (_, n) => minutes(n * 10 - (n % 7 === 3 ? 35 : 0)));
const people = [anId<UserId>(), anId<UserId>()] as const;
const kindAt = (n: number) => (n % 3 === 0 ? 'user.disabled' : 'user.enabled');

describe('The audit log between seals · PostgreSQL', () => {
  let database: Scratch;
  let log: PostgresAuditLog;
  let all: readonly AuditEntry[];
  before(async () => {
    database = await scratch(await quietServer());
    const { pool } = database;
    const { ring } = await keyRoom();
    const sealing = new SealAudit({
      auditChain: new PostgresAuditChain(pool),
      auditDigests: new KeyedAuditDigests(() => ring),
      clock: { now: () => start },
    });
    for (const [n, moment] of moments.entries()) {
      const work = new PostgresUnitOfWork({ pool, clock: { now: () => later(moment) }, entropy: ids });
      const userId = people[n % 2] ?? people[0];
      await work.run(client, async (tx) => tx.record({ type: kindAt(n), userId }));
      if (n % 6 === 5 && n < 24) await sealing.execute();
    }
    log = new PostgresAuditLog(pool);
    all = (await log.page({}, { count: 100, end: 'first' })).entries;
  });
  after(() => database.close());

  const filters: readonly AuditFilter[] = [
    {},
    { user: people[0] },
    { kinds: ['user.disabled'] },
    { kinds: ['user.disabled', 'user.enabled', 'mfa.passed'], address: client.address },
  ];
  const fitting = ({ user, kinds, from, to }: AuditFilter): readonly AuditEntry[] =>
    all.filter(({ fact: { at, event } }) => {
      const inSpan = (!from || at >= from) && (!to || at < to);
      return inSpan && (!user || event.userId === user) && (!kinds || kinds.includes(event.type));
    });
  const edges = [-90, 0, 25, 95, 150, 240, 400].map((minute) => later(minutes(minute)));

  it('finds what fits a span of time, wherever it begins and ends', async () => {
    expect(all).to.have.length(moments.length);
    for (const filter of filters)
      for (const from of [undefined, ...edges])
        for (const to of [undefined, ...edges]) {
          const asked = { ...filter, from, to };
          const { entries } = await log.page(asked, { count: 100, end: 'first' });
          expect(entries, JSON.stringify(asked)).to.deep.equal(fitting(asked));
        }
  });

  it('goes through a span of time page by page, forth and back', async () => {
    for (const filter of filters) {
      const asked = { ...filter, from: later(minutes(25)), to: later(minutes(240)) };
      const [forth, back]: [AuditEntry[], AuditEntry[]] = [[], []];
      for (let more = true; more;) {
        const page = await log.page(asked, { count: 3, end: 'first', after: forth.at(-1)?.cursor });
        forth.push(...page.entries);
        ({ more } = page);
      }
      for (let more = true; more;) {
        const page = await log.page(asked, { count: 3, end: 'last', before: back[0]?.cursor });
        back.unshift(...page.entries);
        ({ more } = page);
      }
      expect(forth).to.deep.equal(fitting(asked));
      expect(back).to.deep.equal(fitting(asked));
    }
  });
});
