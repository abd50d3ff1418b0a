import 'reflect-metadata';
import { container, instanceCachingFactory, type DependencyContainer, type InjectionToken } from 'tsyringe';
import { KeyedAuditDigests } from './adapters/credentials/audit-digests.js';
import { CookieKeys } from './adapters/credentials/cookie-keys.js';
import { CookieSessionIssuer } from './adapters/credentials/cookie-session-issuer.js';
import { KeyedDeviceSecrets } from './adapters/credentials/device-secrets.js';
import { HmacChallengeTokens } from './adapters/credentials/challenge-tokens.js';
import { JwtIssuer } from './adapters/credentials/jwt-issuer.js';
import type { KeyRing } from './adapters/credentials/key-ring.js';
import { KeyedLinkSecrets } from './adapters/credentials/link-secrets.js';
import { MachineTokenIssuer } from './adapters/credentials/machine-token-issuer.js';
import { KeyedRefreshSecrets } from './adapters/credentials/refresh-secrets.js';
import { BackupCode } from './adapters/factors/backup-code.js';
import { Totp } from './adapters/factors/totp.js';
import type { Resolvers } from './adapters/graphql/schema.js';
import { notifierOf } from './adapters/mail/notifier-of.js';
import { Envelopes } from './adapters/http/envelopes.js';
import { Argon2Digests } from './adapters/node/argon2-digests.js';
import { Argon2PasswordHasher } from './adapters/node/argon2-password-hasher.js';
import { NodeEntropy } from './adapters/node/entropy.js';
import { HashingPool } from './adapters/node/hashing-pool.js';
import { Seal } from './adapters/node/seal.js';
import { secretKeyIn } from './adapters/node/secret-key-file.js';
import { SystemClock } from './adapters/node/system-clock.js';
import type { Database } from './adapters/postgres/database.js';
import { auditOn } from './adapters/postgres/audit-room.js';
import { blocklistOf } from './adapters/passwords/blocklists.js';
import { PostgresKeyStore } from './adapters/postgres/key-store.js';
import { PostgresNoticeTurns } from './adapters/postgres/notice-turns.js';
import { PostgresOutbox } from './adapters/postgres/outbox.js';
import { PostgresSweeper } from './adapters/postgres/sweeper.js';
import { PostgresUnitOfWork } from './adapters/postgres/unit-of-work.js';
import { limitedBy } from './adapters/redis/limited-work.js';
import { AuthenticatePending } from './application/authenticate-pending.js';
import { AuthenticateRequest } from './application/authenticate-request.js';
import { Bypasses } from './application/bypasses.js';
import { ChallengeDesk } from './application/challenge-desk.js';
import { CheckRequest } from './application/check-request.js';
import { CloseServiceAccount } from './application/close-service-account.js';
import { ConfirmFactor } from './application/confirm-factor.js';
import { CreateMachineToken } from './application/create-machine-token.js';
import { DeviceDesk } from './application/device-desk.js';
import { DisableMfa } from './application/disable-mfa.js';
import { EnrolFactor } from './application/enrol-factor.js';
import { ExchangeMachineToken } from './application/exchange-machine-token.js';
import { ListBypasses } from './application/list-bypasses.js';
import { ListDevices } from './application/list-devices.js';
import { ListMachines } from './application/list-machines.js';
import { ListSessions } from './application/list-sessions.js';
import { LogOut } from './application/log-out.js';
import { OpenServiceAccount } from './application/open-service-account.js';
import { PresentedChallenges } from './application/presented-challenges.js';
import { RefreshSession } from './application/refresh-session.js';
import { RegenerateBackupCodes } from './application/regenerate-backup-codes.js';
import { RemoveFactor } from './application/remove-factor.js';
import { RenameFactor } from './application/rename-factor.js';
import { RevokeDevice } from './application/revoke-device.js';
import { RevokeMachineToken } from './application/revoke-machine-token.js';
import { RevokeSession } from './application/revoke-session.js';
import { SessionDesk } from './application/session-desk.js';
import { SetLanguage } from './application/set-language.js';
import { StepUp } from './application/step-up.js';
import { VerifyMfa } from './application/verify-mfa.js';
import { bindAdministration } from './administration.js';
import type { Config } from './config.js';
import type { RateLimiter } from './domain/ports/rate-limiter.js';
import { bindDoors } from './doors.js';
import type { Needs } from './needs.js';
import { bindRecovery } from './recovery.js';
import { bindWebhooks } from './webhooks.js';

