import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { IncomingMessage } from 'node:http';
import { Guard } from 'portcullis/guard';
import { typeGraphqlGuard } from 'portcullis/guard/type-graphql';
import { Arg, buildSchema, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';

const { ISSUER = 'http://localhost:4000', AUDIENCE = ISSUER, PORT = '3000' } = process.env;

interface Context {
  readonly req: IncomingMessage;
}

const guard = new Guard({ issuer: ISSUER, audience: AUDIENCE });
const { RequiresAuth, auth } = typeGraphqlGuard<Context>({ guard, request: ({ req }) => req });

@Resolver()
class Bank {
  @Query(() => String)
  motto(): string {
    return 'Prove outside, decide inside';
  }

  @RequiresAuth()
  @Query(() => Int, { nullable: true })
  balance(): number {
    return 42;
  }

  @RequiresAuth({ assurance: 'AAL2', maxAge: 300 })
  @Mutation(() => String, { nullable: true })
  async pay(@Arg('amount', () => Int) amount: number, @Ctx() context: Context): Promise<string | null> {
    const who = await auth(context);
    return who.kind === 'person' ? `${amount} paid by ${who.userId}` : null;
  }
}

const schema = await buildSchema({ resolvers: [Bank] });
const server = new ApolloServer<Context>({ schema });
const { url } = await startStandaloneServer(server, {
  listen: { port: Number(PORT), host: '127.0.0.1' },
  context: async ({ req }) => ({ req }),
});
console.log(`listening on ${new URL(url).port}`);
