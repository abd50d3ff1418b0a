import type { z } from 'zod';
import type { Viewer } from '../../application/viewer.js';
import type { Caller } from './caller.js';
import type { ProblemKind, Refusal } from './problems.js';

/**
 * Who may come in. `public`: anybody; `partial`: a pending sign-in is enough, and the route finds out who it is itself;
 * `authenticated`: a live session.
 */
export type Demand = 'public' | 'partial' | 'authenticated';

/** One route as everybody sees it: the router, OpenAPI, the documentation and the tests. */
export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  /** As OpenAPI writes it: `/auth/sessions/{id}`. */
  readonly path: string;
  readonly demand: Demand;
  readonly summary: string;
  readonly body?: z.ZodObject;
  readonly answers: Readonly<Partial<Record<200 | 202, z.ZodObject>>>;
  /** Besides those that every route can answer with. */
  readonly problems: readonly ProblemKind[];
}

/** One request that came through the door of its route. */
export interface Asked<R extends Route> {
  readonly body: R['body'] extends z.ZodObject ? z.output<R['body']> : undefined;
  /** The path's; empty where it has none. */
  readonly id: string;
  readonly caller: Caller;
  readonly viewer: R['demand'] extends 'authenticated' ? Viewer : undefined;
}

type Success<A> = { [S in keyof A]-?: { readonly status: S; readonly body: z.input<A[S]> } }[keyof A];
/** What a route may answer with, and nothing else: an undocumented answer does not type-check. */
export type Reply<R extends Route> = Success<R['answers']> | Refusal<R['problems'][number]>;
