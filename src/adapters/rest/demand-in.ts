import type { RouteDemand } from '../../application/check-request.js';
import { Problem } from '../http/problem.js';

const known: ReadonlySet<string> = new Set(['mfa', 'maxAge', 'bypass', 'redirect']);

/** What the query of a check demands; `redirect`: a browser is sent on its way at once. */
export interface Check extends RouteDemand {
  readonly redirect: boolean;
}

/**
 * Throws a `Problem` for whatever is misspelt or said twice: a proxy answers 500 then, where passing it over would let
 * people in who should not be.
 */
export function demandIn(search: URLSearchParams): Check {
  for (const name of search.keys()) {
    if (!known.has(name)) throw new Problem(400, 'The query knows mfa, maxAge, bypass and redirect.');
    if (search.getAll(name).length > 1) throw new Problem(400, `${name} is there twice.`);
  }
  return {
    assurance: flag(search, 'mfa') ? 'aal2' : 'aal1',
    maxAge: maxAgeIn(search.get('maxAge')),
    bypass: search.get('bypass') ?? undefined,
    redirect: flag(search, 'redirect'),
  };
}

function flag(search: URLSearchParams, name: string): boolean {
  const said = search.get(name);
  if (said !== null && said !== '' && said !== '1') throw new Problem(400, `Say ${name} or leave it out.`);
  return said !== null;
}

function maxAgeIn(said: string | null): number | undefined {
  if (said === null) return undefined;
  if (!/^[1-9][0-9]{0,7}$/.test(said)) throw new Problem(400, 'maxAge is a whole number of seconds above 0.');
  return Number(said);
}
