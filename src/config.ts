import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseBypasses, type Bypass } from './domain/bypass.js';
import { defaultPolicy, type AuthPolicy } from './domain/policy.js';
import { Secret } from './domain/secret.js';
import { Environment, type Variables } from './environment.js';
import { branding, pages, type Branding, type PageSettings } from './page-settings.js';
import { limitsIn, redisIn } from './limit-settings.js';
import { mailIn, type MailSettings } from './mail-settings.js';
import { passwordsIn, type PasswordSettings } from './password-settings.js';
import { webhooksIn, type WebhookSettings } from './webhook-settings.js';

export type { Variables } from './environment.js';

/** Whose word about the client's address is taken: nobody's, that of the nearest `hops` peers, or of these addresses. */
export type TrustProxy =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'hops'; readonly hops: number }
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] };

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/** Everything that an operator decides, checked. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The origin under which clients reach the service, without a slash at the end. */
  readonly publicUrl: string;
  /** Without `url` an embedded server is started under `dataDir`. */
  readonly database: {
    readonly url: Secret | undefined;
    readonly migrationUrl: Secret | undefined;
    readonly poolSize: number;
  };
  /** Where limits live; without it in the database. */
  readonly redisUrl: Secret | undefined;
  /** Undefined: there are no metrics. */
  readonly metricsToken: Secret | undefined;
  /** Absolute. */
  readonly dataDir: string;
  /** Without `current`, outside production only, it is made once under `dataDir`. */
  readonly secretKey: { readonly current: Secret | undefined; readonly previous: Secret | undefined };
  readonly tokens: {
    readonly issuer: string;
    readonly audience: string;
    readonly clientId: string;
    readonly alg: 'ES256' | 'EdDSA';
  };
  /** Other origins whose scripts may call, with credentials. */
  readonly allowedOrigins: readonly string[];
  readonly trustProxy: TrustProxy;
  readonly totpIssuer: string;
  readonly mail: MailSettings;
  readonly webhooks: WebhookSettings;
  /** Undefined: as many as cores, CPU quota and memory allow. */
  readonly hashingWorkers: number | undefined;
  readonly passwords: PasswordSettings;
  readonly logLevel: (typeof logLevels)[number];
  readonly policy: AuthPolicy;
  readonly bypasses: readonly Bypass[];
  readonly pages: PageSettings;
  readonly brand: Branding;
}

/** The environment cannot be used; the message names every mistake and what would be right, and no secret. */
export class ConfigMistakes extends Error {
  override readonly name = 'ConfigMistakes';

  constructor(readonly mistakes: readonly string[]) {
    const headline = mistakes.length === 1 ? 'one setting is wrong' : `${mistakes.length} settings are wrong`;
    super([`Portcullis cannot start: ${headline}.`, ...mistakes.map((mistake) => `  ${mistake}`)].join('\n'));
  }
}

/** The environment, parsed once. Throws `ConfigMistakes`. */
export function loadConfig(variables: Variables = process.env): Config {
  const env = new Environment(variables);
  const production = env.oneOf('NODE_ENV', ['production', 'development', 'test']) === 'production';
  const port = env.number('PORT', { from: 0, to: 65_535 }) ?? 4000;
  const publicUrl = ownUrl(env, 'PUBLIC_URL', production) ?? `http://localhost:${port}`;
  const issuer = ownUrl(env, 'ISSUER', production) ?? publicUrl;
  const brand = branding(env);
  const config: Config = {
    production,
    host:
      env.parsed('HOST', 'an address or a host name', (value) =>
        /^[A-Za-z0-9.:_-]+$/.test(value) ? value : undefined,
      ) ?? '127.0.0.1',
    port,
    publicUrl,
    database: database(env),
    redisUrl: redisIn(env),
    metricsToken: key(env, 'METRICS_TOKEN'),
    dataDir: resolve(env.text('DATA_DIR') ?? 'data'),
    secretKey: { current: key(env, 'SECRET_KEY'), previous: key(env, 'SECRET_KEY_PREVIOUS') },
    tokens: {
      issuer,
      audience: printable(env, 'AUDIENCE', 256) ?? issuer,
      clientId: printable(env, 'CLIENT_ID', 256) ?? 'portcullis',
      alg: env.oneOf('ACCESS_TOKEN_ALG', ['ES256', 'EdDSA']) ?? 'ES256',
    },
    allowedOrigins: allowedOrigins(env, production),
    trustProxy: trustProxy(env),
    totpIssuer: totpIssuer(env, brand.name),
    mail: mailIn(env),
    passwords: passwordsIn(env),
    webhooks: webhooksIn(env, production),
    hashingWorkers: env.number('HASHING_WORKERS', { from: 1, to: 64 }),
    logLevel: env.oneOf('LOG_LEVEL', logLevels) ?? 'info',
    policy: policy(env),
    bypasses: env.parsed('BYPASSES', rightBypasses, parseBypasses) ?? [],
    pages: pages(env, publicUrl, production),
    brand,
  };
  if (production) demandForProduction(env, config);
  if (env.mistakes.length > 0) throw new ConfigMistakes(env.mistakes);
  return frozen(config);
}

function demandForProduction(env: Environment, config: Config): void {
  if (!env.text('PUBLIC_URL')) {
    env.mistake(
      'PUBLIC_URL',
      'is not set: in production say where clients reach the service, such as https://auth.example.com.',
    );
  }
  if (!config.secretKey.current && !env.text('SECRET_KEY')) {
    env.mistake(
      'SECRET_KEY',
      'is not set: in production give 32 random bytes or more, such as what `openssl rand -base64 32` prints, and keep them.',
    );
  }
}

