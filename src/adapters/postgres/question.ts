import type { Known } from './known-states.js';
import type { Statement } from './prepared-query.js';
import { statement } from './statement.js';

/** One thing asked for. What is likely to be asked for next is brought along. */
export type Topic = 'user' | 'email' | 'pool' | 'limit' | 'device' | 'challenge' | 'session' | 'link' | 'mailbox';

export interface Question {
  readonly topic: Topic;
  readonly key: string;
  /** What is known already, in the order in which the topic leaves it out. */
  readonly known?: readonly (Known<unknown> | undefined)[];
}

/** What a question puts into its statement's places. */
export const placesOf = ({ key, known }: Question): readonly (string | null)[] =>
  known ? [key, ...known.map((each) => each?.stamp ?? null)] : [key];

interface Shape {
  readonly columns: readonly string[];
  /** The table asked, and the row meant: `$` stands for the key, `#` for the question's number. */
  readonly from: string;
  readonly on: string;
  /** What comes along: left joins, so that what is absent hides nothing else. */
  readonly joins?: string;
  /** How many states it can leave out; the stamps of those known are `$+1`, `$+2`. */
  readonly knows?: number;
}

const row = (alias: string): readonly string[] => [`${alias}.state`, `${alias}.version`];
/** Milliseconds; exact for another 285,000 years, and `extract` would count in decimals. */
const moment = (column: string): string => `(date_part('epoch', ${column}) * 1000)::bigint`;
const sliding = (alias: string): readonly string[] => [moment(`${alias}.last_seen_at`), moment(`${alias}.idle_until`)];

/** As `row`, but the state, and what else belongs to it, is left out where the tuple is the one that is known. */
const knowable = (alias: string, stamp: string, more: readonly string[] = []): readonly string[] => [
  `${alias}.version`,
  `${alias}.xmin`,
  ...[`${alias}.state`, ...more].map((cell) => `case when ${alias}.xmin = ${stamp}::xid then null else ${cell} end`),
];

const shapes: Readonly<Record<Topic, Shape>> = {
  user: { columns: row('u#'), from: 'users u#', on: 'u#.id = $' },
  email: { columns: row('u#'), from: 'users u#', on: 'u#.email = $' },
  pool: { columns: row('p#'), from: 'failure_pools p#', on: 'p#.id = $' },
  limit: {
    columns: ['l#.used', moment('l#.until')],
    from: 'limits l#',
    on: 'l#.id = $',
  },
  // With the pool of the passwords it brings.
  device: {
    columns: [...row('k#'), ...row('f#')],
    from: 'devices k#',
    on: 'k#.id = $',
    joins: `left join failure_pools f# on f#.id = 'device:' || k#.id`,
  },
  // With its user, and whatever answering it may touch.
  challenge: {
    columns: [
      ...row('c#'),
      ...row('u#'),
      ...row('t#'),
      ...row('b#'),
      ...row('w#'),
      ...row('s#'),
      ...sliding('s#'),
      ...row('k#'),
    ],
    from: 'mfa_challenges c#',
    on: 'c#.id = $',
    joins: `left join users u# on u#.id = c#.user_id
      left join failure_pools t# on t#.id = 'totp:' || c#.user_id
      left join failure_pools b# on b#.id = 'backup-code:' || c#.user_id
      left join failure_pools w# on w#.id = c#.state ->> 'passwordPool'
      left join auth_sessions s# on s#.id = coalesce(c#.state ->> 'raises', c#.state ->> 'replaces')::uuid
      left join devices k# on k#.id = coalesce(c#.state -> 'known' ->> 'id', s#.state ->> 'deviceId')::uuid`,
  },
  // With whoever it was mailed to.
  link: {
    columns: [...row('l#'), ...row('u#')],
    from: 'mailed_links l#',
    on: 'l#.id = $',
    joins: 'left join users u# on u#.id = l#.user_id',
  },
  // With the account that waits for it.
  mailbox: {
    columns: [...row('m#'), ...row('l#')],
    from: 'mailboxes m#',
    on: 'm#.id = $',
    joins: `left join mailed_links l# on l#.id = (m#.state ->> 'wish')::uuid`,
  },
  session: {
    knows: 2,
    columns: [...knowable('s#', '$+1', sliding('s#')), ...knowable('u#', '$+2')],
    from: 'auth_sessions s#',
    on: 's#.id = $',
    joins: 'left join users u# on u#.id = s#.user_id',
  },
};

/** How many cells of an answer are a topic's. */
export const widthOf = (topic: Topic): number => shapes[topic].columns.length;

const statements = new Map<string, Statement>();

/** One statement for everything asked in one breath: at most one row, whose cells follow the questions. */
export function statementFor(questions: readonly Question[]): Statement {
  const [alone] = questions;
  const shape = alone && questions.length === 1 ? alone.topic : questions.map(({ topic }) => topic).join(' ');
  const known = statements.get(shape);
  if (known) return known;
  let taken = 0;
  const asked = questions.map(({ topic }, index) => {
    const { columns, from, on, joins = '', knows = 0 } = shapes[topic];
    const first = taken + 1;
    taken += 1 + knows;
    const numbered = (sql: string): string =>
      sql
        .replaceAll('#', `${index}`)
        .replaceAll(/\$(?:\+(\d))?/g, (_, after: string = '0') => `$${first + Number(after)}`);
    return { columns: columns.map(numbered), from: numbered(from), on: numbered(on), joins: numbered(joins) };
  });
  const columns = asked.flatMap((each) => each.columns).join(', ');
  const [first] = asked;
  // One question alone may find no row at all; of several each is answered, whatever became of the others.
  const source =
    asked.length === 1 && first
      ? `${first.from} ${first.joins} where ${first.on}`
      : `(select) once ${asked.map(({ from, on, joins }) => `left join ${from} on ${on} ${joins}`).join(' ')}`;
  const made = statement(`select ${columns} from ${source}`);
  statements.set(shape, made);
  return made;
}

/** The devices of one user that were not forgotten. */
export const ownedDevices = statement(
  `select k.state, k.version from devices k where k.user_id = $1 and k.forgotten_at is null`,
);

/** The sessions of one user that are neither revoked nor over. */
export const openSessions = statement(`
  select s.state, s.version, ${sliding('s').join(', ')}
  from auth_sessions s
  where s.user_id = $1 and s.revoked_at is null and s.idle_until > $2 and s.ends_at > $2`);
