import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { verifySync } from 'otplib';
import { listen, pool, read, send } from './listen.js';

// The limit of verifyMfa and of refreshSession: what they cannot do without, and nothing around it. No GraphQL, no
// domain, no seal, no failure pool, no headers; one prepared read, one prepared commit, one signature.
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const refreshKey = randomUUID();
const header = encoded({ alg: 'ES256', typ: 'at+jwt', kid: 'limit' });

interface Asked {
  readonly id: string;
  readonly version: number;
  readonly user_id: string;
  readonly user_version: number;
  readonly seed: string;
  readonly last_step: string;
  readonly generation: number;
}

await listen(async (req, res) => {
  if (req.url === '/verify') return send(res, await verify(await read(req)));
  return send(res, await refresh(await read(req)));
});

async function verify({ challenge, code }: { readonly challenge: string; readonly code: string }): Promise<string> {
  const {
    rows: [asked],
  } = await pool.query<Asked>({
    name: 'challenge',
    text: `select c.id, c.version, c.user_id, u.version as user_version, u.seed, u.last_step
             from limit_challenges c join limit_users u on u.id = c.user_id
            where c.id = $1 and c.passed_at is null and c.expires_at > now()`,
    values: [challenge],
  });
  if (!asked) throw new Error('No such challenge');
  const checked = verifySync({ secret: asked.seed, token: code, epochTolerance: [30, 0] });
  if (!checked.valid || !('timeStep' in checked)) throw new Error('A wrong code');
  const session = randomUUID();
  const { rowCount } = await pool.query({
    name: 'verified',
    text: `with u as (update limit_users set last_step = $1, version = version + 1
                       where id = $2 and version = $3 and last_step < $1 returning id),
                c as (update limit_challenges set passed_at = now(), version = version + 1
                       where id = $4 and version = $5 and (select count(*) from u) = 1 returning id),
                s as (insert into limit_sessions
                      select $6::uuid, $2, 0, 1, now(), now() + interval '1 day' from c returning id),
                f as (insert into limit_facts
                      select fact.id, now(), type, event from unnest($7::uuid[], $8::text[], $9::jsonb[]) as fact (id, type, event), s
                      returning id)
           select s.id from s where (select count(*) from f) = 2`,
    values: [
      checked.timeStep,
      asked.user_id,
      asked.user_version,
      asked.id,
      asked.version,
      session,
      [randomUUID(), randomUUID()],
      ['mfa.passed', 'session.opened'],
      [
        { userId: asked.user_id, kind: 'totp' },
        { userId: asked.user_id, sessionId: session },
      ].map((event) => JSON.stringify(event)),
    ],
  });
  if (rowCount !== 1) throw new Error('Somebody was faster');
  return tokens(asked.user_id, session, 0);
}

async function refresh({ refreshToken }: { readonly refreshToken: string }): Promise<string> {
  const [id = '', generation = '', secret] = refreshToken.split('.');
  if (Number(generation) > 0 && secret !== secretOf(id, Number(generation))) throw new Error('A forged token');
  const {
    rows: [asked],
  } = await pool.query<Asked>({
    name: 'session',
    text: `select s.id, s.version, s.user_id, s.generation, u.version as user_version
             from limit_sessions s join limit_users u on u.id = s.user_id
            where s.id = $1 and s.ends_at > now()`,
    values: [id],
  });
  if (asked?.generation !== Number(generation)) throw new Error('No such session');
  const { rowCount } = await pool.query({
    name: 'refreshed',
    text: `with u as (select id from limit_users where id = $1 and version = $2 for share),
                s as (update limit_sessions set generation = generation + 1, last_seen_at = now(), version = version + 1
                       where id = $3 and version = $4 and (select count(*) from u) = 1 returning id)
           select s.id from s`,
    values: [asked.user_id, asked.user_version, asked.id, asked.version],
  });
  if (rowCount !== 1) throw new Error('Somebody was faster');
  return tokens(asked.user_id, asked.id, asked.generation + 1);
}

function tokens(sub: string, sid: string, generation: number): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = encoded({ iss: 'limit', aud: 'limit', sub, sid, iat: now, exp: now + 300, jti: randomUUID() });
  const signature = sign('sha256', Buffer.from(`${header}.${claims}`), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const accessToken = `${header}.${claims}.${signature.toString('base64url')}`;
  return JSON.stringify({ accessToken, refreshToken: `${sid}.${generation}.${secretOf(sid, generation)}` });
}

function secretOf(session: string, generation: number): string {
  return createHmac('sha256', refreshKey).update(`${session}.${generation}`).digest('base64url');
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
