import { expect } from 'chai';
import { NodeEntropy } from '../../src/adapters/node/entropy.js';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/unit-of-work.js';
import type { Variables } from '../../src/config.js';
import { itself } from '../../src/domain/client.js';
import { seconds } from '../../src/domain/duration.js';
import type { Transaction, UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import { EmailAddress } from '../../src/domain/user/email-address.js';
import type { User } from '../../src/domain/user/user.js';
import type { Phone } from '../../src/testing/phone.js';
import { service, type Running } from './service.js';
import { SetClock } from './set-clock.js';
import { straightTo, Visitor, type Kind } from './visitor.js';

/** Somebody whose account is attacked. */
export interface Owner {
  readonly email: string;
  /** Signed in with both factors. */
  readonly visitor: Visitor;
  /** Shows a code that was not used yet. */
  readonly phone: Phone;
  readonly backupCodes: readonly string[];
}

type Fits = Readonly<Record<string, unknown>>;

/** The real service behind its real door, over a database of its own, under a clock that only the test moves. */
export class Besieged {
  private constructor(
    readonly running: Running,
    readonly clock: SetClock,
  ) {}

  /** `beside`: another replica over the same database. */
  static async begin(env: Variables = {}, beside?: Besieged): Promise<Besieged> {
    // Clients look at their own clocks when a cookie says how long it lives.
    const clock = beside?.clock ?? new SetClock(new Date());
    const shared = beside && { DATABASE_URL: beside.running.pool.options.connectionString };
    return new Besieged(await service({ ...shared, ...env }, { instead: { clock } }), clock);
  }

  /** Whatever was tried: the service has nothing to explain. */
  async end(): Promise<void> {
    const { logs, close } = this.running;
    await close();
    expect(logs.filter((line) => /"level":"(error|fatal)"/.test(line))).to.deep.equal([]);
  }

  get now(): Date {
    return this.clock.now();
  }

  /** The store, as another part of the service would use it. */
  get work(): UnitOfWork {
    const { running, clock } = this;
    return new PostgresUnitOfWork({ pool: running.pool, clock, entropy: new NodeEntropy((value) => value) });
  }

  visitor(email: string, kind: Kind = 'TOKEN', headers: Readonly<Record<string, string>> = {}): Visitor {
    return new Visitor(straightTo(this.running), email, kind, headers);
  }

  /** Registers somebody and gives them an authenticator. */
  async owner(email: string, kind: Kind = 'TOKEN'): Promise<Owner> {
    const visitor = await (await this.visitor(email, kind).register()).signIn();
    const { phone, confirmed } = await visitor.enrol(this.now);
    this.clock.advance(seconds(30));
    return { email, visitor, phone, backupCodes: confirmed['backupCodes'] as string[] };
  }

  /** How many facts say this. */
  async facts(fits: Fits): Promise<number> {
    const facts: readonly Fits[] = (await this.running.facts()).map((fact) => ({ ...fact }));
    return facts.filter((fact) => Object.entries(fits).every(([name, value]) => fact[name] === value)).length;
  }

  /** Changes somebody in the store. */
  async change(email: string, act: (user: User, tx: Transaction) => unknown): Promise<void> {
    await this.work.run(itself, async (tx) => {
      const address = EmailAddress.parse(email);
      const user = address && (await tx.users.byEmail(address));
      if (!user) throw new Error(`nobody is ${email}`);
      await act(user, tx);
    });
  }
}

/** Codes that these authenticators do not show around this moment. */
export function* wrongCodes(now: Date, ...phones: readonly Phone[]): Generator<string, never> {
  const around = [-2, -1, 0, 1, 2];
  const right = new Set(phones.flatMap((phone) => around.map((steps) => phone.codeAt(phone.stepAt(now) + steps))));
  for (let guess = 0; ; guess = (guess + 1) % 1_000_000) {
    const code = String(guess).padStart(6, '0');
    if (!right.has(code)) yield code;
  }
}

/** So many answers at once, a crowd at a time: a client has only so many sockets. */
export async function crowd<T>(size: number, ask: (index: number) => Promise<T>, together = 100): Promise<T[]> {
  const answers: T[] = [];
  for (let from = 0; from < size; from += together) {
    const indices = Array.from({ length: Math.min(together, size - from) }, (_, index) => from + index);
    answers.push(...(await Promise.all(indices.map(ask))));
  }
  return answers;
}

/** How often each answer came. */
export function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
