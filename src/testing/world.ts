import type { GraphQLSchema } from 'graphql';
import { RequestContext } from '../adapters/graphql/context.js';
import { buildSchema } from '../adapters/graphql/schema.js';
import { Envelopes } from '../adapters/http/envelopes.js';
import { AuthenticateRequest } from '../application/authenticate-request.js';
import { LogIn, type LogInOutcome } from '../application/log-in.js';
import { PolicyShelf } from '../application/policy-in-force.js';
import { RelayFacts } from '../application/relay-facts.js';
import { RelayWebhooks } from '../application/relay-webhooks.js';
import { VerifyMfa, type VerifyMfaOutcome } from '../application/verify-mfa.js';
import type { Pending } from '../application/challenge-desk.js';
import { Ports, resolversOf } from '../container.js';
import type { Client } from '../domain/client.js';
import type { DomainEvent } from '../domain/events.js';
import type { FactorKind } from '../domain/mfa/factors.js';
import type { Message } from '../domain/ports/notifier.js';
import { Secret } from '../domain/secret.js';
import type { CredentialKind, PresentedChallenge } from '../domain/session/credentials.js';
import type { Needs } from '../needs.js';
import type { OpenHouse } from '../open-house.js';
import { Caller, type Answered } from './caller.js';
import { openWorld } from './open-world.js';
import type { Phone } from './phone.js';
import { settle, type Resident, type UserOptions } from './resident.js';
import type { WorldMemory } from './world-adapters.js';
import type { WorldClock } from './world-clock.js';
import type { WorldOptions } from './world-options.js';

export type { WorldOptions } from './world-options.js';

/** A world that is coming, and who is to live in it. */
export type ComingWorld = Promise<World> & {
  /** Somebody who has been there all along; `ada` has the address `ada@example.org`. */
  withUser(name: string, options?: UserOptions): ComingWorld;
};

/**
 * The whole house in memory, listening on a port of this machine: nothing of it is a mock but what hashes, which is fast
 * and safe for nobody. It lets the process end, closed or not. Rejects with `ConfigMistakes`.
 */
export const aWorld = (options: WorldOptions = {}): ComingWorld => coming(World.open(options));

const coming = (world: Promise<World>): ComingWorld =>
  Object.assign(world, {
    withUser: (name: string, options: UserOptions = {}): ComingWorld =>
      coming(
        world.then((its) =>
          its.settle(name, options).catch(async (problem: unknown) => {
            // Nobody will ever hold it.
            await its.close();
            throw problem;
          }),
        ),
      ),
  });

export class World {
  private readonly residents = new Map<string, Resident>();
  private asked: { readonly by: string; readonly password: string; readonly pending: Pending } | undefined;
  private requests = 0;
  private built: GraphQLSchema | undefined;

  private constructor(
    /** Where it listens. */
    readonly url: string,
    /** Moves nothing where a clock of yours stands in its place. */
    readonly clock: WorldClock,
    /** What was logged, a line each. */
    readonly logged: readonly string[],
    private readonly house: OpenHouse,
    private readonly memory: WorldMemory,
    readonly close: () => Promise<void>,
  ) {}

  static async open(options: WorldOptions): Promise<World> {
    const { url, clock, logged, house, memory, close } = await openWorld(options);
    return new World(url, clock, logged, house, memory, close);
  }

  /** One more, who has been there all along. Rejects where somebody has the address. */
  async settle(name: string, options: UserOptions = {}): Promise<this> {
    this.residents.set(name, await settle(this.needs(), this.addressOf(name), options));
    return this;
  }

  addressOf(name: string): string {
    return name.includes('@') ? name : `${name}@example.org`;
  }

  phoneOf(name: string): Phone {
    const { phone } = this.resident(name);
    if (!phone) throw new Error(`${name} has no phone: say withUser('${name}', { totp: true })`);
    return phone;
  }

  /** As they were handed out: spent ones too. */
  backupCodesOf(name: string): readonly string[] {
    return this.resident(name).backupCodes;
  }

  /**
   * The first factor. A right password is the default, and a device that nobody knows: `device` is the token of one that
   * is known. What it asks for is answered by `verify`.
   */
  async logIn(
    name: string,
    password = this.resident(name).password,
    credential: CredentialKind = 'token',
    device?: string,
  ): Promise<LogInOutcome> {
    const devices = device === undefined ? [] : [new Secret(device)];
    const email = this.addressOf(name);
    const given = { email, password: new Secret(password), credential, devices, browser: undefined };
    const outcome = await this.its(LogIn).execute({ ...given, client: this.client() });
    if ('pending' in outcome) this.asked = { by: name, password, pending: outcome.pending };
    return outcome;
  }

