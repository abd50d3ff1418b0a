import { expect } from 'chai';
import { KeyedAuditDigests } from '../../src/adapters/credentials/audit-digests.js';
import { MemoryAuditChain } from '../../src/adapters/memory/audit-chain.js';
import { MemoryAuditLog } from '../../src/adapters/memory/audit-log.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { PostgresAuditChain } from '../../src/adapters/postgres/audit-chain.js';
import { PostgresAuditKeeper } from '../../src/adapters/postgres/audit-keeper.js';
import { PostgresAuditLog } from '../../src/adapters/postgres/audit-log.js';
import type { AuditFlaw } from '../../src/application/verify-audit.js';
import { days } from '../../src/domain/duration.js';
import type { AuditDigests } from '../../src/domain/ports/audit-digests.js';
import { auditChainContract, auditRoom, type AuditChainUnderTest } from '../../src/testing/audit-chain.contract.js';
import { later } from '../../src/testing/builders.js';
import { keyRoom } from '../support/key-room.js';
import { quietServer, quietPool, scratch, type Scratch } from '../support/postgres.js';
import { workOn } from '../support/postgres-store.js';
import { ids, still } from '../support/still.js';

async function digests(): Promise<AuditDigests> {
  const { ring } = await keyRoom();
  return new KeyedAuditDigests(() => ring);
}

auditChainContract('in memory', async () => {
  const store = new MemoryStore();
  const chain = new MemoryAuditChain(store);
  return {
    auditChain: chain,
    auditKeeper: chain,
    auditLog: new MemoryAuditLog(store),
    auditDigests: await digests(),
    work: new MemoryUnitOfWork({ store, clock: still, entropy: ids }),
    close: async () => undefined,
  };
});

async function onPostgres({ url, pool, close }: Scratch): Promise<AuditChainUnderTest> {
  return {
    auditChain: new PostgresAuditChain(pool),
    auditKeeper: new PostgresAuditKeeper(() => quietPool(url, 1)),
    auditLog: new PostgresAuditLog(pool),
    auditDigests: await digests(),
    work: workOn(pool),
    close,
  };
}

auditChainContract('PostgreSQL', async () => {
  const database = await scratch(await quietServer());
  // Nobody has to be told of anything.
  await database.pool.query('delete from relay');
  return onPostgres(database);
});

