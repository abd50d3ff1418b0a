import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.js';
import type { Auth, Machine, Pending, Person } from './auth.js';
import { anyone, machinesOnly, partly, signedIn, strongly, type Admitted, type Demand, type MfaOptions, type PeopleOptions } from './demand.js'; // prettier-ignore
import { Guard, type GuardOptions } from './guard.js';
import { NodeVisit } from './visit.js';

/** A request that a guard has let through, with whom it let in. */
export type Guarded<A extends Auth, R extends IncomingMessage = IncomingMessage> = R & { readonly auth: A };
export type Handler<A extends Auth> = (req: Guarded<A>, res: ServerResponse) => unknown;
/** Puts a guard before a handler; what comes out rejects with what the handler throws. */
export type Before<A extends Auth> = (
  handler: Handler<A>,
) => (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** Guards for handlers of plain node:http. */
export interface HttpGuard {
  /** Anybody; `req.auth` tells who where they say so. */
  public(): Before<Auth>;
  /** Pending sign-ins too. */
  partial(): Before<Person | Pending>;
  /** People who are signed in. Take this one unless you know better. */
  authenticated<const O extends PeopleOptions>(options?: O): Before<Admitted<O>>;
  /** People who have proven a second factor. */
  mfa<const O extends MfaOptions>(options?: O): Before<Admitted<O>>;
  /** Programs that hold all of these scopes, and no people. */
  machine(...scopes: readonly string[]): Before<Machine>;
  readonly guard: Guard;
}

export function httpGuard(options: GuardOptions | Guard): HttpGuard {
  const guard = options instanceof Guard ? options : new Guard(options);

  const standing = <A extends Auth>(demand: Demand<A>): Before<A> => {
    guard.declare(demand);
    return (handler) => async (req, res) => {
      const verdict = await guard.admit(new NodeVisit(req), demand);
      if (verdict.kind === 'refused') refuse(res, verdict.answer);
      else await handler(Object.assign(req, { auth: verdict.auth }), res);
    };
  };

  return {
    public: () => standing(anyone()),
    partial: () => standing(partly()),
    authenticated: (options) => standing(signedIn(options)),
    mfa: (options) => standing(strongly(options)),
    machine: (...scopes) => standing(machinesOnly(scopes)),
    guard,
  };
}

function refuse(res: ServerResponse, { status, headers, body }: Answer): void {
  res.writeHead(status, headers);
  res.end(body);
}
