import type { Assurance, Auth, Machine, Pending, Person } from './auth.js';

/** What a route asks of whoever comes. `A` is who may be behind it. */
export interface Demand<A extends Auth = Auth> {
  readonly admits: 'anyone' | 'pending' | 'people' | 'machines';
  readonly assurance: Assurance;
  /** Seconds since it was proven. */
  readonly maxAge: number | undefined;
  /** Scopes with which a machine is let in; undefined: none is. */
  readonly machines: readonly string[] | undefined;
  /** Tells a pending client 202 and what is due, instead of 401. */
  readonly answersPending: boolean;
  readonly exemption: Exemption | undefined;
  /** Only for the compiler. */
  readonly behind?: A;
}

/** A route that demands less for a while. */
export interface Exemption {
  readonly reason: string;
  /** From here on the route demands the second factor again. */
  readonly until: Date;
}

export interface PeopleOptions {
  /** Seconds since it was proven: the second factor at AAL2, else the password. */
  readonly maxAge?: number;
  /** Lets machines in that hold all of these scopes. */
  readonly machines?: readonly string[];
  readonly answersPending?: boolean;
}
export interface MfaOptions extends PeopleOptions {
  readonly exemption?: Exemption;
}

/** Whom a demand with these options lets through. */
export type Admitted<O extends PeopleOptions> = O extends { readonly machines: readonly string[] }
  ? Person | Machine
  : Person;

const least: Demand = {
  admits: 'people',
  assurance: 'aal1',
  maxAge: undefined,
  machines: undefined,
  answersPending: false,
  exemption: undefined,
};

/** Anybody; who they are is told where they say so. */
export const anyone = (): Demand => ({ ...least, admits: 'anyone' });

/** Whoever has proven the password, with or without a second factor. Asks the service where a sign-in is pending. */
export const partly = (): Demand<Person | Pending> => ({ ...least, admits: 'pending' }) as Demand<Person | Pending>;

/** People who are signed in. */
export const signedIn = <const O extends PeopleOptions>(options?: O): Demand<Admitted<O>> =>
  people('aal1', options) as Demand<Admitted<O>>;

/** People who have proven a second factor, lately where `maxAge` says so. */
export const strongly = <const O extends MfaOptions>(options?: O): Demand<Admitted<O>> =>
  people('aal2', options) as Demand<Admitted<O>>;

/** Programs only, with all of these scopes. */
export const machinesOnly = (scopes: readonly string[] = []): Demand<Machine> =>
  ({ ...least, admits: 'machines', machines: scopes }) as Demand<Machine>;

function people(assurance: Assurance, options: MfaOptions = {}): Demand {
  const { maxAge, machines, answersPending = false, exemption } = options;
  if (maxAge !== undefined && !(Number.isSafeInteger(maxAge) && maxAge > 0))
    throw new RangeError('maxAge is a whole number of seconds above 0');
  if (exemption && (exemption.reason.trim() === '' || Number.isNaN(exemption.until.getTime())))
    throw new RangeError('An exemption has a reason and an end');
  return { ...least, assurance, maxAge, machines, answersPending, exemption };
}
