import { expect } from 'chai';
import type * as fc from 'fast-check';
import type { DomainEvent } from '../../src/domain/events.js';
import type { Result } from '../../src/testing/caller.js';
import type { House, Reply, Request } from './house.js';
import type { Answer, Model } from './model.js';
import type { Person } from './state.js';

/** A request, and what the specification says of its answer. `null` where there is nobody to answer to. */
export interface Play extends Request {
  readonly answer: Answer | null;
  /** Takes what only the real house knows: ids, tokens, codes. */
  readonly learn?: (result: Result, reply: Reply) => unknown;
}

/** One thing that somebody does. */
export class Command implements fc.AsyncCommand<Model, House, true> {
  constructor(
    private readonly name: string,
    private readonly how: object,
    /** Undefined where there is nothing to do it with. Changes the model to what is true afterwards. */
    private readonly play: (model: Model, house: House) => Promise<Play | undefined> | Play | undefined,
  ) {}

  /** Where there is nothing to do it with, nothing is done. */
  async check(): Promise<boolean> {
    return true;
  }

  async run(model: Model, house: House): Promise<void> {
    model.expected.length = 0;
    const play = await this.play(model, house);
    const reply = play && (await house.ask(play));
    const facts = await house.facts();
    introduce(model, facts);
    if (play && reply) {
      const { result = null } = reply;
      this.agree('answered', seen(result, play.answer), play.answer);
      if (result) await play.learn?.(result, reply);
    }
    const told = plain(facts, model.people);
    this.agree('told', told, model.expected.map(canonical).toSorted());
  }

  /** Says both: what is shrunk is reported without a difference. */
  private agree(what: string, house: unknown, model: unknown): void {
    const [theirs, ours] = [house, model].map((each) => JSON.stringify(each, undefined, 1));
    expect(house, `${String(this)}: the house ${what} ${theirs}, and by the model ${ours}`).to.deep.equal(model);
  }

  toString(): string {
    return `${this.name}(${JSON.stringify(this.how).slice(1, -1).replaceAll('"', '')})`;
  }
}

/** Who somebody is and which device is meant, only the house knows. */
function introduce(model: Model, facts: readonly DomainEvent[]): void {
  for (const fact of facts) {
    const [email] = model.expected.flatMap((each) =>
      'user' in each && 'type' in each && each.type === fact.type ? [each.user] : [],
    );
    const person = model.people.find((each) => each.email === email);
    if (fact.type === 'user.registered' && person) person.id = fact.userId;
    const device = model.devices.find(({ id }) => id === '');
    if (fact.type === 'device.known' && device) device.id = fact.deviceId;
  }
}

/** As much of a result as the model speaks of; it counts time in milliseconds. */
function seen(result: unknown, answer: unknown): unknown {
  if (typeof answer === 'number' && typeof result === 'string') return Date.parse(result);
  if (Array.isArray(result) && Array.isArray(answer)) return result.map((each, index) => seen(each, answer[index]));
  if (!isRecord(answer) || !isRecord(result)) return result;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, seen(result[name === 'type' ? '__typename' : name], value)]),
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Facts about people of this story and about nobody, in words. */
function plain(facts: readonly DomainEvent[], people: readonly Person[]): readonly string[] {
  const names = new Map(people.map(({ id, email }) => [id, email]));
  return facts
    .flatMap((fact) => {
      const { userId, ...rest } = { userId: undefined, ...fact };
      if (userId === undefined) return [canonical(rest)];
      const user = names.get(userId);
      return user === undefined ? [] : [canonical({ ...rest, user })];
    })
    .toSorted();
}

function canonical(fact: object): string {
  const said = Object.entries(fact).filter(([name, value]) => !name.endsWith('Id') && value !== undefined);
  return JSON.stringify(Object.fromEntries(said.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
