import { defaultLimits } from './domain/policy.js';
import { Secret } from './domain/secret.js';
import type { Bucket, Limits } from './domain/throttle/limit.js';
import type { Environment } from './environment.js';

/** How each limit's number is called. The span it is for is the policy's. */
const names: Readonly<Record<Bucket, string>> = {
  'login-client': 'LIMIT_LOGIN_PER_CLIENT',
  'login-address': 'LIMIT_LOGIN_PER_ADDRESS',
  'verify-client': 'LIMIT_VERIFY_PER_CLIENT',
  'challenge-user': 'LIMIT_CHALLENGE_PER_USER',
  'challenge-session': 'LIMIT_CHALLENGE_PER_SESSION',
  'refused-session': 'LIMIT_REFUSED_PER_SESSION',
  'registration-client': 'LIMIT_REGISTER_PER_CLIENT',
  'mail-address': 'LIMIT_MAIL_PER_ADDRESS',
  'mail-client': 'LIMIT_MAIL_PER_CLIENT',
};
const range = { from: 1, to: 100_000_000 };

/** Whoever says that many people share an address means all they do: these follow the number of logins. */
const following: ReadonlySet<Bucket> = new Set(['verify-client', 'registration-client']);

export function limitsIn(env: Environment): Limits {
  const most = (bucket: Bucket) => env.number(names[bucket], range);
  const logins = most('login-client');
  const limit = (bucket: Bucket) => {
    const said = bucket === 'login-client' ? logins : most(bucket);
    const followed = following.has(bucket) ? logins : undefined;
    return { ...defaultLimits[bucket], most: said ?? followed ?? defaultLimits[bucket].most };
  };
  const buckets = Object.keys(names) as Bucket[];
  return Object.fromEntries(buckets.map((bucket) => [bucket, limit(bucket)])) as unknown as Limits;
}

/** Where limits live, if not in the database. */
export const redisIn = (env: Environment): Secret | undefined =>
  env.parsedSecret('REDIS_URL', 'a Redis address, such as rediss://user:password@redis.example.com:6379/0', (value) =>
    /^rediss?:$/.test(URL.parse(value)?.protocol ?? '') ? new Secret(value) : undefined,
  );
