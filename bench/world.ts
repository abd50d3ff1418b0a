import { availableParallelism, cpus } from 'node:os';
import { seconds } from '../src/domain/duration.js';
import type { Phone } from '../src/testing/phone.js';
import { aWorld, type World } from '../src/testing/world.js';
import { figure, type Figure } from './figure.js';
import { atMost, type Result } from './result.js';
import { table } from './table.js';

const [worldLimit, signInLimit] = [50, 5]; // milliseconds
const rounds = 300;
const warmUp = 50; // until the compiler has seen enough

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function measured(name: string, times: number, work: () => Promise<unknown>): Promise<Figure> {
  const start = performance.now();
  const took: number[] = [];
  for (let round = 0; round < times; round++) took.push(await timed(work));
  const [answered, none] = [Float64Array.from(took), new Float64Array()];
  const slice = { seconds: (performance.now() - start) / 1000, answered, refused: none, refusedWithoutRetryAfter: 0 };
  return figure(name, [{ ...slice, cpu: undefined, beside: undefined }]);
}

const standing = (): Promise<World> => aWorld().withUser('ada', { totp: true });

/** In one process, as a test suite has them: the first, and the others. */
async function worlds(): Promise<readonly Result[]> {
  const first = await timed(async () => (await standing()).close());
  const others = await measured('world', rounds, async () => (await standing()).close());
  return [
    { row: 'first', operation: 'the first world', figure: undefined, against: undefined, checks: [atMost('in all', worldLimit, 'ms', first)] }, // prettier-ignore
    { row: 'world', operation: 'a world with a user, and its end', figure: others, against: undefined, checks: [atMost('p50', worldLimit, 'ms', others.p50)] }, // prettier-ignore
  ];
}

/** Password and code, the clock half a minute on each time. */
async function signIns(row: string, operation: string, signIn: (world: World) => Promise<unknown>): Promise<Result> {
  const world = await standing();
  const next = async (): Promise<unknown> => {
    world.clock.advance(seconds(30));
    return signIn(world);
  };
  await measured('warm-up', warmUp, next);
  const own = await measured(row, rounds, next);
  await world.close();
  return { row, operation, figure: own, against: undefined, checks: [atMost('p50', signInLimit, 'ms', own.p50)] }; // prettier-ignore
}

async function overHttp({ url, phone }: { readonly url: string; readonly phone: Phone }): Promise<void> {
  const ask = async (query: string): Promise<string> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).text();
  };
  const asked = await ask(
    'mutation { login(input: { email: "ada@example.org", password: "correct horse battery staple" }) { ... on MfaRequired { challengeToken } } }',
  );
  const challenge = /"challengeToken":"([^"]+)"/.exec(asked)?.[1] ?? '';
  const answer = `challengeToken: "${challenge}", factor: TOTP, code: "${phone.code()}"`;
  const passed = await ask(
    `mutation { verifyMfa(input: { ${answer} }) { ... on Authenticated { tokens { accessToken } } } }`,
  );
  if (!passed.includes('"accessToken"')) throw new Error(`Not signed in: ${passed}`);
}

const results = [
  ...(await worlds()),
  await signIns('use cases', 'sign-in with MFA, use cases', (world) => world.signIn('ada')),
  await signIns('HTTP', 'sign-in with MFA, GraphQL over HTTP', (world) => overHttp({ url: world.url, phone: world.phoneOf('ada') })), // prettier-ignore
];
console.log(`${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}.\n`);
console.log(table(results));
if (results.some(({ checks }) => checks.some(({ met }) => !met))) process.exitCode = 1;