const token = <T>(name: string): InjectionToken<T> => Symbol(name);

export const Ports: { readonly [N in keyof Needs]: InjectionToken<Needs[N]> } = {
  policy: token('AuthPolicy'),
  clock: token('Clock'),
  entropy: token('Entropy'),
  work: token('UnitOfWork'),
  limiter: token('RateLimiter'),
  outbox: token('Outbox'),
  directory: token('UserDirectory'),
  policies: token('Policies'),
  sweeper: token('Sweeper'),
  bypassUses: token('BypassUses'),
  auditLog: token('AuditLog'),
  mfaStatistics: token('MfaStatistics'),
  auditChain: token('AuditChain'),
  auditKeeper: token('AuditKeeper'),
  auditDigests: token('AuditDigests'),
  keyStore: token('KeyStore'),
  passwords: token('PasswordHasher'),
  blocklist: token('PasswordBlocklist'),
  factors: token('SecondFactors'),
  issuers: token('CredentialIssuers'),
  machines: token('MachineIssuer'),
  refreshSecrets: token('RefreshSecrets'),
  linkSecrets: token('LinkSecrets'),
  deviceSecrets: token('DeviceSecrets'),
  challengeTokens: token('ChallengeTokens'),
  notifier: token('Notifier'),
  noticeTurns: token('NoticeTurns'),
  webhooks: token('Webhooks'),
  webhookDeliveries: token('WebhookDeliveries'),
  webhookSecrets: token('WebhookSecrets'),
  courier: token('Courier'),
  log: token('Log'),
  witness: token('Witness'),
};

/** What has to be waited for: bound once it is open. */
export const Opened = {
  database: token<Database>('Database'),
  ring: token<KeyRing>('KeyRing'),
  limiter: token<RateLimiter>('RateLimiter of REDIS_URL'),
};
export type Its = DependencyContainer;

/** Some of the needs, as one named object. */
export function pick<N extends keyof Needs>(its: Its, ...names: readonly N[]): Pick<Needs, N> {
  return Object.fromEntries(names.map((name) => [name, its.resolve<Needs[N]>(Ports[name])])) as Pick<Needs, N>;
}

/**
 * Which adapter fills which port. Nothing is made before it is asked for, and each thing once; what `instead` names
 * takes the place of ours, and is the only one of its port that is ever made.
 */
export function buildContainer(config: Config, instead: Partial<Needs> = {}): DependencyContainer {
  const root = container.createChildContainer();
  const bind = <T>(what: InjectionToken<T>, make: (its: Its) => T) =>
    root.register(what, { useFactory: instanceCachingFactory(make) });

  bindAdapters(bind, config);
  bindUseCases(bind, config);
  const make = <T extends object>(what: abstract new (...args: never[]) => T, made: () => T) =>
    bind(what as unknown as InjectionToken<T>, made);
  bindRecovery(make, { ...resolversOf(root), pick: (...names) => pick(root, ...names) }, config.pages.linkUrl);
  bindAdministration(bind, pick, config);
  bindWebhooks(bind, pick, { ...Ports, database: Opened.database }, config.webhooks);
  bindDoors(make, resolversOf(root));
  for (const name of Object.keys(instead) as (keyof Needs)[]) root.register(Ports[name], { useValue: instead[name] });
  if (instead.work) root.register(Ports.work, { useValue: limitedBy(instead.limiter, instead.work) });
  return root;
}

