/** `$1`, `$2` … of one part, wherever in the statement its values stand. */
type Place = (index: number) => string;

/** One row, or one set of rows, in the one statement of a commit. */
export interface PartShape {
  readonly width: number;
  /** `gate` makes it wait for the parts before it, and do nothing where one of them found its row changed. */
  readonly sql: (place: Place, gate: string) => string;
  /** How many rows it finds if nobody was faster. */
  readonly expects: (place: Place) => string;
}

const one = (): string => '1';
const guarded = (width: number, sql: PartShape['sql']): PartShape => ({ width, sql, expects: one });
const onlyWhere = (gate: string): string => (gate ? `where ${gate}` : '');
const and = (gate: string): string => gate && `and ${gate}`;

const unchanged = (table: string): PartShape =>
  // `for share` waits for a rival that writes the row, and then looks at what it wrote. A plain select, `for key share`
  // or `exists` would look at the statement's snapshot, and a session could open while its user is being disabled.
  guarded(2, ($, gate) => `select 1 from ${table} where id = ${$(1)} and version = ${$(2)} ${and(gate)} for share`);

const sessionColumns = `id uuid, version integer, next_version integer, epoch integer, state jsonb,
  last_seen_at timestamptz, idle_until timestamptz, ends_at timestamptz, revoked_at timestamptz`;

/**
 * Parts that take locks, in the order in which every commit takes them. Each finds exactly the rows its decision was
 * taken on, or none.
 */
export const guardedParts = {
  'user=': unchanged('users'),
  user: guarded(
    6,
    ($, gate) => `update users set version = version + 1,
      email = ${$(3)}, status = ${$(4)}, epoch = ${$(5)}, state = ${$(6)}
      where id = ${$(1)} and version = ${$(2)} ${and(gate)} returning 1`,
  ),
  'user+': guarded(
    6,
    ($, gate) => `insert into users (id, email, status, epoch, state, version, registered_at)
      select ${$(1)}::uuid, ${$(2)}, ${$(3)}, ${$(4)}::integer, ${$(5)}::jsonb, 1, ${$(6)}::timestamptz ${onlyWhere(gate)}
      on conflict do nothing returning 1`,
  ),
  'pool=': unchanged('failure_pools'),
  pool: guarded(
    5,
    ($, gate) => `update failure_pools set version = version + 1,
      state = ${$(3)}, touched_at = ${$(4)}, closed_at = ${$(5)}
      where id = ${$(1)} and version = ${$(2)} ${and(gate)} returning 1`,
  ),
  'pool+': guarded(
    4,
    ($, gate) => `insert into failure_pools (id, state, version, touched_at, closed_at)
      select ${$(1)}, ${$(2)}::jsonb, 1, ${$(3)}::timestamptz, ${$(4)}::timestamptz ${onlyWhere(gate)}
      on conflict do nothing returning 1`,
  ),
  'mailbox=': unchanged('mailboxes'),
  mailbox: guarded(
    4,
    ($, gate) => `update mailboxes set version = version + 1, state = ${$(3)}, touched_at = ${$(4)}
      where id = ${$(1)} and version = ${$(2)} ${and(gate)} returning 1`,
  ),
  'mailbox+': guarded(
    3,
    ($, gate) => `insert into mailboxes (id, state, version, touched_at)
      select ${$(1)}, ${$(2)}::jsonb, 1, ${$(3)}::timestamptz ${onlyWhere(gate)}
      on conflict do nothing returning 1`,
  ),
  'device=': unchanged('devices'),
  device: guarded(
    5,
    ($, gate) => `update devices set version = version + 1,
      state = ${$(3)}, last_used_at = ${$(4)}, forgotten_at = ${$(5)}
      where id = ${$(1)} and version = ${$(2)} ${and(gate)} returning 1`,
  ),
  'challenge=': unchanged('mfa_challenges'),
  challenge: guarded(
    4,
    ($, gate) => `update mfa_challenges set version = version + 1, state = ${$(3)}, expires_at = ${$(4)}
      where id = ${$(1)} and version = ${$(2)} ${and(gate)} returning 1`,
  ),
  'link=': unchanged('mailed_links'),
  link: guarded(
    3,
    ($, gate) => `update mailed_links set version = version + 1, state = ${$(3)}
      where id = ${$(1)} and version = ${$(2)} ${and(gate)} returning 1`,
  ),
  // A notice's link has the id of its fact, which two may tell of at once.
  'link+': guarded(
    4,
    ($, gate) => `insert into mailed_links (id, user_id, state, version, issued_at)
      select ${$(1)}::uuid, ${$(2)}::uuid, ${$(3)}::jsonb, 1, ${$(4)}::timestamptz ${onlyWhere(gate)}
      on conflict do nothing returning 1`,
  ),
  'session=': unchanged('auth_sessions'),
  // Seen, and otherwise as it was read: that takes the lock of a change, and leaves the version.
  'session~': guarded(
    4,
    ($, gate) => `update auth_sessions set last_seen_at = ${$(3)}, idle_until = ${$(4)}
      where id = ${$(1)} and version = ${$(2)} ${and(gate)} returning 1`,
  ),
  session: guarded(
    8,
    ($, gate) => `update auth_sessions set version = version + 1, epoch = ${$(3)}, state = ${$(4)},
      last_seen_at = ${$(5)}, idle_until = ${$(6)}, ends_at = ${$(7)}, revoked_at = ${$(8)}
      where id = ${$(1)} and version = ${$(2)} ${and(gate)} returning 1`,
  ),
  // However many, changed or asserted, in one part: locked by id first, and only then written.
  sessions: {
    width: 3,
    sql: ($, gate) => `update auth_sessions s set epoch = d.epoch, state = d.state, version = d.next_version,
      last_seen_at = greatest(s.last_seen_at, d.last_seen_at), idle_until = greatest(s.idle_until, d.idle_until),
      ends_at = d.ends_at, revoked_at = d.revoked_at
      from jsonb_to_recordset(${$(2)}) as d(${sessionColumns})
      where s.id = d.id and s.version = d.version and s.id in (select id from (
        select id from auth_sessions where id = any(${$(1)}::uuid[]) ${and(gate)} order by id for update
      ) locked) returning 1`,
    expects: ($) => `${$(3)}::bigint`,
  },
  // Counts one where it fits. It has no version: of strangers who count at once none loses while there is room for all.
  limit: guarded(4, ($, gate) => {
    const [now, end] = [`${$(3)}::timestamptz`, `${$(4)}::timestamptz`];
    // As in `domain/throttle/limit.ts`: not over yet, and not of a clock that was wrong.
    const lasts = `(l.until > ${now} and l.until <= ${end} + (${end} - ${now}))`;
    return `insert into limits as l (id, used, until)
      select ${$(1)}, 1, ${end} ${onlyWhere(gate)}
      on conflict (id) do update set
        used = case when ${lasts} then l.used + 1 else 1 end,
        until = case when ${lasts} then l.until else excluded.until end
      where l.used < ${$(2)}::integer or not ${lasts} returning 1`;
  }),
} as const satisfies Readonly<Record<string, PartShape>>;

