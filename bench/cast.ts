import type { Call } from './job.js';
import { LimitPeople } from './limit-people.js';
import { peopleFor } from './house.js';
import type { People } from './people.js';
import { Stage, type Server } from './stage.js';

const limits = {
  'sign-in': './limits/sign-in.js',
  graphql: './limits/graphql.js',
} as const;

const freshFor = 60_000; // milliseconds, of the five minutes of an access token

interface Described {
  readonly calls: Promise<readonly Call[]>;
  readonly since: number;
}

/** Who plays: the service, the bare servers and the people of both. Each enters when a row first calls for it. */
export class Cast {
  private readonly entered = new Map<string, Promise<Server>>();
  private readonly described = new Map<string, Described>();

  private closing: Promise<void> | undefined;

  private constructor(
    readonly stage: Stage,
    readonly people: People,
    readonly limitPeople: LimitPeople,
  ) {}

  static async gather(log: (line: string) => void, profiles?: string): Promise<Cast> {
    const stage = await Stage.open(log, profiles);
    try {
      const limitPeople = new LimitPeople(stage.ownerUrl);
      await limitPeople.prepare();
      // The first start migrates the database and makes the keys.
      const first = await stage.startService();
      await first.child.stop();
      return new Cast(stage, await peopleFor(stage.settings, stage.ownerUrl), limitPeople);
    } catch (problem) {
      await stage.close();
      throw problem;
    }
  }

  service(): Promise<Server> {
    return this.once('service', () => this.stage.startService());
  }

  async guarded(): Promise<Server> {
    const { port } = await this.service();
    return this.once('guarded', () => this.stage.startGuarded(`http://127.0.0.1:${port}`));
  }

  limit(name: keyof typeof limits): Promise<Server> {
    return this.once(name, () => this.stage.startLimit(limits[name]));
  }

  /** The same calls for every row that names them so, while the tokens in them last for as long as a row may take. */
  calls(name: string, make: () => Promise<readonly Call[]>): Promise<readonly Call[]> {
    const known = this.described.get(name);
    if (known && performance.now() - known.since < freshFor) return known.calls;
    const calls = make();
    this.described.set(name, { calls, since: performance.now() });
    return calls;
  }

  /** Once, however often it is asked: an interruption may come while it is under way. */
  close(): Promise<void> {
    this.closing ??= this.leave();
    return this.closing;
  }

  private async leave(): Promise<void> {
    // What is still under way is not waited for, and its failure is nobody's news.
    await Promise.allSettled([this.people.close(), this.limitPeople.close()]);
    await this.stage.close();
  }

  private once(name: string, enter: () => Promise<Server>): Promise<Server> {
    const server = this.entered.get(name) ?? enter();
    this.entered.set(name, server);
    return server;
  }
}
