import type { Environment } from './environment.js';

/** A range API that knows breached passwords; undefined where nobody is asked. */
export const rangeApiIn = (env: Environment): string | undefined =>
  env.parsed('BREACHED_PASSWORDS_URL', 'an https address such as https://api.pwnedpasswords.com/range/', (value) => {
    const url = URL.parse(value.endsWith('/') ? value : `${value}/`);
    return url?.protocol === 'https:' && !url.username && !url.search && !url.hash ? url.href : undefined;
  });
