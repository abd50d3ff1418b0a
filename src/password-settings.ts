import type { Environment } from './environment.js';

export interface PasswordSettings {
  /** A range API that knows breached passwords; undefined where nobody is asked. */
  readonly rangeApi: string | undefined;
  /** What a password's hash costs: KiB and passes. */
  readonly cost: { readonly memoryCost: number; readonly timeCost: number };
}

/** Never less than OWASP's least: what more costs is time and memory. */
export const passwordsIn = (env: Environment): PasswordSettings => ({
  rangeApi: rangeApi(env),
  cost: {
    memoryCost: (env.number('ARGON2_MEMORY', { from: 19, to: 256 }) ?? 19) * 1024,
    timeCost: env.number('ARGON2_PASSES', { from: 2, to: 10 }) ?? 2,
  },
});

const rangeApi = (env: Environment): string | undefined =>
  env.parsed('BREACHED_PASSWORDS_URL', 'an https address such as https://api.pwnedpasswords.com/range/', (value) => {
    const url = URL.parse(value.endsWith('/') ? value : `${value}/`);
    return url?.protocol === 'https:' && !url.username && !url.search && !url.hash ? url.href : undefined;
  });
