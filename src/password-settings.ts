import type { Environment } from './environment.js';

/** A range API that knows breached passwords; undefined where nobody is asked. */
export const rangeApiIn = (env: Environment): string | undefined =>
  env.parsed('BREACHED_PASSWORDS_URL', 'an https address such as https://api.pwnedpasswords.com/range/', (value) => {
    const url = URL.parse(value.endsWith('/') ? value : `${value}/`);
    return url?.protocol === 'https:' && !url.username && !url.search && !url.hash ? url.href : undefined;
  });

/** What a password's hash costs: KiB and passes. Never less than OWASP's least; what more costs is time and memory. */
export const hashingCostIn = (env: Environment): { readonly memoryCost: number; readonly timeCost: number } => ({
  memoryCost: (env.number('ARGON2_MEMORY', { from: 19, to: 256 }) ?? 19) * 1024,
  timeCost: env.number('ARGON2_PASSES', { from: 2, to: 10 }) ?? 2,
});
