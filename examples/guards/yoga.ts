import { createSchema, createYoga, type YogaInitialContext } from 'graphql-yoga';
import { createServer } from 'node:http';
import { Guard } from 'portcullis/guard';
import { directiveGuard, requiresAuthTypeDefs } from 'portcullis/guard/graphql';

const { ISSUER = 'http://localhost:4000', AUDIENCE = ISSUER, PORT = '3000' } = process.env;

const guard = new Guard({ issuer: ISSUER, audience: AUDIENCE });
const auth = directiveGuard<YogaInitialContext>({ guard, request: ({ request }) => request });

const typeDefs = `
  type Query {
    motto: String!
    account: Account
  }
  "Whoever reaches an account, reaches it signed in."
  type Account @requiresAuth {
    holder: String
    key: String @requiresAuth(assurance: AAL2)
  }
`;
const resolvers = {
  Query: { motto: () => 'Prove outside, decide inside', account: () => ({ holder: 'Ada', key: 'under the mat' }) },
};

const schema = auth.protect(createSchema({ typeDefs: [requiresAuthTypeDefs, typeDefs], resolvers }));
const server = createServer(createYoga({ schema, logging: false }));
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening on ${typeof address === 'object' ? address?.port : address}`);
});
