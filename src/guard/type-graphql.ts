import { UseMiddleware, type MiddlewareFn } from 'type-graphql';
import type { Auth } from './auth.js';
import { signedIn, strongly, type PeopleOptions } from './demand.js';
import { GraphqlAuth, type GraphqlAuthOptions } from './graphql-auth.js';

export interface RequiresAuthOptions extends PeopleOptions {
  readonly assurance?: 'AAL1' | 'AAL2';
}

export interface TypeGraphqlGuard<Context> {
  /** Before a query, a mutation, a subscription or a field; before a resolver class, all of its operations. */
  readonly RequiresAuth: (options?: RequiresAuthOptions) => ReturnType<typeof UseMiddleware>;
  /** Who makes a request, for resolvers. */
  auth(context: Context): Promise<Auth>;
}

/** `@RequiresAuth({ assurance: 'AAL2', maxAge: 300 })` for type-graphql. */
export function typeGraphqlGuard<Context extends object>(
  options: GraphqlAuthOptions<Context>,
): TypeGraphqlGuard<Context> {
  const door = new GraphqlAuth(options);
  return {
    RequiresAuth: ({ assurance = 'AAL1', ...rest } = {}) => {
      const demand = assurance === 'AAL2' ? strongly(rest) : signedIn(rest);
      const middleware: MiddlewareFn<Context> = async ({ context }, next) => {
        await door.admit(context, demand);
        return next();
      };
      return UseMiddleware(middleware as MiddlewareFn);
    },
    auth: (context) => door.auth(context),
  };
}
