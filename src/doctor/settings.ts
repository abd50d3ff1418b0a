import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../adapters/cli/finding.js';
import { isLasting } from '../adapters/node/lasting-folder.js';
import type { Config } from '../config.js';

type Look = (config: Config) => Finding;

const ok = (what: string, found: string): Finding => ({ what, state: 'ok', found });
const warning = (what: string, found: string, remedy: string): Finding => ({ what, state: 'warning', found, remedy });

/** What the settings alone tell. */
export const examineSettings = (config: Config): readonly Finding[] => looks.map((look) => look(config));

const mode: Look = ({ production }) =>
  production
    ? ok('mode', 'production')
    : warning(
        'mode',
        'not production: a secret may be made here, and the schema can be browsed',
        'Set NODE_ENV=production.',
      );

const cookies: Look = ({ publicUrl }) =>
  publicUrl.startsWith('https:')
    ? ok('cookies', `__Host-, Secure, HttpOnly, SameSite=Lax, for ${publicUrl}`)
    : warning(
        'cookies',
        `not Secure: ${publicUrl} is plain http`,
        'Set PUBLIC_URL to the https address that people use.',
      );

const proxy: Look = ({ trustProxy, publicUrl, host }) => {
  if (trustProxy.kind !== 'nobody') {
    const whom = trustProxy.kind === 'hops' ? `the nearest ${trustProxy.hops}` : trustProxy.addresses.join(', ');
    return ok('proxies', `trusted: ${whom}`);
  }
  // We speak no TLS: behind an https address something else does, and every client seems to have its address.
  return publicUrl.startsWith('https:')
    ? warning(
        'proxies',
        `nobody is trusted, and something in front of ${host} must be ending TLS: all clients seem to be one`,
        'Set TRUST_PROXY to the number of proxies in front, or to their addresses.',
      )
    : ok('proxies', 'nobody is trusted, and none is needed');
};

const distinct = 12; // characters; 32 random bytes have more in every alphabet that is used for them

const secret: Look = ({ secretKey, dataDir }) => {
  const given = secretKey.current?.reveal();
  if (given === undefined) {
    const file = join(dataDir, 'secret-key');
    const made = statSync(file, { throwIfNoEntry: false }) ? 'was made in' : 'will be made in';
    return warning('secret', `SECRET_KEY is not set: one ${made} ${file}, beside what it protects`, 'Set SECRET_KEY.');
  }
  if (new Set(given).size < distinct)
    return warning(
      'secret',
      'SECRET_KEY is not random',
      'Take what `openssl rand -base64 32` prints; see SECRET_KEY_PREVIOUS.',
    );
  return secretKey.previous
    ? warning(
        'secret',
        'SECRET_KEY_PREVIOUS is set',
        'Run `portcullis keys reseal`; keep it as long as authenticators need it.',
      )
    : ok('secret', 'SECRET_KEY is set');
};

const storage: Look = ({ database, secretKey, dataDir }) => {
  if (!(database.url && secretKey.current) && !isLasting(dataDir)) {
    const found = `DATA_DIR is no volume: what is in ${dataDir} is gone with this container`;
    return { what: 'storage', state: 'failure', found, remedy: 'Mount a volume there.' };
  }
  const found = `DATABASE_URL is not set: the embedded server keeps everything in ${dataDir}`;
  return database.url ? ok('storage', 'a database of its own') : warning('storage', found, 'Set DATABASE_URL.');
};

const factors: Look = ({ policy, bypasses }) => {
  if (policy.mfa === 'off')
    return warning('second factor', 'MFA is off: nobody is asked', 'Set MFA=optional or MFA=required.');
  return bypasses.length > 0
    ? warning(
        'second factor',
        `${policy.mfa}, with ${bypasses.length} bypasses declared`,
        'See BYPASSES; each of them ends.',
      )
    : ok('second factor', policy.mfa);
};

const looks: readonly Look[] = [mode, secret, cookies, proxy, storage, factors];
