import type { Cast } from './cast.js';
import { Asked, Hashing, type Loads } from './contestants.js';
import { besideOf, median, refusalsIn, type Slice } from './figure.js';
import { guardRows } from './guard-rows.js';
import type { Call } from './job.js';
import { operations } from './operations.js';
import { atMost, type Check } from './result.js';
import { clients, compare, viewers, type Load, type Row } from './row.js';

const megabyte = 1e6;

const answers = (calls: readonly Call[]): Load => ({ clients, addresses: false, calls, order: 'once', expect: '"accessToken"' }); // prettier-ignore
const refreshes = (calls: readonly Call[]): Load => ({ clients, addresses: false, calls, order: 'chain', expect: '"accessToken"' }); // prettier-ignore
const logins = (calls: readonly Call[], clients: number): Load => ({ clients, addresses: true, calls, order: 'round', expect: '"MfaRequired"', refusal: '"TooManyAttempts"' }); // prettier-ignore

async function service(cast: Cast, name: string, loads: (calls: number) => Promise<Loads>): Promise<Asked> {
  return new Asked(name, await cast.service(), cast.stage.client, loads);
}

async function limit(
  cast: Cast,
  name: string,
  server: Parameters<Cast['limit']>[0],
  load: (calls: number) => Promise<Load>,
): Promise<Asked> {
  const loads = async (calls: number) => ({ measured: await load(calls) });
  return new Asked(name, await cast.limit(server), cast.stage.client, loads);
}

const meCalls = (cast: Cast, kind: 'token' | 'cookie') => cast.calls(`me ${kind}`, () => cast.people.viewers(64, kind));
const loginCalls = (cast: Cast) => cast.calls('login', () => cast.people.registered(400));

const login: Row = {
  name: 'login',
  operation: 'login of an MFA user, answering MfaRequired',
  async run(cast, seconds) {
    const calls = await loginCalls(cast);
    const ours = await service(cast, 'login', async () => ({ measured: logins(calls, clients) }));
    return compare([ours, new Hashing(cast.stage.start('./limits/hashing.js', {}))], seconds, 0.93);
  },
};

const verify: Row = {
  name: 'verifyMfa',
  operation: 'verifyMfa (TOTP → JWT pair)',
  async run(cast, seconds) {
    const ours = await service(cast, 'verifyMfa', async (n) => ({ measured: answers(await cast.people.asked(n)) }));
    const theirs = await limit(cast, 'bare node:http, TOTP', 'sign-in', async (n) =>
      answers(await cast.limitPeople.asked(n)),
    );
    return compare([ours, theirs], seconds, 0.7);
  },
};

const refresh: Row = {
  name: 'refreshSession',
  operation: 'refreshSession',
  async run(cast, seconds) {
    const ours = await service(cast, 'refreshSession', async () => ({
      measured: refreshes(await cast.people.signedIn(64)),
    }));
    const theirs = await limit(cast, 'bare node:http', 'sign-in', async () =>
      refreshes(await cast.limitPeople.signedIn(64)),
    );
    return compare([ours, theirs], seconds, 0.7);
  },
};

const me = (kind: 'token' | 'cookie'): Row => ({
  name: `me-${kind}`,
  operation: `me by ${kind === 'token' ? 'bearer token' : 'cookie session'}`,
  async run(cast, seconds) {
    const calls = await meCalls(cast, kind);
    const bare = await cast.calls('bare me', () => cast.limitPeople.viewers(64, operations.me));
    const ours = await service(cast, `me, ${kind}`, async () => ({ measured: viewers(calls) }));
    const theirs = await limit(cast, 'bare Apollo Server', 'graphql', async () => viewers(bare));
    return compare([ours, theirs], seconds, 0.8);
  },
});

