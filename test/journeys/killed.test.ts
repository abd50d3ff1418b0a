import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as say from '../support/operations.js';
import { spawned, type Spawned } from '../support/service.js';
import { kinds, straightTo, Visitor } from '../support/visitor.js';

describe('The service with the PostgreSQL it brings', function () {
  this.timeout(120_000);
  let home: string;
  let running: Spawned | undefined;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'portcullis-home-'));
  });
  afterEach(async () => {
    await running?.close();
    await rm(home, { recursive: true, force: true });
  });
  // No setting but the place: the secret key, too, is made and kept there.
  const start = () => spawned({ DATABASE_URL: '', SECRET_KEY: '', DATA_DIR: home, ISSUER: 'http://localhost:4000' });

  it('[O02] starts again with nothing lost, and no code good twice, when it was killed in the middle of its work', async () => {
    let current = (running = await start());
    const people = kinds.map((kind) => {
      const way: ReturnType<typeof straightTo> = (...sent) => straightTo(current)(...sent);
      return new Visitor(way, `${kind.toLowerCase()}@example.org`, kind);
    });
    const codes: string[][] = [];
    for (const ada of people) {
      await (await ada.register()).signIn();
      const { confirmed } = await ada.enrol(new Date());
      codes.push(confirmed['backupCodes'] as string[]);
    }
    const ask = (nth: number) =>
      Promise.all(
        people.map(async (ada, index) => {
          const login = ada.elsewhere();
          const { challengeToken } = await login.logIn();
          return { login, challengeToken: challengeToken as string, code: codes[index]?.[nth] ?? '' };
        }),
      );
    const pending = await ask(0);
    const hurried = await ask(1);
    const registering = Array.from({ length: 8 }, (_, each) =>
      new Visitor(straightTo(current), `new-${each}@example.org`)
        .register()
        .then(({ email }) => email)
        .catch(() => undefined),
    );
    const first = await Promise.race(registering);
    const answering = hurried.map(({ login, challengeToken, code }) =>
      login.verify(code, challengeToken, 'BACKUP_CODE').then(
        ({ __typename }) => __typename,
        () => 'no answer',
      ),
    );
    current.kill('SIGKILL');
    await current.ended;
    const accepted = (await Promise.all(registering)).filter((email) => email !== undefined);
    expect(accepted).to.include(first);

    current = running = await start();
    const answers = await Promise.all(answering);
    for (const [index, { login, challengeToken, code }] of hurried.entries()) {
      const left = (await people[index]?.me())?.['backupCodesLeft'];
      const again = (await login.verify(code, challengeToken, 'BACKUP_CODE')).__typename;
      // It counted, whether or not anybody heard of it, or nothing had happened at all.
      expect([again, left, answers[index]]).to.be.deep.oneOf([
        ['Authenticated', 10, 'no answer'],
        ['ChallengeClosed', 9, 'no answer'],
        ['ChallengeClosed', 9, 'Authenticated'],
      ]);
      expect(await people[index]?.me()).to.include({ email: people[index]?.email, backupCodesLeft: 9 });
    }
    for (const { login, challengeToken, code } of await ask(1))
      expect((await login.verify(code, challengeToken, 'BACKUP_CODE')).__typename).to.equal('InvalidCode');
    for (const { login, challengeToken, code } of pending) {
      expect((await login.verify(code, challengeToken, 'BACKUP_CODE')).__typename).to.equal('Authenticated');
    }
    for (const email of accepted) await new Visitor(straightTo(current), email).signIn();
    expect((await people[0]?.refresh())?.__typename).to.equal('Authenticated');
    expect(await people[1]?.one(say.logout)).to.include({ sessionsEnded: 1 });
  });
});
