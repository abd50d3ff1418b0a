import type { Statement } from './prepared-query.js';
import { statement } from './statement.js';

/** One thing asked for. What is likely to be asked for next is brought along. */
export type Topic = 'user' | 'email' | 'pool' | 'limit' | 'device' | 'challenge' | 'session' | 'link' | 'mailbox';

export interface Question {
  readonly topic: Topic;
  readonly key: string;
}

interface Shape {
  readonly columns: readonly string[];
  /** Left joins, so that each question is answered alone: `$` stands for its key, `#` for its number. */
  readonly joins: string;
}

const row = (alias: string): readonly string[] => [`${alias}.state`, `${alias}.version`];
const sliding = (alias: string): readonly string[] =>
  ['last_seen_at', 'idle_until'].map((column) => `(extract(epoch from ${alias}.${column}) * 1000)::bigint`);

const shapes: Readonly<Record<Topic, Shape>> = {
  user: { columns: row('u#'), joins: 'left join users u# on u#.id = $' },
  email: { columns: row('u#'), joins: 'left join users u# on u#.email = $' },
  pool: { columns: row('p#'), joins: 'left join failure_pools p# on p#.id = $' },
  limit: {
    columns: ['l#.used', '(extract(epoch from l#.until) * 1000)::bigint'],
    joins: 'left join limits l# on l#.id = $',
  },
  // With the pool of the passwords it brings.
  device: {
    columns: [...row('k#'), ...row('f#')],
    joins: `left join devices k# on k#.id = $ left join failure_pools f# on f#.id = 'device:' || k#.id`,
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
    joins: `left join mfa_challenges c# on c#.id = $
      left join users u# on u#.id = c#.user_id
      left join failure_pools t# on t#.id = 'totp:' || c#.user_id
      left join failure_pools b# on b#.id = 'backup-code:' || c#.user_id
      left join failure_pools w# on w#.id = c#.state ->> 'passwordPool'
      left join auth_sessions s# on s#.id = coalesce(c#.state ->> 'raises', c#.state ->> 'replaces')::uuid
      left join devices k# on k#.id = coalesce(c#.state -> 'known' ->> 'id', s#.state ->> 'deviceId')::uuid`,
  },
  // With whoever it was mailed to.
  link: {
    columns: [...row('l#'), ...row('u#')],
    joins: 'left join mailed_links l# on l#.id = $ left join users u# on u#.id = l#.user_id',
  },
  // With the account that waits for it.
  mailbox: {
    columns: [...row('m#'), ...row('l#')],
    joins: `left join mailboxes m# on m#.id = $ left join mailed_links l# on l#.id = (m#.state ->> 'wish')::uuid`,
  },
  session: {
    columns: [...row('s#'), ...sliding('s#'), ...row('u#')],
    joins: 'left join auth_sessions s# on s#.id = $ left join users u# on u#.id = s#.user_id',
  },
};

/** How many cells of an answer are a topic's. */
export const widthOf = (topic: Topic): number => shapes[topic].columns.length;

const statements = new Map<string, Statement>();

/** One statement for everything asked in one breath: one row, whose cells follow the questions. */
export function statementFor(questions: readonly Question[]): Statement {
  const shape = questions.map(({ topic }) => topic).join(' ');
  const known = statements.get(shape);
  if (known) return known;
  const asked = questions.map(({ topic }, index) => {
    const numbered = (sql: string): string => sql.replaceAll('#', `${index}`).replaceAll('$', `$${index + 1}`);
    const { columns, joins } = shapes[topic];
    return { columns: columns.map(numbered), joins: numbered(joins) };
  });
  const columns = asked.flatMap((each) => each.columns).join(', ');
  const made = statement(`select ${columns} from (select) once ${asked.map(({ joins }) => joins).join(' ')}`);
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