const free = (width: number, sql: ($: Place) => string): PartShape => ({ width, sql, expects: one });

/** Facts of one commit: when and by whom is said once. */
function facts(count: number): PartShape {
  const row = ($: Place, first: number): string =>
    `(${$(first)}::uuid, ${$(1)}::timestamptz, ${$(2)}, ${$(3)}, ${$(4)}, ${$(5)},
      ${$(first + 1)}::uuid, ${$(first + 2)}, ${$(first + 3)}::jsonb)`;
  return free(
    5 + 4 * count,
    ($) => `insert into facts (id, at, address, device, correlation_id, actor, user_id, type, event)
      values ${Array.from({ length: count }, (_, index) => row($, 6 + 4 * index)).join(', ')}`,
  );
}

/** Parts that nobody can be faster at: what is new has an id nobody knows, and what only passes is not guarded. */
export const freeParts = {
  'device+': free(
    5,
    ($) => `insert into devices (id, user_id, state, version, last_used_at, forgotten_at)
      values (${$(1)}, ${$(2)}, ${$(3)}, 1, ${$(4)}, ${$(5)})`,
  ),
  'challenge+': free(
    4,
    ($) => `insert into mfa_challenges (id, user_id, state, version, expires_at)
      values (${$(1)}, ${$(2)}, ${$(3)}, 1, ${$(4)})`,
  ),
  'session+': free(
    8,
    ($) => `insert into auth_sessions
      (id, user_id, epoch, state, version, last_seen_at, idle_until, ends_at, revoked_at)
      values (${$(1)}, ${$(2)}, ${$(3)}, ${$(4)}, 1, ${$(5)}, ${$(6)}, ${$(7)}, ${$(8)})`,
  ),
  'session~~': free(
    3,
    ($) => `update auth_sessions set last_seen_at = ${$(2)}, idle_until = ${$(3)} where id = ${$(1)}`,
  ),
  fact: facts(1),
  fact2: facts(2),
  fact3: facts(3),
  fact4: facts(4),
  facts: free(
    1,
    ($) => `insert into facts (id, at, address, device, correlation_id, actor, user_id, type, event)
      select * from jsonb_to_recordset(${$(1)}) as f(id uuid, at timestamptz, address text, device text,
        correlation_id text, actor text, user_id uuid, type text, event jsonb)`,
  ),
} as const satisfies Readonly<Record<string, PartShape>>;

export type GuardedPart = keyof typeof guardedParts;
export type FreePart = keyof typeof freeParts;
