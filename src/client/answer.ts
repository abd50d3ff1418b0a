import type { AssuranceLevel } from './operations.js';
import type { Tokens } from './tokens.js';

/** What is asked of a person's session; `maxAge` in seconds. */
export interface Demand {
  readonly requiredAssurance: AssuranceLevel;
  readonly maxAge: number | undefined;
}

/** An answer in as much as every transport has it. */
export interface Answer {
  readonly data?: unknown;
  /** As they came: whoever answers in the place of a server may send anything. */
  readonly errors?: unknown;
  /** Of HTTP, where the answer is no GraphQL. */
  readonly status?: number | undefined;
  /** `WWW-Authenticate`. */
  readonly challenge?: string | null | undefined;
}

type Errors = readonly ({ readonly extensions?: Readonly<Record<string, unknown>> | null } | null)[];

/** What an answer means for the session: new tokens, a credential that is not taken, or too little proof. */
export type Notice =
  | { readonly kind: 'tokens'; readonly tokens: Tokens; readonly deviceToken: string | null }
  | { readonly kind: 'signed-out' | 'stale' }
  | { readonly kind: 'proof'; readonly demand: Demand };

/** An operation in as much as it matters here. */
export interface Root {
  readonly fields: readonly string[];
  readonly mutation: boolean;
}

/** A document as every client library has it; whichever version of graphql-js it is from. */
interface Document {
  readonly definitions: readonly {
    readonly kind: string;
    readonly operation?: string;
    readonly selectionSet?: { readonly selections: readonly { readonly kind: string; readonly name?: Name }[] };
  }[];
}
interface Name {
  readonly value: string;
}

export function rootOf({ definitions }: Document): Root {
  const operation = definitions.find((each) => each.operation);
  const selections = operation?.selectionSet?.selections ?? [];
  return { fields: selections.map(({ name }) => name?.value ?? ''), mutation: operation?.operation === 'mutation' };
}

interface Result {
  readonly __typename?: string;
  readonly tokens?: Tokens | null;
  readonly deviceToken?: string | null;
  readonly authenticated?: Result;
  readonly requiredAssurance?: AssuranceLevel;
  readonly maxAge?: number | null;
}

/** The first thing that an answer means; nothing for the common answer. */
export function noticeIn({ data, errors, status, challenge }: Answer): Notice | undefined {
  for (const [field, result] of Object.entries((data ?? {}) as Record<string, Result | null>)) {
    if (field === 'me' && result === null) return { kind: 'stale' };
    const notice = result && noticeOf(field, result);
    if (notice) return notice;
  }
  for (const error of Array.isArray(errors) ? (errors as Errors) : []) {
    const extensions = error?.extensions ?? {};
    const code = String(extensions['code']).toLowerCase();
    if (code === 'unauthenticated') return { kind: 'stale' };
    if (code === insufficient) return proof(extensions['acrValues'], extensions['maxAge']);
  }
  if (status !== 401) return undefined;
  // RFC 6750 §3 and RFC 9470 §3.
  if (challenge?.includes(insufficient))
    return proof(parameter(challenge, 'acr_values'), parameter(challenge, 'max_age'));
  return { kind: 'stale' };
}

const insufficient = 'insufficient_user_authentication';

function noticeOf(field: string, result: Result): Notice | undefined {
  const { __typename, maxAge } = result;
  if (__typename === 'SessionEnded') return { kind: 'stale' };
  if (__typename === 'StepUpRequired') {
    const { requiredAssurance = 'AAL2' } = result;
    return { kind: 'proof', demand: { requiredAssurance, maxAge: maxAge ?? undefined } };
  }
  const { tokens, deviceToken = null } = result.authenticated ?? result;
  if (tokens?.accessToken && tokens.refreshToken) return { kind: 'tokens', tokens, deviceToken };
  return field === 'logout' ? { kind: 'signed-out' } : undefined;
}

function proof(acrValues: unknown, maxAge: unknown): Notice {
  const age = maxAge === undefined || maxAge === null ? undefined : Number(maxAge);
  // Whoever only wants it recent takes what there is: the server asks for a second factor where one is enrolled.
  const enough = acrValues ? /aal1/i.test(String(acrValues)) && !/aal2/i.test(String(acrValues)) : age !== undefined;
  return { kind: 'proof', demand: { requiredAssurance: enough ? 'AAL1' : 'AAL2', maxAge: age } };
}

const parameter = (header: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="?([^",]*)`).exec(header)?.[1];
