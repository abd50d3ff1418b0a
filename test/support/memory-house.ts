import { AuthenticateRequest } from '../../src/application/authenticate-request.js';
import { ChallengeDesk } from '../../src/application/challenge-desk.js';
import { ConfirmFactor } from '../../src/application/confirm-factor.js';
import { DisableMfa } from '../../src/application/disable-mfa.js';
import { EnrolFactor } from '../../src/application/enrol-factor.js';
import { ListSessions } from '../../src/application/list-sessions.js';
import { LogIn } from '../../src/application/log-in.js';
import { LogOut } from '../../src/application/log-out.js';
import { RefreshSession } from '../../src/application/refresh-session.js';
import { RegenerateBackupCodes } from '../../src/application/regenerate-backup-codes.js';
import { RegisterUser } from '../../src/application/register-user.js';
import { RemoveFactor } from '../../src/application/remove-factor.js';
import { RevokeSession } from '../../src/application/revoke-session.js';
import { SessionDesk } from '../../src/application/session-desk.js';
import { StepUp } from '../../src/application/step-up.js';
import { VerifyMfa } from '../../src/application/verify-mfa.js';
import { HmacChallengeTokens } from '../../src/adapters/credentials/challenge-tokens.js';
import { CookieSessionIssuer } from '../../src/adapters/credentials/cookie-session-issuer.js';
import { JwtIssuer } from '../../src/adapters/credentials/jwt-issuer.js';
import { KeyRing } from '../../src/adapters/credentials/key-ring.js';
import { KeyedRefreshSecrets } from '../../src/adapters/credentials/refresh-secrets.js';
import { BackupCode } from '../../src/adapters/factors/backup-code.js';
import { qrCode } from '../../src/adapters/factors/qr-code.js';
import { Totp } from '../../src/adapters/factors/totp.js';
import { AccountResolver } from '../../src/adapters/graphql/account-resolver.js';
import { EnrolmentResolver } from '../../src/adapters/graphql/enrolment-resolver.js';
import { FactorResolver } from '../../src/adapters/graphql/factor-resolver.js';
import { PresentedChallenges } from '../../src/adapters/graphql/presented-challenges.js';
import { RegistrationResolver } from '../../src/adapters/graphql/registration-resolver.js';
import type { Resolvers } from '../../src/adapters/graphql/schema.js';
import { SessionResolver } from '../../src/adapters/graphql/session-resolver.js';
import { SignInResolver } from '../../src/adapters/graphql/sign-in-resolver.js';
import { MemoryKeyStore } from '../../src/adapters/memory/memory-key-store.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { Argon2Digests } from '../../src/adapters/node/argon2-digests.js';
import { Argon2PasswordHasher } from '../../src/adapters/node/argon2-password-hasher.js';
import type { HashingPool } from '../../src/adapters/node/hashing-pool.js';
import { NodeEntropy } from '../../src/adapters/node/entropy.js';
import { Seal } from '../../src/adapters/node/seal.js';
import type { Clock } from '../../src/domain/ports/clock.js';
import type { UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import type { AuthPolicy } from '../../src/domain/policy.js';
import { Secret } from '../../src/domain/secret.js';

export interface MemoryHouse {
  readonly store: MemoryStore;
  readonly authenticate: AuthenticateRequest;
  readonly resolvers: Resolvers;
  readonly cookieKeys: KeyRing;
}
export interface MemoryHouseNeeds {
  readonly clock: Clock;
  readonly policy: AuthPolicy;
  readonly pool: HashingPool;
  /** What stands between the use cases and the store, such as a store that can be taken away. */
  readonly around?: (work: UnitOfWork) => UnitOfWork;
}

const names = { issuer: 'https://id.example.org', audience: 'https://id.example.org', clientId: 'portcullis' };

/** Every use case over Maps, behind the resolvers: the house as it is, with its own keys and nothing shared. */
export async function memoryHouse({ clock, policy, pool, around }: MemoryHouseNeeds): Promise<MemoryHouse> {
  const seal = new Seal(new Secret('a key of thirty-two bytes, or more'));
  const ring = await KeyRing.open({ store: new MemoryKeyStore(), seal, clock, alg: 'ES256' });
  const entropy = new NodeEntropy((value) => ring.indexDigest(value));
  const store = new MemoryStore();
  const overMaps = new MemoryUnitOfWork({ store, clock, entropy, rehearse: true });
  const work = around ? around(overMaps) : overMaps;
  const tokens = new HmacChallengeTokens(ring, names.issuer);
  const refreshSecrets = new KeyedRefreshSecrets(ring);
  const issuers = { token: new JwtIssuer(ring, entropy, names), cookie: new CookieSessionIssuer() };
  const passwords = new Argon2PasswordHasher(pool);
  const factors = { totp: new Totp(seal, 'Portcullis'), 'backup-code': new BackupCode(new Argon2Digests(pool)) };
  const sessions = new SessionDesk({ issuers, refreshSecrets, entropy, policy });
  const challenges = new ChallengeDesk({ tokens, entropy, policy });
  const its = { work, passwords, factors, sessions, challenges, issuers, refreshSecrets, entropy, clock, policy };
  const presented = new PresentedChallenges({ tokens, clock });

  const made: readonly object[] = [
    new AccountResolver({ listSessions: new ListSessions(its) }),
    new RegistrationResolver({ register: new RegisterUser(its) }),
    new SignInResolver({ logIn: new LogIn(its), verifyMfa: new VerifyMfa(its), presented }),
    new SessionResolver({
      stepUp: new StepUp(its),
      refreshSession: new RefreshSession(its),
      logOut: new LogOut(its),
      revokeSession: new RevokeSession(its),
    }),
    new EnrolmentResolver({ enrol: new EnrolFactor(its), confirm: new ConfirmFactor(its), presented, qr: qrCode }),
    new FactorResolver({
      regenerateBackupCodes: new RegenerateBackupCodes(its),
      removeFactor: new RemoveFactor(its),
      disableMfa: new DisableMfa(its),
    }),
  ];
  const resolvers: Resolvers = {
    get: <T extends object>(type: abstract new (...args: never[]) => T): T => {
      const found = made.find((each): each is T => each instanceof type);
      if (!found) throw new Error(`Nobody made ${type.name}`);
      return found;
    },
  };
  return { store, authenticate: new AuthenticateRequest(its), resolvers, cookieKeys: ring };
}