/** What GraphQL asks for the one instance of a resolver. */
export const resolversOf = (root: DependencyContainer): Resolvers => ({
  get: <T extends object>(type: abstract new (...args: never[]) => T): T =>
    // Bound above by a factory, so nobody constructs it from here.
    root.resolve(type as unknown as InjectionToken<T>),
});

export type Bind = <T>(what: InjectionToken<T>, make: (its: Its) => T) => unknown;

function bindAdapters(bind: Bind, config: Config): void {
  const { tokens, secretKey, dataDir, hashingWorkers, totpIssuer: service, publicUrl: url } = config;
  const pool = (its: Its) => its.resolve(Opened.database).pool;

  bind(Ports.clock, () => new SystemClock());
  bind(Ports.entropy, (its) => new NodeEntropy((value) => its.resolve(Opened.ring).indexDigest(value)));
  bind(Ports.limiter, (its) => (config.redisUrl ? its.resolve(Opened.limiter) : undefined));
  bind(Ports.witness, () => undefined);
  bind(Ports.work, (its) => {
    const work = new PostgresUnitOfWork({ pool: pool(its), ...pick(its, 'clock', 'entropy', 'witness') });
    return limitedBy(its.resolve(Ports.limiter), work);
  });
  bind(Ports.outbox, (its) => new PostgresOutbox(pool(its)));
  bind(Ports.sweeper, (its) => new PostgresSweeper({ pool: pool(its), ...pick(its, 'work', 'witness') }));
  bind(Ports.noticeTurns, (its) => new PostgresNoticeTurns(pool(its)));
  const audit = (its: Its) => auditOn(pool(its), its.resolve(Opened.database));
  bind(Ports.mfaStatistics, (its) => audit(its).mfaStatistics);
  bind(Ports.auditLog, (its) => audit(its).auditLog);
  bind(Ports.auditChain, (its) => audit(its).auditChain);
  bind(Ports.auditKeeper, (its) => audit(its).auditKeeper);
  bind(Ports.auditDigests, (its) => new KeyedAuditDigests(() => its.resolve(Opened.ring)));
  bind(Ports.keyStore, (its) => new PostgresKeyStore(pool(its)));
  bind(Ports.passwords, (its) => new Argon2PasswordHasher(its.resolve(HashingPool), config.passwords.cost));
  bind(Ports.blocklist, (its) =>
    blocklistOf({ context: [service], url: config.passwords.rangeApi, ...pick(its, 'log') }),
  );
  bind(Ports.factors, (its) => ({
    totp: new Totp(its.resolve(Seal), service),
    'backup-code': new BackupCode(new Argon2Digests(its.resolve(HashingPool)), config.policy.backupCodes),
  }));
  bind(Ports.issuers, (its) => ({
    token: new JwtIssuer(its.resolve(Opened.ring), its.resolve(Ports.entropy), tokens),
    cookie: new CookieSessionIssuer(),
  }));
  // prettier-ignore
  bind(Ports.machines, (its) => new MachineTokenIssuer(its.resolve(Opened.ring), its.resolve(Ports.entropy), tokens));
  bind(Ports.refreshSecrets, (its) => new KeyedRefreshSecrets(its.resolve(Opened.ring)));
  bind(Ports.linkSecrets, (its) => new KeyedLinkSecrets(its.resolve(Opened.ring)));
  bind(Ports.deviceSecrets, (its) => new KeyedDeviceSecrets(its.resolve(Opened.ring)));
  bind(Ports.challengeTokens, (its) => new HmacChallengeTokens(its.resolve(Opened.ring), tokens.issuer));
  const terminal = config.production ? undefined : process.stdout;
  bind(Ports.notifier, () => notifierOf({ mail: config.mail, sender: { service, url }, terminal }));

  const secure = config.publicUrl.startsWith('https:');
  bind(Envelopes, (its) => new Envelopes(new CookieKeys(its.resolve(Opened.ring)), secure));
  bind(Seal, () => new Seal(secretKey.current ?? secretKeyIn(dataDir), secretKey.previous));
  bind(HashingPool, (its) => {
    const { clock, log } = pick(its, 'clock', 'log');
    const onTrouble = (what: string, err?: Error) => log.warn({ err }, what);
    return new HashingPool({ clock, onTrouble, cost: config.passwords.cost, workers: hashingWorkers });
  });
}

