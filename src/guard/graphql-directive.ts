import {
  buildASTSchema,
  defaultFieldResolver,
  getDirectiveValues,
  isInterfaceType,
  isObjectType,
  parse,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLInterfaceType,
  type GraphQLSchema,
} from 'graphql';
import type { Auth } from './auth.js';
import { signedIn, strongly, type Demand } from './demand.js';
import { GraphqlAuth, type GraphqlAuthOptions } from './graphql-auth.js';

/** For the type definitions of a schema. */
export const requiresAuthTypeDefs = `
"""
Lets only those in who have signed in, with that much assurance, proven no longer than \`maxAge\` seconds ago; and programs
only where \`machines\` names scopes, and with all of them.
"""
directive @requiresAuth(assurance: AuthAssurance! = AAL1, maxAge: Int, machines: [String!]) on OBJECT | INTERFACE | FIELD_DEFINITION

"AAL1 = one factor, AAL2 = two (NIST SP 800-63B-4)."
enum AuthAssurance { AAL1 AAL2 }
`;

const own = buildASTSchema(parse(`type Query { nothing: Int } ${requiresAuthTypeDefs}`)).getDirective('requiresAuth');

export interface DirectiveGuard<Context> {
  /** Puts a guard before every field that has the directive, or whose type or interface has it. Changes and returns `schema`. */
  protect(schema: GraphQLSchema): GraphQLSchema;
  /** Who makes a request, for resolvers. */
  auth(context: Context): Promise<Auth>;
}

/** `@requiresAuth` for schema-first servers. */
export function directiveGuard<Context>(options: GraphqlAuthOptions<Context>): DirectiveGuard<Context> {
  const door = new GraphqlAuth(options);
  return {
    protect(schema) {
      // Where the directive means nothing to the schema, a field that has it would stand open.
      if (!schema.getDirective('requiresAuth')) throw new Error('Add requiresAuthTypeDefs to the type definitions');
      for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type)) protectType(type, door);
      return schema;
    },
    auth: (context) => door.auth(context),
  };
}

type Composite = GraphQLObjectType | GraphQLInterfaceType;

function protectType<Context>(type: GraphQLObjectType, door: GraphqlAuth<Context>): void {
  const kinds: readonly Composite[] = [type, ...type.getInterfaces()];
  for (const field of Object.values(type.getFields())) {
    const demands = kinds.flatMap((kind) => demandsOf(kind, kind.getFields()[field.name]));
    if (demands.length > 0) protectField(field, demands, door);
  }
}

/** All of them are to be met: the strictest decides. */
function protectField<Context>(
  field: GraphQLField<unknown, Context>,
  demands: readonly Demand[],
  door: GraphqlAuth<Context>,
): void {
  const { resolve = defaultFieldResolver, subscribe } = field;
  const behind =
    (resolver: GraphQLFieldResolver<unknown, Context>): GraphQLFieldResolver<unknown, Context> =>
    async (source, args, context, info) => {
      for (const demand of demands) await door.admit(context, demand);
      return resolver(source, args, context, info);
    };
  field.resolve = behind(resolve);
  if (subscribe) field.subscribe = behind(subscribe);
}

function demandsOf(type: Composite, field: GraphQLField<unknown, unknown> | undefined): readonly Demand[] {
  // An interface's type may be said of by any of its fields, a field that the interface lacks by none.
  if (!field && isInterfaceType(type)) return [];
  const nodes = [type.astNode, ...type.extensionASTNodes, field?.astNode];
  return nodes.map(demandOf).filter((demand) => demand !== undefined);
}

function demandOf(node: Parameters<typeof getDirectiveValues>[1] | null | undefined): Demand | undefined {
  const values = own && node ? getDirectiveValues(own, node) : undefined;
  if (!values) return undefined;
  const { assurance, maxAge, machines } = values as {
    readonly assurance: 'AAL1' | 'AAL2';
    readonly maxAge?: number | null;
    readonly machines?: readonly string[] | null;
  };
  const options = { ...(typeof maxAge === 'number' && { maxAge }), ...(machines && { machines }) };
  return assurance === 'AAL2' ? strongly(options) : signedIn(options);
}
