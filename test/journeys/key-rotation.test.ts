import { expect } from 'chai';
import { KeyRotation } from '../../src/adapters/credentials/key-rotation.js';
import { rotatedPurposes } from '../../src/adapters/credentials/key-schedule.js';
import { Seal } from '../../src/adapters/node/seal.js';
import { PostgresKeyStore } from '../../src/adapters/postgres/key-store.js';
import { hours, minutes, type Duration } from '../../src/domain/duration.js';
import { defaultPolicy } from '../../src/domain/policy.js';
import { Secret } from '../../src/domain/secret.js';
import * as say from '../support/operations.js';
import { scratch, type Scratch } from '../support/postgres.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { kinds, straightTo, Visitor } from '../support/visitor.js';

const secretKey = 'a secret key that rotation opens, thirty-two bytes and more';

describe('Rotating every key', () => {
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let database: Scratch;
  let replicas: readonly Running[] = [];
  before(async () => {
    database = await scratch();
    const env = { DATABASE_URL: database.url, SECRET_KEY: secretKey, SESSION_IDLE: '20h' };
    replicas = [await service(env, { instead: { clock } }), await service(env, { instead: { clock } })];
  });
  after(async () => {
    for (const replica of replicas) await replica.close();
    await database.close();
  });

  const [one, other] = [0, 1].map(
    (index): ReturnType<typeof straightTo> =>
      (...sent) =>
        straightTo(replicas[index] ?? expect.fail())(...sent),
  );
  const kidOf = (token: string) => Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
  /** Time passes, and each replica reads its keys again, as its timer has it do every minute. */
  async function pass(span: Duration): Promise<void> {
    clock.advance(span);
    // A key id that nobody knows makes a replica look again.
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: 'nobody-knows-this-id' }));
    const token = `${header.toString('base64url')}.e30.${'A'.repeat(86)}`;
    for (const { graphql } of replicas) expect((await graphql(say.me, {}, { token })).data['me']).to.equal(null);
  }

  it('signs nobody out, whoever answers, and in the end nothing is signed by a former key', async () => {
    const people = await Promise.all(
      kinds.map(async (kind) => {
        const ada = await new Visitor(one ?? expect.fail(), `${kind.toLowerCase()}@example.org`, kind).register();
        return ada.signIn();
      }),
    );
    const everybodyIsIn = async () => {
      for (const ada of people)
        for (const way of [one, other]) {
          const there = ada.twin(way);
          if (ada.kind === 'TOKEN') await ada.refresh();
          there.tokens = ada.tokens;
          expect(await there.me()).to.include({ email: ada.email });
        }
    };
    await everybodyIsIn();
    const [tokens, cookies] = people;
    const former = { kid: kidOf(tokens?.tokens?.accessToken ?? ''), cookie: cookies?.cookies.header };

    const keys = await KeyRotation.open({
      store: new PostgresKeyStore(database.pool),
      seal: new Seal(new Secret(secretKey)),
      clock,
      alg: 'ES256',
      lives: defaultPolicy,
    });
    for (const purpose of rotatedPurposes) await keys.rotate(purpose);
    await pass(minutes(1));
    await everybodyIsIn();
    expect(kidOf(tokens?.tokens?.accessToken ?? ''), 'published, not used yet').to.equal(former.kid);

    await pass(minutes(15));
    await everybodyIsIn();
    expect(kidOf(tokens?.tokens?.accessToken ?? '')).not.to.equal(former.kid);
    const late = await cookies?.elsewhere().signIn();
    expect(await late?.twin(other).me()).to.be.an('object');

    // The former signing key is forgotten, what the former cookie and refresh keys vouched for goes on.
    await pass(hours(2));
    for (const replica of replicas) {
      const { keys: published } = (await (await fetch(`${replica.url}/.well-known/jwks.json`)).json()) as { keys: [] };
      expect(published).to.have.length(1);
    }
    await everybodyIsIn();
    expect(cookies?.cookies.header).to.equal(former.cookie);
    await pass(hours(17));
    await everybodyIsIn();
  });
});
