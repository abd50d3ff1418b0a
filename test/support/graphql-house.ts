import { CookieKeys } from '../../src/adapters/credentials/cookie-keys.js';
import { GraphQLEndpoint } from '../../src/adapters/graphql/endpoint.js';
import { startServer } from '../../src/adapters/graphql/server.js';
import { Envelopes } from '../../src/adapters/http/envelopes.js';
import { openLog } from '../../src/adapters/http/log.js';
import type { MemoryStore } from '../../src/adapters/memory/store.js';
import { after, type Duration } from '../../src/domain/duration.js';
import { defaultPolicy, type AuthPolicy } from '../../src/domain/policy.js';
import type { UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import { GraphQLCaller, type Answered } from './graphql-caller.js';
import { hashingPool } from './hashing-pool.js';
import { memoryHouse } from './memory-house.js';

export interface GraphQLHouseOptions {
  readonly policy?: Partial<AuthPolicy>;
  readonly production?: boolean;
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
    const pool = hashingPool();
    const { store, authenticate, resolvers, cookieKeys } = await memoryHouse({
      clock,
      policy: { ...defaultPolicy, ...policy },
      pool,
      ...(around && { around }),
    });
    const logged: string[] = [];
    const log = openLog('debug', { write: (line: string) => void logged.push(line) });
    const server = await startServer({ resolvers, clock, log, production });
    const endpoint = new GraphQLEndpoint({ server, authenticate, clock });
    const envelopes = new Envelopes(new CookieKeys(cookieKeys), false);
    const close = async (): Promise<void> => {
      await server.stop();
      await pool.close();
    };
    return new GraphQLHouse(store, endpoint, logged, envelopes, hands, close);
  }

  get now(): Date {
    return this.hands.now;
  }

  wait(span: Duration): void {
    this.hands.now = after(this.hands.now, span);
  }

  caller(address?: string): GraphQLCaller {
    return new GraphQLCaller(this.endpoint, this.envelopes, address);
  }

  ask(query: string, variables?: object): Promise<Answered> {
    return this.caller().ask(query, variables);
  }
}
