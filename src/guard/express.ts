import type { Request, RequestHandler, Response } from 'express';
import type { Auth, Machine, Pending, Person } from './auth.js';
import { anyone, machinesOnly, partly, signedIn, strongly, type Demand, type MfaOptions, type PeopleOptions } from './demand.js'; // prettier-ignore
import { Guard, type GuardOptions } from './guard.js';
import { NodeVisit } from './visit.js';

declare global {
  namespace Express {
    interface Request {
      /** Who makes the request; there once a guard has let it through. */
      auth?: Auth;
    }
  }
}

/** Guards for the routes of an Express 5 application. */
export interface ExpressGuard {
  /** Anybody; `req.auth` tells who where they say so. */
  public(): RequestHandler;
  /** Pending sign-ins too. */
  partial(): RequestHandler;
  /** People who are signed in. Take this one unless you know better. */
  authenticated(options?: PeopleOptions): RequestHandler;
  /** People who have proven a second factor. */
  mfa(options?: MfaOptions): RequestHandler;
  /** Programs that hold all of these scopes, and no people. */
  machine(...scopes: readonly string[]): RequestHandler;
  readonly guard: Guard;
}

export function expressGuard(options: GuardOptions | Guard): ExpressGuard {
  const guard = options instanceof Guard ? options : new Guard(options);

  const standing = (demand: Demand): RequestHandler => {
    guard.declare(demand);
    return async (req, res, next) => {
      const verdict = await guard.admit(new NodeVisit(req, req.originalUrl), demand);
      if (verdict.kind === 'refused') return refuse(res, verdict.answer);
      req.auth = verdict.auth;
      next();
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

function refuse(res: Response, { status, headers, body }: { status: number; headers: object; body: string }): void {
  res.writeHead(status, { ...headers });
  res.end(body);
}

/** The person behind a request, for handlers that stand behind `authenticated` or `mfa`. Throws for anybody else. */
export const person = (req: Request): Person => behind(req, 'person');
export const machine = (req: Request): Machine => behind(req, 'machine');
export const pending = (req: Request): Pending => behind(req, 'pending');

function behind<K extends Auth['kind']>({ auth }: Request, kind: K): Extract<Auth, { kind: K }> {
  if (auth?.kind === kind) return auth as Extract<Auth, { kind: K }>;
  throw new Error(`No guard in front of this route lets only a ${kind} through`);
}
