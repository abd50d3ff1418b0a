import { z } from 'zod';
import * as answers from './answers.js';
import * as bodies from './bodies.js';
import { checkDescription } from './check-description.js';
import { problems, problemType, type ProblemKind } from './problems.js';
import type { Demand, Route } from './route.js';
import { routes } from './routes.js';

type Json = Readonly<Record<string, unknown>>;

/** What any route can answer with, by whether it takes a body and demands a session. */
const always: readonly ProblemKind[] = ['invalid-request', 'foreign-origin', 'unavailable'];
const withBody: readonly ProblemKind[] = ['too-large', 'unsupported-content'];
const withSession: readonly ProblemKind[] = ['session-ended', 'mfa-required'];

/** Every problem a route can answer with. */
export function problemsOf({ body, demand, problems: own }: Route): readonly ProblemKind[] {
  const added = [...always, ...(body ? withBody : []), ...(demand === 'authenticated' ? withSession : [])];
  return [...new Set([...own, ...added])];
}

/** The routes and their schemas as an OpenAPI 3.1 document. */
export function openApi(publicUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(name, route) };
  }
  paths[checkDescription.path] = { get: check() };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Portcullis',
      version: '1',
      summary: 'Sign-in and multi-factor authentication',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: schemas(),
      securitySchemes: securitySchemes(publicUrl.startsWith('https:') ? '__Host-' : ''),
    },
  };
}

/** `prefix`: of the cookies' names, which browsers take over https only. */
const securitySchemes = (prefix: '__Host-' | ''): Json => ({
  accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The access token of a session' },
  sessionCookie: { type: 'apiKey', in: 'cookie', name: `${prefix}portcullis`, description: 'The cookie of a session' },
  challengeToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The token of a challenge' },
  pendingCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: `${prefix}portcullis-pending`,
    description: 'A pending sign-in',
  },
  deviceCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: `${prefix}portcullis-device`,
    description: 'What a browser is known by when it logs in: no credential, and worth nothing without the password',
  },
});

const session = [{ accessToken: [] }, { sessionCookie: [] }];
const security: Readonly<Record<Demand, readonly Json[]>> = {
  public: [],
  partial: [{}, ...session, { challengeToken: [] }, { pendingCookie: [] }],
  authenticated: session,
};

function operation(name: string, route: Route): Json {
  const { path, demand, summary, body } = route;
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, id]) => ({
    name: id,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  return {
    operationId: name,
    summary,
    'x-demand': demand,
    security: security[demand],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: ref(body) } } } }),
    responses: { ...successes(route), ...refusals(problemsOf(route)) },
  };
}

function check(): Json {
  const { operation: described, responses, problems: kinds } = checkDescription;
  return { ...described, security: session, responses: { ...responses, ...refusals(kinds) } };
}

function successes({ answers: own }: Route): Json {
  const said = Object.entries(own).map(([status, schema]) => [
    status,
    {
      description: status === '200' ? 'Done' : 'Accepted, and not complete',
      ...content('application/json', ref(schema)),
    },
  ]);
  return Object.fromEntries(said) as Json;
}

/** One response a status, whatever problems share it. */
function refusals(all: readonly ProblemKind[]): Json {
  const byStatus = Map.groupBy(all, (kind) => problems[kind].status);
  const said = [...byStatus].map(([status, kinds]) => {
    const description = kinds.map((kind) => problems[kind].title).join(' / ');
    const schema = { oneOf: kinds.map((kind) => ({ $ref: `#/components/schemas/${problemName(kind)}` })) };
    return [status, { description, headers: headersOf(status), ...content('application/problem+json', schema) }];
  });
  return Object.fromEntries(said) as Json;
}

const header = (description: string): Json => ({ description, schema: { type: 'string' } });
function headersOf(status: number): Json {
  if (status === 401) return { 'WWW-Authenticate': header('RFC 6750, RFC 9470') };
  if (status === 429 || status === 503) return { 'Retry-After': header('Seconds, where waiting helps') };
  return {};
}

const content = (type: string, schema: Json): Json => ({ content: { [type]: { schema } } });
const ref = (schema: z.ZodType): Json => ({ $ref: `#/components/schemas/${nameOf.get(schema)}` });
const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const problemName = (kind: ProblemKind): string => `${kind.split('-').map(capital).join('')}Problem`;

const nameOf = new Map<z.ZodType, string>([
  ...Object.entries<z.ZodType>(answers).map(([name, schema]) => [schema, capital(name)] as const),
  ...Object.entries<z.ZodType>(bodies).map(([name, schema]) => [schema, `${capital(name)}Body`] as const),
]);

function schemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of nameOf) registry.add(schema, { id });
  for (const kind of Object.keys(problems) as ProblemKind[])
    registry.add(problemSchema(kind), { id: problemName(kind) });
  const { schemas: made } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // A moment leaves as JSON writes it.
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  });
  return Object.fromEntries(
    Object.entries(made).map(([id, { $id: _id, $schema: _dialect, ...schema }]) => [id, schema]),
  );
}

function problemSchema(kind: ProblemKind): z.ZodType {
  const { status, title, members } = problems[kind];
  return z.object({
    type: z.literal(problemType(kind)),
    title: z.literal(title),
    status: z.literal(status),
    detail: z.string().optional(),
    requestId: z.string(),
    ...members.shape,
  });
}