const besideLogins = (what: 'me' | 'verifyMfa', wanted: number): Row => ({
  name: `${what}-beside-${wanted}`,
  operation: `${what} while ${wanted} logins are wanted at once`,
  async run(cast, seconds) {
    const calls = await meCalls(cast, 'token');
    const measured = async (n: number) => (what === 'me' ? viewers(calls) : answers(await cast.people.asked(n)));
    const beside = logins(await loginCalls(cast), wanted);
    const pressed = await service(cast, `${what}, ${wanted} logins`, async (n) => ({
      measured: await measured(n),
      beside,
    }));
    const alone = await service(cast, `${what} alone`, async (n) => ({ measured: await measured(n) }));
    const { ours, ...compared } = await compare([pressed, alone], seconds, 0.6);
    const { figure, checks } = compared;
    return { ...compared, checks: [...checks, atMost('p99', 100, 'ms', figure.p99), ...refusedAtOnce(ours)] };
  },
});

function refusedAtOnce(slices: readonly Slice[]): readonly Check[] {
  const refusals = refusalsIn(besideOf(slices));
  if (!refusals) return [];
  const { count, withoutRetryAfter, p99 } = refusals;
  return [
    atMost('refused logins answered, p99', 100, 'ms', p99),
    {
      what: 'refused logins with Retry-After',
      reached: `${count - withoutRetryAfter} of ${count}`,
      met: withoutRetryAfter === 0,
    },
  ];
}

const loginBesideMe: Row = {
  name: 'login-beside-me',
  operation: 'login while me saturates the service',
  async run(cast, seconds) {
    const calls = await loginCalls(cast);
    const beside = viewers(await meCalls(cast, 'token'));
    const pressed = await service(cast, 'login beside me', async () => ({ measured: logins(calls, clients), beside }));
    const alone = await service(cast, 'login alone', async () => ({ measured: logins(calls, clients) }));
    const { ours, ...compared } = await compare([pressed, alone], seconds, 0.15);
    const longest = Math.max(compared.figure.longest, refusalsIn(ours)?.longest ?? 0);
    return { ...compared, checks: [...compared.checks, atMost('longest wait', 2000, 'ms', longest)] };
  },
};

const starts = 5;

const start: Row = {
  name: 'start',
  operation: 'start to first answer, DATABASE_URL given',
  async run({ stage }) {
    const took: number[] = [];
    const worked: number[] = [];
    for (let turn = 0; turn < starts; turn++) {
      const { child, milliseconds } = await stage.startService();
      took.push(milliseconds / 1000);
      worked.push((await child.usage()).cpu / 1e6);
      await child.stop();
    }
    const checks = [atMost(`median of ${starts}`, 0.8, 's', median(took))];
    const note = `of it ${median(worked).toFixed(2)} s of processor time, in all threads; compiled code was cached by an earlier start`;
    return { figure: undefined, against: undefined, checks, note };
  },
};

const signIns = 10_000;
const withPassword = 500;

const memory: Row = {
  name: 'memory',
  operation: 'resident memory after 10,000 sign-ins',
  async run({ stage, people }) {
    const server = await stage.startService();
    const ask = (load: Load) =>
      new Asked('sign-ins', server, stage.client, async () => ({ measured: load })).slice(600);
    await ask({ ...logins(await people.registered(withPassword), clients), order: 'once' });
    for (let done = 0; done < signIns; done += 2500) await ask(answers(await people.asked(2500)));
    const { rss } = await server.child.usage();
    await server.child.stop();
    const checks = [atMost('resident', 180, 'MB', rss / megabyte)];
    const note = `a fresh process; ${withPassword} logins with password, ${signIns} second factors`;
    return { figure: undefined, against: undefined, checks, note };
  },
};

export const rows: readonly Row[] = [
  login,
  verify,
  refresh,
  me('token'),
  me('cookie'),
  besideLogins('me', 16),
  besideLogins('me', 200),
  besideLogins('verifyMfa', 16),
  besideLogins('verifyMfa', 200),
  loginBesideMe,
  start,
  memory,
  ...guardRows,
];