/** An origin of ours. Plain http is for this machine only: cookies and tokens would travel in the open. */
function ownUrl(env: Environment, name: string, production: boolean): string | undefined {
  const right = production
    ? 'an https origin with nothing behind it, such as https://auth.example.com'
    : 'an origin with nothing behind it, https or on this machine, such as https://auth.example.com or http://localhost:4000';
  return env.parsed(name, right, (value) => {
    const url = URL.parse(value);
    if (!url || url.username || url.password || url.pathname !== '/' || /[?#]/.test(value)) return undefined;
    const fit = url.protocol === 'https:' || (!production && url.protocol === 'http:' && isThisMachine(url.hostname));
    return fit ? url.origin : undefined;
  });
}

const isThisMachine = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'));

function allowedOrigins(env: Environment, production: boolean): readonly string[] {
  const right = `exact origins with commas between, such as https://app.example.com${production ? ' (https, in production)' : ''}; no wildcard, no path`;
  const origins = env.parsed('ALLOWED_ORIGINS', right, (value) => {
    const each = listed(value);
    return each.every((origin) => isExactOrigin(origin, production)) ? each : undefined;
  });
  return origins ?? [];
}

// As a browser writes it: lower case, no default port, nothing behind it. WHATWG hosts may hold a star; ours may not.
const isExactOrigin = (value: string, production: boolean): boolean =>
  URL.parse(value)?.origin === value && !value.includes('*') && (production ? /^https:/ : /^https?:/).test(value);

function trustProxy(env: Environment): TrustProxy {
  const right =
    'a number of proxies from 1 to 16, or their addresses with commas between, such as 10.0.0.7,192.168.0.0/16';
  const trusted = env.parsed('TRUST_PROXY', right, (value): TrustProxy | undefined => {
    if (/^[0-9]+$/.test(value)) {
      const hops = Number(value);
      return hops >= 1 && hops <= 16 ? { kind: 'hops', hops } : undefined;
    }
    const addresses = listed(value);
    return addresses.every(isNetwork) ? { kind: 'addresses', addresses } : undefined;
  });
  return trusted ?? { kind: 'nobody' };
}

function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  // Nobody means to trust the whole internet: /0 is a slip.
  return bits === undefined || (/^[1-9][0-9]{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function database(env: Environment): Config['database'] {
  const right = 'a PostgreSQL address, such as postgresql://user:password@db.example.com:5432/portcullis';
  const address = (value: string) =>
    /^postgres(?:ql)?:$/.test(URL.parse(value)?.protocol ?? '') ? new Secret(value) : undefined;
  const url = env.parsedSecret('DATABASE_URL', right, address);
  const migrationUrl = env.parsedSecret('MIGRATION_DATABASE_URL', right, address);
  if (migrationUrl && !env.text('DATABASE_URL')) {
    env.mistake(
      'MIGRATION_DATABASE_URL',
      'needs DATABASE_URL beside it: without one the embedded server is used, which migrates itself.',
    );
  }
  return { url, migrationUrl, poolSize: env.number('DATABASE_POOL_SIZE', { from: 1, to: 500 }) ?? 10 };
}

function key(env: Environment, name: string): Secret | undefined {
  return env.parsedSecret(name, '32 bytes or more, such as what `openssl rand -base64 32` prints', (value) =>
    Buffer.byteLength(value) >= 32 ? new Secret(value) : undefined,
  );
}

function totpIssuer(env: Environment, brand: string): string {
  // A colon separates issuer and account in a key URI's label.
  const right = 'a name of at most 64 printable characters without a colon';
  const fits = (value: string) => (/^[^\p{C}:]{1,64}$/u.test(value) ? value : undefined);
  return env.parsed('TOTP_ISSUER', right, fits) ?? fits(brand) ?? 'Portcullis';
}

const printable = (env: Environment, name: string, longest: number): string | undefined =>
  env.parsed(name, `at most ${longest} printable ASCII characters without a space`, (value) =>
    value.length <= longest && /^[!-~]+$/.test(value) ? value : undefined,
  );

function policy(env: Environment): AuthPolicy {
  const chosen: AuthPolicy = {
    ...defaultPolicy,
    mfa: env.oneOf('MFA', ['off', 'optional', 'required']) ?? defaultPolicy.mfa,
    addressVerification: env.oneOf('VERIFY_ADDRESS', ['on', 'off']) ?? (env.text('SMTP_URL') ? 'on' : 'off'),
    registration: env.oneOf('REGISTRATION', ['open', 'closed']) ?? defaultPolicy.registration,
    trustedDevices: (env.oneOf('TRUSTED_DEVICES', ['on', 'off']) ?? 'on') === 'on',
    sessionIdle: env.duration('SESSION_IDLE') ?? defaultPolicy.sessionIdle,
    sessionLife: env.duration('SESSION_LIFE') ?? defaultPolicy.sessionLife,
    mfaAge: env.duration('MFA_AGE') ?? defaultPolicy.mfaAge,
    limits: limitsIn(env),
  };
  const idle =
    'is longer than SESSION_LIFE: a session that ends cannot idle on; make it shorter, or SESSION_LIFE longer.';
  if (chosen.sessionIdle > chosen.sessionLife) env.mistake('SESSION_IDLE', idle);
  return chosen;
}

const rightBypasses =
  'JSON such as [{"name":"till","reason":"it has no keyboard yet","until":"2027-01-31"}]: each name once, with a reason and an end';

const listed = (value: string): readonly string[] => value.split(',').map((each) => each.trim());

function frozen<T extends object>(value: T): T {
  for (const each of Object.values(value))
    if (typeof each === 'object' && each !== null && !(each instanceof Secret)) frozen(each);
  return Object.freeze(value);
}
