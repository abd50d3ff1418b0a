import type { ProblemKind } from './problems.js';

const query = (name: string, description: string, schema: object = { type: 'string', enum: ['', '1'] }): object => ({
  name,
  in: 'query',
  required: false,
  allowEmptyValue: true,
  description,
  schema,
});

const header = (description: string): object => ({ description, schema: { type: 'string' } });

/** `GET /auth/check` in OpenAPI's words: it answers with its head alone, so it is no row of the table of routes. */
export const checkDescription = {
  path: '/auth/check',
  operation: {
    operationId: 'check',
    summary: 'A proxy asks whether a request may pass, and whose it is',
    'x-demand': 'authenticated',
    parameters: [
      query('mfa', 'Demands a second factor'),
      query('maxAge', 'Seconds: how recent the proof must be', { type: 'integer', minimum: 1, maximum: 99_999_999 }),
      query('bypass', 'The name of a declared bypass'),
      query('redirect', 'Sends a browser on its way with a 303'),
    ],
  },
  responses: {
    200: {
      description: 'It may pass',
      headers: {
        'X-Auth-User': header('The id of the user'),
        'X-Auth-Session': header('The id of the session'),
        'X-Auth-Acr': header('aal1 or aal2 (NIST SP 800-63B-4)'),
        'X-Auth-Amr': header('What was proven, with spaces between (RFC 8176)'),
        'X-Auth-Time': header('When it was proven, in seconds since 1970'),
      },
    },
    303: { description: 'Where to sign in, or to prove more', headers: { Location: header('The page') } },
  },
  problems: [
    'invalid-request',
    'foreign-origin',
    'unavailable',
    'session-ended',
    'mfa-required',
    'step-up-required',
  ] satisfies readonly ProblemKind[],
} as const;
