import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { listen, pool, read, send } from './listen.js';

// The limit of `me`: Apollo Server on bare node:http, one prepared read by primary key, and nobody asks who is asking.
const typeDefs = `
  type Query { me: User }
  type User { id: ID! email: String! session: Session! }
  type Session { mfaVerified: Boolean! }`;

interface Context {
  readonly user: string | undefined;
}

const me = async (_: unknown, _args: unknown, { user }: Context): Promise<object | undefined> => {
  const { rows } = await pool.query<{ readonly id: string; readonly email: string }>({
    name: 'me',
    text: 'select id, email from limit_users where id = $1',
    values: [user],
  });
  return rows[0] && { ...rows[0], session: { mfaVerified: true } };
};

const server = new ApolloServer<Context>({
  typeDefs,
  resolvers: { Query: { me } },
  plugins: [ApolloServerPluginCacheControlDisabled()],
  stopOnTerminationSignals: false,
});
await server.start();

await listen(async (req, res) => {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(req.headers)) if (typeof value === 'string') headers.set(name, value);
  const { body } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: req.method ?? 'POST', headers, search: '', body: await read(req) },
    context: async () => ({ user: headers.get('x-user') }),
  });
  if (body.kind === 'chunked') throw new Error('Nothing was deferred');
  send(res, body.string);
});
