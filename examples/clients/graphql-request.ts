import { GraphQLClient } from 'graphql-request';
import type { Portcullis } from 'portcullis/client';

/** graphql-request with a token that is renewed before it expires. */
export const graphqlRequestOf = (portcullis: Portcullis, url: string): GraphQLClient =>
  new GraphQLClient(url, {
    requestMiddleware: async (request) => {
      const headers = new Headers(request.headers);
      const authorization = await portcullis.authorization();
      if (authorization) headers.set('authorization', authorization);
      return { ...request, headers };
    },
  });
