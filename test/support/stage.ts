import { Addressing } from '../../src/application/addressing.js';
import { AuthenticateRequest } from '../../src/application/authenticate-request.js';
import { ChangeAddress } from '../../src/application/change-address.js';
import { ChangePassword } from '../../src/application/change-password.js';
import { ChallengeDesk, type Pending } from '../../src/application/challenge-desk.js';
import { ConfirmAddress } from '../../src/application/confirm-address.js';
import { ConfirmFactor } from '../../src/application/confirm-factor.js';
import { DeviceDesk } from '../../src/application/device-desk.js';
import { DisableMfa } from '../../src/application/disable-mfa.js';
import { EnrolFactor } from '../../src/application/enrol-factor.js';
import { LinkDesk } from '../../src/application/link-desk.js';
import { ListSessions } from '../../src/application/list-sessions.js';
import { LogIn } from '../../src/application/log-in.js';
import { LogOut } from '../../src/application/log-out.js';
import { RefreshSession } from '../../src/application/refresh-session.js';
import { RegenerateBackupCodes } from '../../src/application/regenerate-backup-codes.js';
import { RegisterUser } from '../../src/application/register-user.js';
import { RelayFacts } from '../../src/application/relay-facts.js';
import { RemoveFactor } from '../../src/application/remove-factor.js';
import { RenameFactor } from '../../src/application/rename-factor.js';
import { ReopenSignIn } from '../../src/application/reopen-sign-in.js';
import { RequestPasswordReset } from '../../src/application/request-password-reset.js';
import { ResetMfa } from '../../src/application/reset-mfa.js';
import { ResetPassword } from '../../src/application/reset-password.js';
import { RevokeSession } from '../../src/application/revoke-session.js';
import { SecureAccount } from '../../src/application/secure-account.js';
import { SessionDesk, type SignedIn } from '../../src/application/session-desk.js';
import { StepUp } from '../../src/application/step-up.js';
import { VerifyMfa } from '../../src/application/verify-mfa.js';
import type { Client } from '../../src/domain/client.js';
import { seconds } from '../../src/domain/duration.js';
import type { UserId } from '../../src/domain/ids.js';
import { Busy } from '../../src/domain/ports/password-hasher.js';
import type { Beats, Transaction, UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import { Secret } from '../../src/domain/secret.js';
import type { Credential, CredentialKind, PresentedChallenge } from '../../src/domain/session/credentials.js';
import { EmailAddress } from '../../src/domain/user/email-address.js';
import type { User } from '../../src/domain/user/user.js';
import type { Needs } from '../../src/needs.js';
import type { UserOptions } from '../../src/testing/resident.js';
import { aWorld, type World, type WorldOptions } from '../../src/testing/world.js';
import { anId, client } from '../../src/testing/builders.js';

export const password = new Secret('correct horse battery staple');

/** Runs `meanwhile` once, where rivals are fastest: between proving and deciding, or deciding and committing. */
class Interrupted implements UnitOfWork {
  meanwhile: (() => unknown) | undefined;

  constructor(private readonly work: UnitOfWork) {}

  run<G, P, T>(by: Client, work: ((tx: Transaction) => Promise<T>) | Beats<G, P, T>): Promise<T> {
    if (typeof work === 'function') {
      return this.work.run(by, async (tx) => {
        const result = await work(tx);
        await this.interrupt();
        return result;
      });
    }
    const prove = async (seen: G): Promise<P> => {
      const proof = await work.prove(seen);
      await this.interrupt();
      return proof;
    };
    return this.work.run(by, { gather: (tx) => work.gather(tx), prove, decide: (tx, proof) => work.decide(tx, proof) });
  }

  private async interrupt(): Promise<void> {
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
  }
}

type Hasher = { readonly busyUntil: Date | undefined; readonly isSeen: boolean };

/** The use cases one by one, over Maps, and hands for what happens around them. */
export class Stage {
  private constructor(
    readonly world: World,
    readonly its: Needs,
    private readonly work: Interrupted,
    private readonly hasher: Hasher,
  ) {}

  static async open(options: Omit<WorldOptions, 'instead'> = {}): Promise<Stage> {
    const hasher: Hasher = { busyUntil: undefined, isSeen: true };
    let work: Interrupted | undefined;
    const world = await aWorld({
      ...options,
      instead: ({ work: maps, passwords, factors }) => {
        work = new Interrupted(maps);
        const busy = () => hasher.busyUntil && new Busy(hasher.busyUntil);
        const codes = factors['backup-code'];
        return {
          work,
          passwords: {
            turnsAway: (...given) => (hasher.isSeen ? busy() : undefined) ?? passwords.turnsAway?.(...given),
            hash: async (...given) => busy() ?? passwords.hash(...given),
            check: async (...given) => busy() ?? passwords.check(...given),
          },
          factors: {
            totp: factors.totp,
            'backup-code': {
              kind: 'backup-code',
              enrol: async (...given) => busy() ?? codes.enrol(...given),
              verify: async (question) => busy() ?? codes.verify(question),
            },
          },
        };
      },
    });
    if (!work) throw new Error('A world that asked for no unit of work');
    return new Stage(world, world.needs(), work, hasher);
  }

  get useCases() {
    const { its } = this;
    const sessions = new SessionDesk(its);
    const challenges = new ChallengeDesk({ ...its, tokens: its.challengeTokens });
    const devices = new DeviceDesk(its);
    const links = new LinkDesk({ ...its, linkUrl: 'https://auth.example.com/link' });
    const all = { ...its, sessions, challenges, devices, links, addressing: new Addressing({ ...its, links }) };
    return {
      register: new RegisterUser(all),
      logIn: new LogIn(all),
      verify: new VerifyMfa(all),
      stepUp: new StepUp(all),
      refresh: new RefreshSession(all),
      authenticate: new AuthenticateRequest(all),
      logOut: new LogOut(all),
      list: new ListSessions(all),
      revoke: new RevokeSession(all),
      enrol: new EnrolFactor(all),
      confirm: new ConfirmFactor(all),
      regenerate: new RegenerateBackupCodes(all),
      remove: new RemoveFactor(all),
      rename: new RenameFactor(all),
      disable: new DisableMfa(all),
      relay: new RelayFacts(all),
      changePassword: new ChangePassword(all),
      requestReset: new RequestPasswordReset(all),
      resetPassword: new ResetPassword(all),
      changeAddress: new ChangeAddress(all),
      confirmAddress: new ConfirmAddress(all),
      reopen: new ReopenSignIn(all),
      secure: new SecureAccount(all),
      resetMfa: new ResetMfa(all),
    };
  }

  get now(): Date {
    return this.its.clock.now();
  }

  /** Whatever hashes has no place before this moment; undefined: it has one. Not `isSeen`: those who came with it took it. */
  busyUntil(moment: Date | undefined, isSeen = true): void {
    Object.assign(this.hasher, { busyUntil: moment, isSeen });
  }

  /** What a rival does in the middle of the next use case that is played. */
  meanwhile(act: () => unknown): void {
    this.work.meanwhile = act;
  }

  /** Somebody of a name that nobody else has. */
  async person(options: UserOptions = {}): Promise<string> {
    const name = anId();
    await this.world.settle(name, options);
    return name;
  }

  logIn(name: string, secret = password, credential: CredentialKind = 'token', by: Client = client) {
    const email = this.world.addressOf(name);
    return this.useCases.logIn.execute({
      email,
      password: secret,
      credential,
      devices: [],
      browser: undefined,
      client: by,
    });
  }

  /** What has to be answered by somebody who has a phone. */
  async challenged(name: string, credential: CredentialKind = 'token'): Promise<PresentedChallenge> {
    const outcome = await this.logIn(name, password, credential);
    if (!('pending' in outcome)) throw new Error(`${name} was not asked but ${outcome.status}`);
    return this.presented(outcome.pending);
  }

  async presented({ carried, token }: Pending): Promise<PresentedChallenge> {
    const { challengeTokens } = this.its;
    const read =
      (await challengeTokens.read('verify', token, this.now)) ?? (await challengeTokens.read('enrol', token, this.now));
    if (!read) throw new Error('A token that nobody can read');
    return { binding: undefined, ...(carried ?? read) };
  }

  verify(challenge: PresentedChallenge | undefined, code: string, kind: 'totp' | 'backup-code' | undefined = 'totp') {
    return this.useCases.verify.execute({ challenge, kind, code, trustDevice: false, client });
  }

  /** With a code of their phone where they have one; the phone shows another one afterwards. */
  async signIn(name: string, credential: CredentialKind = 'token'): Promise<SignedIn> {
    const outcome = await this.logIn(name, password, credential);
    if (outcome.status === 'signed-in') return outcome.signedIn;
    if (!('pending' in outcome)) throw new Error(`${name} was not signed in but ${outcome.status}`);
    const verified = await this.verify(await this.presented(outcome.pending), this.world.phoneOf(name).code());
    if (verified.status !== 'signed-in') throw new Error(`${name} was not signed in but ${verified.status}`);
    this.world.clock.advance(seconds(30));
    return verified.signedIn;
  }

  /** Somebody else decides something about a user. */
  change(user: UserId, act: (user: User, tx: Transaction) => unknown): Promise<void> {
    return this.its.work.run(client, async (tx) => {
      const found = await tx.users.byId(user);
      if (!found) throw new Error(`Nobody has the id ${user}`);
      await act(found, tx);
    });
  }

  /** Somebody as they are now. */
  async userOf(name: string): Promise<User> {
    const email = EmailAddress.parse(this.world.addressOf(name));
    const user = email && (await this.its.work.run(client, (tx) => tx.users.byEmail(email)));
    if (!user) throw new Error(`Nobody is called ${name}`);
    return user;
  }

  /** The facts that `act` leaves behind. */
  async facts(act: () => Promise<unknown>): Promise<readonly string[]> {
    const before = this.world.facts().length;
    await act();
    return this.world
      .facts()
      .slice(before)
      .map((event) => ('why' in event ? `${event.type}: ${event.why}` : event.type));
  }
}

export const refreshTokenOf = ({ credential }: { readonly credential: Credential }): Secret => {
  if (credential.kind !== 'token') throw new Error('A cookie has no refresh token');
  return credential.refreshToken;
};
