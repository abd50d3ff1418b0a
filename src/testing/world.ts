import type { GraphQLSchema } from 'graphql';
import { RequestContext } from '../adapters/graphql/context.js';
import { buildSchema } from '../adapters/graphql/schema.js';
import { Envelopes } from '../adapters/http/envelopes.js';
import { openLog } from '../adapters/http/log.js';
import { HttpServer } from '../adapters/http/server.js';
import { SystemClock } from '../adapters/node/system-clock.js';
import { AuthenticateRequest } from '../application/authenticate-request.js';
import { LogIn, type LogInOutcome } from '../application/log-in.js';
import { RelayFacts } from '../application/relay-facts.js';
import { VerifyMfa, type VerifyMfaOutcome } from '../application/verify-mfa.js';
import type { Pending } from '../application/challenge-desk.js';
import { loadConfig, type Variables } from '../config.js';
import { Ports, resolversOf } from '../container.js';
import type { Client } from '../domain/client.js';
import { seconds } from '../domain/duration.js';
import type { DomainEvent } from '../domain/events.js';
import type { FactorKind } from '../domain/mfa/factors.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Message } from '../domain/ports/notifier.js';
import { Secret } from '../domain/secret.js';
import type { CredentialKind, PresentedChallenge } from '../domain/session/credentials.js';
import type { Needs } from '../needs.js';
import { openHouse, type OpenHouse } from '../open-house.js';
import { Caller, type Answered } from './caller.js';
import type { Phone } from './phone.js';
import { settle, type Resident, type UserOptions } from './resident.js';
import { worldAdapters, type WorldAdapters, type WorldMemory } from './world-adapters.js';
import { WorldClock } from './world-clock.js';

export interface WorldOptions {
  /** What the service would read from its environment, such as `{ MFA: 'required' }`; nothing is read from the process. */
  readonly env?: Variables;
  readonly policy?: Partial<AuthPolicy>;
  /**
   * Adapters of yours in the place of ours, by the name of their need; or a function of ours, for one that stands around
   * another. A `work` over a store of its own brings its `outbox`.
   */
  readonly instead?: Partial<Needs> | ((ours: WorldAdapters) => Partial<Needs>);
  /** Takes every decision twice and throws the first away, so that one which must not be repeated is noticed. By default. */
  readonly rehearse?: boolean;
  /** Where the clock stands at first. By default the current half minute's beginning, so that browsers keep cookies. */
  readonly now?: Date;
}

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
      coming(world.then((its) => its.settle(name, options))),
  });

const step = seconds(30);
const defaults: Variables = { SECRET_KEY: 'everybody can read this key of the testing kit', LOG_LEVEL: 'debug' };

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

  static async open({ env, policy, instead = {}, rehearse = true, now }: WorldOptions): Promise<World> {
    let answer: OpenHouse['listener'] | undefined;
    const server = new HttpServer((req, res) => answer?.(req, res)).unref();
    const opened: (() => Promise<unknown>)[] = [() => server.drain(0)];
    const close = async (): Promise<void> => {
      for (let last = opened.pop(); last; last = opened.pop()) await last();
    };
    const first = loadConfig({ ...defaults, PORT: '0', ...env });
    const port = await server.listen(first.port, first.host);
    // Once more with the port that there is: tokens name it as their issuer.
    const read = loadConfig({ ...defaults, ...env, PORT: String(port) });
    const config = { ...read, policy: { ...read.policy, ...policy } };

    const clock = new WorldClock(now ?? thisStep());
    const { memory, ...ours } = worldAdapters(config, { clock, rehearse, dating: { now: () => needs.clock.now() } });
    const given = typeof instead === 'function' ? instead(ours) : instead;
    const needs = { ...ours, ...given };
    const logged: string[] = [];
    const log = given.log ?? openLog(config.logLevel, { write: (line: string) => void logged.push(line) });
    try {
      const house = await openHouse(config, { log, instead: needs }, opened);
      answer = house.listener;
      return new World(`http://localhost:${port}`, clock, logged, house, memory, close);
    } catch (problem) {
      await close();
      throw problem;
    }
  }

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

  /** The first factor. A right password is the default. What it asks for is answered by `verify`. */
  async logIn(
    name: string,
    password = this.resident(name).password,
    credential: CredentialKind = 'token',
  ): Promise<LogInOutcome> {
    const given = { email: this.addressOf(name), password: new Secret(password), credential, browser: undefined };
    const outcome = await this.its(LogIn).execute({ ...given, client: this.client() });
    if ('pending' in outcome) this.asked = { by: name, password, pending: outcome.pending };
    return outcome;
  }

  /** Answers what the last `logIn` asked for. */
  async verify(code: string, kind: FactorKind = /^[0-9]{6}$/.test(code) ? 'totp' : 'backup-code') {
    return this.its(VerifyMfa).execute({ challenge: await this.challenge(), kind, code, client: this.client() });
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

  /** Tells the owners of accounts what has happened, as the service does of its own accord each second. */
  async deliver(): Promise<void> {
    for (const relay = this.its(RelayFacts); (await relay.execute(100)) > 0;);
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

/** Whole steps of a phone: what is said of half a minute from here on holds. */
const thisStep = (): Date => new Date(Math.floor(new SystemClock().now().getTime() / step) * step);
