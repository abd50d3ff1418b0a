import { KeyRing } from '../../src/adapters/credentials/key-ring.js';
import { GraphQLEndpoint } from '../../src/adapters/graphql/endpoint.js';
import { startServer } from '../../src/adapters/graphql/server.js';
import { Envelopes } from '../../src/adapters/http/envelopes.js';
import { openLog } from '../../src/adapters/http/log.js';
import { MemoryKeyStore } from '../../src/adapters/memory/memory-key-store.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { HashingPool } from '../../src/adapters/node/hashing-pool.js';
import { Seal } from '../../src/adapters/node/seal.js';
import { AuthenticateRequest } from '../../src/application/authenticate-request.js';
import { loadConfig } from '../../src/config.js';
import { buildContainer, Opened, Ports, resolversOf } from '../../src/container.js';
import { after, type Duration } from '../../src/domain/duration.js';
import { defaultPolicy, type AuthPolicy } from '../../src/domain/policy.js';
import type { UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import { Caller, type Answered } from '../../src/testing/caller.js';

export interface GraphQLHouseOptions {
  readonly policy?: Partial<AuthPolicy>;
  readonly production?: boolean;
  /** What stands between the use cases and the store, such as a store that can be taken away. */
  readonly around?: (work: UnitOfWork) => UnitOfWork;
}

/** The GraphQL endpoint with everything behind it, over Maps, at a moment that only the test moves. */
export class GraphQLHouse {
  private constructor(
    readonly store: MemoryStore,
    readonly endpoint: GraphQLEndpoint,
    readonly logged: readonly string[],
    private readonly envelopes: Envelopes,
    private readonly hands: { now: Date },
    readonly close: () => Promise<void>,
  ) {}

  static async open({ policy, production = true, around }: GraphQLHouseOptions = {}): Promise<GraphQLHouse> {
    const hands = { now: new Date('2026-03-01T12:00:10.000Z') };
    const clock = { now: () => hands.now };
    const logged: string[] = [];
    const log = openLog('debug', { write: (line: string) => void logged.push(line) });
    const keyStore = new MemoryKeyStore();
    const config = loadConfig({ SECRET_KEY: 'a key of thirty-two bytes, or more' });
    const house = buildContainer({ ...config, policy: { ...defaultPolicy, ...policy } }, { clock, log, keyStore });

    const store = new MemoryStore();
    const maps = new MemoryUnitOfWork({ store, clock, entropy: house.resolve(Ports.entropy), rehearse: true });
    house.register(Ports.work, { useValue: around ? around(maps) : maps });
    const ring = await KeyRing.open({ store: keyStore, seal: house.resolve(Seal), clock, alg: config.tokens.alg });
    house.register(Opened.ring, { useValue: ring });

    const server = await startServer({ resolvers: resolversOf(house), clock, log, production });
    const endpoint = new GraphQLEndpoint({ server, authenticate: house.resolve(AuthenticateRequest), clock });
    const close = async (): Promise<void> => {
      await server.stop();
      await house.resolve(HashingPool).close();
    };
    return new GraphQLHouse(store, endpoint, logged, house.resolve(Envelopes), hands, close);
  }

  get now(): Date {
    return this.hands.now;
  }

  wait(span: Duration): void {
    this.hands.now = after(this.hands.now, span);
  }

  caller(address?: string): Caller {
    return new Caller(this.endpoint, this.envelopes, address);
  }

  ask(query: string, variables?: object): Promise<Answered> {
    return this.caller().ask(query, variables);
  }
}
