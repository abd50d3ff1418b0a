import { Pool } from 'pg';
import type { ChallengeId, SessionId, UserId } from '../../src/domain/ids.js';
import type { Mark } from '../../src/domain/mfa/factors.js';
import type { PoolKey } from '../../src/domain/throttle/failure-pool.js';
import type { EmailAddress } from '../../src/domain/user/email-address.js';
import { rightPassword, wrongPassword } from '../../src/testing/builders.js';
import { answer, disable, logIn, refresh, register } from '../../src/testing/decisions.js';
import { workOn } from './postgres-store.js';

/** What two processes may race for. */
export interface Race {
  readonly answer: { readonly challenges: readonly ChallengeId[]; readonly mark: Mark };
  readonly guess: { readonly challenges: readonly ChallengeId[] };
  readonly password: { readonly email: EmailAddress; readonly key: PoolKey; readonly right: boolean };
  readonly refresh: { readonly session: SessionId };
  readonly register: { readonly email: EmailAddress };
  readonly disable: { readonly user: UserId };
}
export type RaceName = keyof Race;

type Order = {
  [Name in RaceName]: { readonly name: Name; readonly size: number; readonly input: Race[Name] };
}[RaceName];

const [, , url] = process.argv;
const pool = new Pool({ connectionString: url, max: 8 });
pool.on('error', () => undefined);
const work = workOn(pool);

function run(order: Order, index: number): Promise<string> {
  const { name, input } = order;
  // prettier-ignore
  switch (name) {
    case 'answer':   return kindOf(answer(work, challengeOf(input.challenges, index), input.mark.kind, input.mark));
    case 'guess':    return kindOf(answer(work, challengeOf(input.challenges, index), 'totp', undefined));
    case 'password': return kindOf(logIn(work, input.email, input.key, input.right ? rightPassword : wrongPassword));
    case 'refresh':  return refresh(work, input.session, 0);
    case 'register': return register(work, input.email);
    case 'disable':  return disable(work, input.user).then(() => 'disabled');
    default:         return name satisfies never;
  }
}

const kindOf = async (step: Promise<{ readonly kind: string }>): Promise<string> => (await step).kind;

function challengeOf(challenges: readonly ChallengeId[], index: number): ChallengeId {
  const challenge = challenges[index % challenges.length];
  if (!challenge) throw new Error('A race for challenges names some');
  return challenge;
}

process.on('message', (order: Order) => {
  // What fails is an answer, too: no honest rival may hear it.
  const each = (_: unknown, index: number): Promise<string> =>
    run(order, index).catch((problem: Error) => problem.name);
  void Promise.all(Array.from({ length: order.size }, each)).then((answers) => process.send?.({ answers }));
});
process.once('disconnect', () => void pool.end());

// Connected, so that nobody has a head start.
await Promise.all(Array.from({ length: 8 }, () => pool.query('select')));
process.send?.({ ready: true });
