import type { Cast } from './cast.js';
import { Asked } from './contestants.js';
import type { Call } from './job.js';
import { atMost } from './result.js';
import { compare, viewers, type Row } from './row.js';

async function route(cast: Cast, name: string, path: string, calls: readonly Call[]): Promise<Asked> {
  const load = viewers(calls.map((call) => ({ ...call, path, body: '{}' })));
  return new Asked(name, await cast.guarded(), cast.stage.client, async () => ({ measured: load }));
}

const byToken: Row = {
  name: 'guard-token',
  operation: 'Express route behind guard.mfa(), bearer token',
  async run(cast, seconds) {
    const calls = await cast.people.viewers(64, 'token');
    const guarded = await route(cast, 'guarded', '/by-token', calls);
    const open = await route(cast, 'the same unguarded', '/open', calls);
    const { ours: _, ...compared } = await compare([guarded, open], seconds, 0.7);
    const { child } = await cast.guarded();
    const { times } = await child.ask<{ readonly kind: string; readonly times: number }>('fetched', 'fetched');
    return { ...compared, checks: [...compared.checks, atMost('calls to the service', 2, 'in all', times)] };
  },
};

const byCookie: Row = {
  name: 'guard-cookie',
  operation: 'Express route behind guard.mfa(), cookie session in process',
  async run(cast, seconds) {
    const [calls, bare] = [await cast.people.viewers(64, 'cookie'), await cast.limitPeople.viewers(64, '')];
    const guarded = await route(cast, 'guarded', '/by-cookie', calls);
    const read = await route(cast, 'a bare primary-key read', '/bare-read', bare);
    const { ours: _, ...compared } = await compare([guarded, read], seconds, 0.9);
    return compared;
  },
};

export const guardRows: readonly Row[] = [byToken, byCookie];
