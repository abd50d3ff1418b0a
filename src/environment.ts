import { hours, minutes, days, seconds, type Duration } from './domain/duration.js';
import { Secret } from './domain/secret.js';

export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and remembers what is wrong with each, so that one message can name every mistake. */
export class Environment {
  readonly #mistakes: string[] = [];

  constructor(private readonly variables: Variables) {}

  /** One line a mistake: the variable, what is wrong, and what would be right. Never the value of a secret. */
  get mistakes(): readonly string[] {
    return this.#mistakes;
  }

  mistake(name: string, wrong: string): void {
    this.#mistakes.push(`${name} ${wrong}`);
  }

  /** Undefined where it is unset, empty or blank. */
  text(name: string): string | undefined {
    return this.variables[name]?.trim() || undefined;
  }

  secret(name: string): Secret | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : new Secret(value);
  }

  number(name: string, range: { from: number; to: number }): number | undefined {
    return this.parsed(name, `a whole number from ${range.from} to ${range.to}`, (value) => {
      const number = /^[0-9]{1,9}$/.test(value) ? Number(value) : Number.NaN;
      return number >= range.from && number <= range.to ? number : undefined;
    });
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    return this.parsed(name, `one of ${choices.join(', ')}`, (value) => choices.find((choice) => choice === value));
  }

  duration(name: string): Duration | undefined {
    return this.parsed(name, 'a span of time such as 90s, 30m, 12h or 7d, at most 365d', (value) => {
      const [, amount, unit = ''] = /^([1-9][0-9]{0,8})([smhd])$/.exec(value) ?? [];
      const span = units[unit]?.(Number(amount));
      return span !== undefined && span <= days(365) ? span : undefined;
    });
  }

  /** `right` completes "must be …"; `parse` answers undefined for what is not. */
  parsed<T>(name: string, right: string, parse: (value: string) => T | undefined): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) this.mistake(name, `is ${quoted(value)}: it must be ${right}.`);
    return parsed;
  }

  /** The same for what must not be shown, such as an address with a password in it. */
  parsedSecret<T>(name: string, right: string, parse: (value: string) => T | undefined): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) this.mistake(name, `must be ${right}.`);
    return parsed;
  }
}

const units: Readonly<Record<string, (amount: number) => Duration>> = { s: seconds, m: minutes, h: hours, d: days };

const quoted = (value: string): string => JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
