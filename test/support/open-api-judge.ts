import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { openApi } from '../../src/adapters/rest/open-api.js';

interface Operation {
  /** Without content: the head is the answer. */
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const document = openApi('http://localhost:4000');
const paths = document['paths'] as Paths;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, 'openapi');
const compiled = new Map<string, ValidateFunction>();

/** The documented operation at this address, and its path as it is documented. */
export function operationAt(method: string, address: string): { path: string; operation: Operation } | undefined {
  const asked = address.split('?')[0] ?? '';
  for (const [path, operations] of Object.entries(paths)) {
    const operation = operations[method.toLowerCase()];
    const shape = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
    // A path that is written out comes before one with a parameter, as in the router.
    if (operation && (path === asked || (shape.test(asked) && !(asked in paths)))) return { path, operation };
  }
  return undefined;
}

/** Fails where an answer of a documented operation is not documented, or is not what was documented. */
export function conforms(method: string, address: string, { status, headers }: Response, body: unknown): void {
  const found = operationAt(method, address);
  // Refused before anybody looked at the path: every server can answer with these.
  if (!found || status === 414 || status === 431) return;
  const told = `${method} ${found.path} ${status}`;
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  const documented = found.operation.responses[status];
  if (documented && !documented.content && body === undefined) return;
  const schema = documented?.content?.[type]?.schema;
  if (!schema) return expect.fail(`${told} as ${type} is not documented: ${JSON.stringify(body)}`);
  const pointer = `openapi#/paths/${found.path.replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}/content/${type.replaceAll('/', '~1')}/schema`;
  const judge = compiled.get(pointer) ?? ajv.compile({ $ref: pointer.replaceAll('{', '%7B').replaceAll('}', '%7D') });
  compiled.set(pointer, judge);
  if (!judge(body))
    expect.fail(`${told} is not as documented: ${ajv.errorsText(judge.errors)} in ${JSON.stringify(body)}`);
}