describe('[M10] Whoever can write every table', function () {
  this.timeout(60_000);
  let database: Scratch;
  let its: AuditChainUnderTest;
  let room: ReturnType<typeof auditRoom>;
  let facts: readonly string[];

  before(async () => {
    database = await scratch(await quietServer());
    its = await onPostgres(database);
    room = auditRoom(its);
    await room.three();
    facts = (await room.seal())?.facts ?? [];
    await room.three();
    await room.seal();
  });
  after(async () => {
    await its.auditKeeper.close();
    await database.close();
  });

  const sql = (text: string, ...values: unknown[]) => database.pool.query(text, values);
  /** What a check finds after a superuser has been at work; everything is put back afterwards. */
  async function found(...statements: readonly (readonly [string, ...unknown[]])[]): Promise<readonly AuditFlaw[]> {
    const tables = ['facts', 'audit_seals'] as const;
    for (const table of tables) await sql(`create table kept_${table} as table ${table}`);
    try {
      for (const [text, ...values] of statements) await sql(text, ...values);
      return (await room.verify()).flaws;
    } finally {
      for (const table of tables) {
        await sql(`delete from ${table}`);
        const overriding = table === 'facts' ? 'overriding system value' : '';
        await sql(`insert into ${table} ${overriding} select * from kept_${table}`);
        await sql(`drop table kept_${table}`);
      }
      expect((await room.verify()).status).to.equal('sound');
    }
  }
  const edited = (...which: readonly number[]) =>
    which.map((index) => ({ kind: 'edited', fact: facts[index], seal: 1 }));

  it('cannot edit a fact unseen, whichever part of it', async () => {
    for (const change of [
      `at = at + interval '1 microsecond'`,
      `address = '203.0.113.1'`,
      'address = null',
      `device = 'Safari on iOS'`,
      `correlation_id = 'another'`,
      `actor = 'operator'`,
      `user_id = gen_random_uuid()`,
      `type = 'user.enabled'`,
      `event = event || '{"type":"user.enabled"}'`,
      `event = event || '{"more":1}'`,
      `event = event - 'userId'`,
      'salt = gen_random_uuid()',
      'salt = null',
      `salt = null, address = null, opening = '{"commitments":{},"salts":{},"signature":{"keyId":"x","mac":"x"}}'`,
    ])
      expect(await found([`update facts set ${change} where id = $1`, facts[0]]), change).to.deep.equal(edited(0));
  });

  it('cannot remove a fact unseen', async () => {
    const removed = [{ kind: 'removed', fact: facts[1], seal: 1 }];
    expect(await found(['delete from facts where id = $1', facts[1]])).to.deep.equal(removed);
    expect(await found(['delete from facts where id = $1', facts[2]])).to.deep.equal([
      { kind: 'removed', fact: facts[2], seal: 1 },
    ]);
  });

  it('cannot insert a fact unseen among those that are sealed', async () => {
    const flaws = await found([
      `insert into facts (id, position, xid, at, correlation_id, user_id, type, event) overriding system value
       select gen_random_uuid(), position + 1000, xid, at, 'x', user_id, 'mfa.passed',
         jsonb_build_object('type', 'mfa.passed', 'userId', user_id) from facts where id = $1`,
      facts[0],
    ]);
    expect(flaws.map(({ kind }) => kind)).to.deep.equal(['inserted']);
  });

  it('cannot insert facts unseen, wherever in a long log, beside some that are missing', async () => {
    const long = await scratch(await quietServer());
    const whole = await onPostgres(long);
    const { seal, verify } = auditRoom(whole);
    for (const count of [3000, 2200])
      await long.pool.query(
        `insert into facts (id, at, correlation_id, type, event)
         select gen_random_uuid(), now(), 'x', 'audit.read', '{"type":"audit.read"}' from generate_series(1, $1::int)`,
        [count],
      );
    while (await seal());
    expect((await verify()).flaws).to.deep.equal([]);
    while (await seal());
    const { rows } = await long.pool.query<{ id: string }>(
      `insert into facts (id, position, xid, at, correlation_id, type, event) overriding system value
       select gen_random_uuid(), position + 100000, xid, at, 'x', type, event from facts
       where position in (1, 2000, 2001, 2999, 5199) returning id`,
    );
    const gone = await long.pool.query<{ id: string }>(`delete from facts where position in (7, 4000) returning id`);
    const { flaws, status } = await verify();
    expect(status).to.equal('flawed');
    const of = (wanted: string) => flaws.flatMap((flaw) => (flaw.kind === wanted && 'fact' in flaw ? [flaw.fact] : []));
    expect(of('inserted')).to.have.members(rows.map(({ id }) => id));
    expect(of('removed')).to.have.members(gone.rows.map(({ id }) => id));
    expect(flaws).to.have.length(7);
    await whole.auditKeeper.close();
    await whole.close();
  });

  it('cannot swap two facts unseen: neither what they say nor where they stand', async () => {
    const swap = (...columns: readonly string[]): [string, unknown, unknown] => [
      `update facts set ${columns.map((each) => `${each} = other.${each}`).join(', ')}
       from facts as other where facts.id in ($1, $2) and other.id in ($1, $2) and other.id <> facts.id`,
      facts[0],
      facts[2],
    ];
    expect(await found(swap('type', 'event', 'salt'))).to.deep.equal(edited(0, 2));
    expect(
      await found(
        ['alter table facts drop constraint facts_order_unique'],
        ['alter table facts alter column position set generated by default'],
        swap('position', 'xid'),
        ['alter table facts alter column position set generated always'],
        ['alter table facts add constraint facts_order_unique unique (xid, position)'],
      ),
    ).to.deep.equal(edited(0, 2));
  });

  it('cannot say that a person was forgotten who was not', async () => {
    const digest = 'd'.repeat(43);
    const opening = { commitments: { user: digest }, salts: {}, signature: { keyId: 'x', mac: digest } };
    const change = 'update facts set salt = null, user_id = null, opening = $2 where id = $1';
    expect(await found([change, facts[0], opening])).to.deep.equal(edited(0));
  });

  it('cannot say that a seal was pruned that was not', async () => {
    const gone = ['delete from facts where id = any($1)', facts] as const;
    const prune = 'update audit_seals set facts = null, hints = null, pruned = signature where number = 1';
    expect(await found(gone, [prune])).to.deep.equal([{ kind: 'seal-forged', seal: 1 }]);
  });

  it('cannot seal anew what was edited: the key is nowhere in the database but sealed', async () => {
    const own = new KeyedAuditDigests(() => ring);
    const { ring } = await keyRoom();
    await sql('create table kept_seals as table audit_seals');
    await sql(`update facts set address = '203.0.113.1' where id = $1`, facts[0]);
    const [first, second] = await its.auditChain.seals(0, 2);
    const sealed = await its.auditChain.facts(first?.facts ?? []);
    const leaves = (first?.facts ?? []).map((id) => {
      const fact = sealed.find((each) => each.id === id) ?? expect.fail();
      return own.leaf(fact) ?? expect.fail();
    });
    const hash = own.link(1, undefined, leaves);
    const hints = leaves.map((leaf) => leaf.slice(0, 16));
    const change = 'update audit_seals set hash = $1, hints = $2, signature = $3 where number = 1';
    // Everything but the signature is right.
    await sql(change, hash, hints, first?.signature);
    expect((await room.verify()).flaws).to.deep.include({ kind: 'seal-forged', seal: 1 });
    await sql(change, hash, hints, own.sign({ number: 1, hash }, 'sealed'));
    expect((await room.verify()).flaws).to.deep.include({ kind: 'seal-forged', seal: 1 });
    // The one after it does not follow from it, either.
    expect((await room.verify()).flaws).to.deep.include({ kind: 'seal-broken', seal: second?.number });
    await sql(`update facts set address = $2 where id = $1`, facts[0], '192.0.2.1');
    await sql('delete from audit_seals');
    await sql('insert into audit_seals select * from kept_seals');
    await sql('drop table kept_seals');
    expect((await room.verify()).status).to.equal('sound');
  });

  it('cannot drop facts of which somebody has still to be told', async () => {
    expect(await room.prune(later(days(1)))).to.deep.equal({ status: 'pruned', seals: 0, facts: 0, held: true });
  });

  it('cannot take a seal out of the middle, and is noticed at the end by whoever kept its hash', async () => {
    expect(await found(['delete from audit_seals where number = 1'])).to.deep.include({
      kind: 'seal-missing',
      seal: 1,
    });
    const { head } = await room.verify();
    await sql('create table kept_seals as table audit_seals');
    await sql('delete from audit_seals where number = 2');
    expect((await room.verify(head)).flaws).to.deep.include({ kind: 'seal-missing', seal: 2 });
    await sql('insert into audit_seals select * from kept_seals where number = 2');
    expect((await room.verify(head)).status).to.equal('sound');
  });
});
