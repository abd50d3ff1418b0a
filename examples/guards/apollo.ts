import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { IncomingMessage } from 'node:http';
import { Guard } from 'portcullis/guard';
import { directiveGuard, requiresAuthTypeDefs } from 'portcullis/guard/graphql';

const { ISSUER = 'http://localhost:4000', AUDIENCE = ISSUER, PORT = '3000' } = process.env;

interface Context {
  readonly req: IncomingMessage;
}

const guard = new Guard({ issuer: ISSUER, audience: AUDIENCE });
const auth = directiveGuard<Context>({ guard, request: ({ req }) => req });

const typeDefs = `
  type Query {
    motto: String!
    balance: Int @requiresAuth
  }
  type Mutation {
    pay(amount: Int!): Receipt @requiresAuth(assurance: AAL2, maxAge: 300)
  }
  type Receipt {
    paidBy: ID
  }
`;
const resolvers = {
  Query: { motto: () => 'Prove outside, decide inside', balance: () => 42 },
  Mutation: {
    async pay(_: unknown, _args: unknown, context: Context) {
      const who = await auth.auth(context);
      return { paidBy: who.kind === 'person' ? who.userId : null };
    },
  },
};

const schema = auth.protect(makeExecutableSchema({ typeDefs: [requiresAuthTypeDefs, typeDefs], resolvers }));
const server = new ApolloServer<Context>({ schema });
const { url } = await startStandaloneServer(server, {
  listen: { port: Number(PORT), host: '127.0.0.1' },
  context: async ({ req }) => ({ req }),
});
console.log(`listening on ${new URL(url).port}`);
