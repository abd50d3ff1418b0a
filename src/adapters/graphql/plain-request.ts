import type { GraphQLRequest } from './endpoint.js';

/** What an operation needs. */
export interface PlainRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

const jsonOnly = /^application\/json(?:; ?charset=utf-8)?$/i;
const members: ReadonlySet<string> = new Set(['query', 'variables', 'operationName']);

/**
 * The request, where it is one that Apollo's HTTP layer would let through as it is: JSON sent by POST, which no form and
 * no simple request can do, and of members that have the types they should have. Undefined for all others, which that
 * layer answers.
 */
export function plainRequest({ method, headers, body }: GraphQLRequest): PlainRequest | undefined {
  const type = headers['content-type'];
  if (typeof type !== 'string' || !jsonOnly.test(type)) return undefined;
  if (method !== 'POST' || typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  for (const member in body) if (!members.has(member)) return undefined;
  const { query, variables, operationName } = body as Record<string, unknown>;
  if (typeof query !== 'string' || query === '') return undefined;
  if (!isOptional(operationName) && (typeof operationName !== 'string' || operationName === '')) return undefined;
  if (!isOptional(variables) && !isRecord(variables)) return undefined;
  return { query, ...(variables && { variables }), ...(operationName && { operationName }) };
}

const isOptional = (value: unknown): value is null | undefined => value === null || value === undefined;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && !Array.isArray(value);
