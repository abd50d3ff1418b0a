import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { ListDeadLetters, ReplayDeadLetter } from '../../application/dead-letters.js';
import { authorityOf } from './audit-resolver.js';
import type { RequestContext } from './context.js';
import {
  DeadLetter,
  DeadLetterNotFound,
  DeadLetterReplayed,
  DeadLetters,
  DeadLettersResult,
  ReplayDeadLetterInput,
  ReplayDeadLetterResult,
} from './dead-letter-types.js';
import { make } from './make.js';
import { unauthorised } from './present-unauthorised.js';
import { SessionEnded } from './refusals.js';

@Resolver()
export class DeadLetterResolver {
  constructor(private readonly its: { readonly list: ListDeadLetters; readonly replay: ReplayDeadLetter }) {}

  @Query(() => DeadLettersResult, {
    description:
      'What could not be told and is not tried any more. For administrators and auditors, with a second factor proven just now.',
  })
  async deadLetters(@Ctx() context: RequestContext): Promise<DeadLettersResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.list.execute({ authority, limit: 100, client: context.client });
    if (outcome.status !== 'listed') return unauthorised(outcome);
    const letters = outcome.letters.map(({ fact: { id, event }, subscriber, tries, why, at }) =>
      make(DeadLetter, { fact: id, kind: event.type, user: event.userId, subscriber, tries, why, at }),
    );
    return make(DeadLetters, { letters });
  }

  @Mutation(() => ReplayDeadLetterResult, {
    description: 'Have one of them tried again. For administrators, with a second factor proven just now.',
  })
  async replayDeadLetter(
    @Arg('input', () => ReplayDeadLetterInput) { fact, subscriber }: ReplayDeadLetterInput,
    @Ctx() context: RequestContext,
  ): Promise<ReplayDeadLetterResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const outcome = await this.its.replay.execute({ authority, fact, subscriber, client: context.client });
    if (outcome.status === 'replayed') return make(DeadLetterReplayed, { fact });
    return outcome.status === 'unknown' ? new DeadLetterNotFound() : unauthorised(outcome);
  }
}