function bindUseCases(bind: Bind, { bypasses: declared }: Config): void {
  const desks = (its: Its) => {
    const [sessions, challenges] = [its.resolve(SessionDesk), its.resolve(ChallengeDesk)];
    return { sessions, challenges, devices: its.resolve(DeviceDesk) };
  };
  // What nearly every use case works with.
  const core = (its: Its) => pick(its, 'work', 'clock', 'policy');

  for (const List of [ListSessions, ListDevices, ListMachines]) bind<object>(List, (its) => new List(core(its)));
  for (const End of [RevokeSession, RevokeDevice, RevokeMachineToken, CloseServiceAccount])
    bind<object>(End, (its) => new End(core(its)));
  for (const Say of [SetLanguage, RenameFactor]) bind<object>(Say, (its) => new Say(core(its)));
  bind(SessionDesk, (its) => new SessionDesk(pick(its, 'issuers', 'refreshSecrets', 'entropy', 'policy')));
  bind(ChallengeDesk, (its) => {
    const { challengeTokens: tokens, ...rest } = pick(its, 'challengeTokens', 'entropy', 'policy');
    return new ChallengeDesk({ tokens, ...rest });
  });
  bind(DeviceDesk, (its) => new DeviceDesk(pick(its, 'deviceSecrets', 'entropy', 'policy')));
  bind(PresentedChallenges, (its) => {
    const { challengeTokens: tokens, clock } = pick(its, 'challengeTokens', 'clock');
    return new PresentedChallenges({ tokens, clock });
  });
  bind(VerifyMfa, (its) => new VerifyMfa({ ...core(its), ...desks(its), ...pick(its, 'factors', 'entropy') }));
  bind(StepUp, (its) => new StepUp({ ...core(its), ...desks(its), ...pick(its, 'passwords', 'entropy') }));
  bind(
    RefreshSession,
    (its) => new RefreshSession({ ...core(its), ...desks(its), ...pick(its, 'refreshSecrets', 'entropy') }),
  );
  bind(AuthenticateRequest, (its) => new AuthenticateRequest({ ...core(its), ...pick(its, 'issuers', 'entropy') }));
  bind(AuthenticatePending, (its) => new AuthenticatePending({ ...core(its), ...desks(its) }));
  bind(LogOut, (its) => new LogOut({ ...core(its), ...desks(its), ...pick(its, 'refreshSecrets') }));
  bind(EnrolFactor, (its) => new EnrolFactor({ ...core(its), ...desks(its), ...pick(its, 'factors', 'entropy') }));
  bind(ConfirmFactor, (its) => new ConfirmFactor({ ...core(its), ...desks(its), ...pick(its, 'factors', 'entropy') }));
  bind(RegenerateBackupCodes, (its) => new RegenerateBackupCodes({ ...core(its), ...pick(its, 'factors', 'entropy') }));
  bind(RemoveFactor, (its) => new RemoveFactor({ ...core(its), ...desks(its) }));
  bind(DisableMfa, (its) => new DisableMfa({ ...core(its), ...desks(its) }));
  bind(CreateMachineToken, (its) => new CreateMachineToken({ ...core(its), ...pick(its, 'entropy') }));
  bind(ExchangeMachineToken, (its) => new ExchangeMachineToken({ ...core(its), ...pick(its, 'machines', 'entropy') }));
  bind(OpenServiceAccount, (its) => new OpenServiceAccount({ ...core(its), ...pick(its, 'entropy') }));
  bind(Bypasses, (its) => new Bypasses({ ...core(its), declared, uses: its.resolve(Ports.bypassUses) }));
  bind(ListBypasses, (its) => new ListBypasses({ ...core(its), bypasses: its.resolve(Bypasses) }));
  bind(CheckRequest, (its) => new CheckRequest({ ...core(its), bypasses: its.resolve(Bypasses) }));
}