  /** Answers what the last `logIn` asked for. */
  async verify(code: string, how: { readonly kind?: FactorKind; readonly trustDevice?: boolean } = {}) {
    const { kind = /^[0-9]{6}$/.test(code) ? 'totp' : 'backup-code', trustDevice = false } = how;
    const challenge = await this.challenge();
    return this.its(VerifyMfa).execute({ challenge, kind, code, trustDevice, client: this.client() });
  }

  /** Whoever logged in last does so again, and answers with `code`, which may have been used. */
  async replay(code: string): Promise<VerifyMfaOutcome> {
    if (!this.asked) throw new Error('Nobody was asked for a second factor: log in first');
    await this.logIn(this.asked.by, this.asked.password);
    return this.verify(code);
  }

  /** A caller who has signed in, with a code of their phone where they have one; their access token is its `bearer`. */
  async signIn(name: string): Promise<Caller> {
    let outcome: LogInOutcome | VerifyMfaOutcome = await this.logIn(name);
    if (outcome.status === 'mfa-required') outcome = await this.verify(this.phoneOf(name).code());
    if (outcome.status !== 'signed-in') {
      const hint = outcome.status === 'refused' ? ': each code is good for once, advance the clock by 30 seconds' : '';
      throw new Error(`${name} was not signed in but ${outcome.status}${hint}`);
    }
    const { credential } = outcome.signedIn;
    const caller = this.caller();
    if (credential.kind === 'token') caller.bearer = credential.accessToken.reveal();
    return caller;
  }

  /** A client of GraphQL, without a port and with cookies of its own. */
  caller(address?: string): Caller {
    return new Caller(this.house.endpoint, this.house.its.resolve(Envelopes), address);
  }

  /** One operation of somebody new. */
  graphql(query: string, variables?: object): Promise<Answered> {
    return this.caller().ask(query, variables);
  }

  /** For `graphql` of graphql-js, a gateway or a server of your own; wants a `context` for each operation. */
  get schema(): GraphQLSchema {
    return (this.built ??= buildSchema(resolversOf(this.house.its)));
  }

  /** Of one request, by whoever holds the access token. */
  context(bearer?: string): RequestContext {
    const envelope = this.house.its.resolve(Envelopes).open(Caller.incoming(bearer ? { bearer } : {}));
    return new RequestContext(this.client(), envelope, this.its(AuthenticateRequest));
  }

  /** What has happened, oldest first. Of a `work` over a store of your own we know nothing. */
  facts(): readonly DomainEvent[] {
    return this.memory.store.facts.map(({ event }) => event);
  }

  /** Tells owners of accounts and receivers of webhooks what has happened, as the service does each second by itself. */
  async deliver(): Promise<void> {
    for (const relay = this.its(RelayFacts); (await relay.execute(100)).delivered > 0;);
    const webhooks = this.its(RelayWebhooks);
    await webhooks.begin(() => undefined);
    await webhooks.settled();
  }

  /** Looks what others have set in the book of policies, as the service does every few seconds. */
  reloadPolicies(): Promise<void> {
    return this.its(PolicyShelf).reload(this.needs().policies);
  }

  /** What they were told, oldest first; nothing where a notifier of yours tells them. */
  async mail(): Promise<readonly Message[]> {
    await this.deliver();
    return this.memory.mail;
  }

  /** What fills the house's needs, ours or yours. */
  needs(): Needs {
    const names = Object.keys(Ports) as (keyof Needs)[];
    return Object.fromEntries(
      names.map((name) => [name, this.house.its.resolve<unknown>(Ports[name])]),
    ) as unknown as Needs;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private its<T>(what: new (...args: never[]) => T): T {
    return this.house.its.resolve(what as new () => T);
  }

  private resident(name: string): Resident {
    const found = this.residents.get(name);
    if (!found) throw new Error(`Nobody called ${name} lives in this world: say withUser('${name}')`);
    return found;
  }

  private client(): Client {
    return { address: '192.0.2.1', device: undefined, correlationId: `request ${(this.requests += 1)} of a test` };
  }

  private async challenge(): Promise<PresentedChallenge | undefined> {
    if (!this.asked) throw new Error('Nobody was asked for a second factor: log in first');
    const { carried, token } = this.asked.pending;
    const { challengeTokens, clock } = this.needs();
    const read = carried ?? (await challengeTokens.read('verify', token, clock.now()));
    return read && { binding: undefined, ...read };
  }
}
