import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portcullis } from '../support/command-line.js';
import type { Member } from '../support/graphql-client.js';
import * as say from '../support/operations.js';
import {
  betterAuthExport,
  directusExport,
  keycloakExport,
  type Export,
  type Foreigner,
} from '../support/foreign-services.js';
import { scratch, type Scratch } from '../support/postgres.js';
import { service, type Running } from '../support/service.js';
import { straightTo, Visitor } from '../support/visitor.js';

const secretKey = 'one secret key for the service and for its command line';
const sealing = 'the secret that Better Auth seals its second factors with';
// Ways to normalise text spell it differently.
const password = 'Tr0ub4dor and a \ufb01ne day';

type Case = readonly [from: string, make: (people: readonly Foreigner[]) => Export];
const cases: readonly Case[] = [
  ['keycloak', keycloakExport],
  ['directus', directusExport],
  ['better-auth', (people) => betterAuthExport(people, sealing)],
];

describe('Whoever comes from another service', function () {
  this.timeout(60_000);
  let database: Scratch;
  let folder: string;
  let running: Running;
  before(async () => {
    database = await scratch();
    folder = await mkdtemp(join(tmpdir(), 'portcullis-import-'));
    await writeFile(join(folder, 'sealing'), `${sealing}\n`);
    running = await service({ DATABASE_URL: database.url, SECRET_KEY: secretKey });
  });
  after(async () => {
    await running.close();
    await rm(folder, { recursive: true });
    await database.close();
  });

  const visitor = (email: string) => new Visitor(straightTo(running), email);
  const logIn = (ada: Visitor, typed: string): Promise<Member> =>
    ada.one(say.login, { email: ada.email, password: typed, credential: 'TOKEN' });

  for (const [from, make] of cases) {
    it(`signs in with the password and the authenticator they had there: ${from}`, async () => {
      const people = ['ada', 'bob'].map((name) => ({ email: `${name}@${from}.example.org`, password }));
      const { text, held } = make(people);
      const env = { DATABASE_URL: database.url, SECRET_KEY: secretKey };
      const args = ['import', '--from', from, '--secret-file', join(folder, 'sealing'), '--json'];
      const { code, rows, err } = await portcullis(args, env, text);
      expect([code, err]).to.deep.equal([0, '']);
      expect(rows).to.deep.equal([{ added: 2, known: 0, wrong: 0, kept: true }]);
      const kept = `select state->>'passwordHash' as hash from users where email like $1 order by email`;
      const hashes = async () => (await database.pool.query<{ hash: string }>(kept, [`%@${from}.%`])).rows;
      const brought = await hashes();

      for (const { email } of people) {
        const ada = visitor(email);
        expect((await logIn(ada, 'Tr0ub4dor and a fine night')).__typename, email).to.equal('InvalidCredentials');
        const due = await logIn(ada, password);
        expect(due.__typename, email).to.equal('MfaRequired');
        const { phone, backupCodes } = held.get(email) ?? expect.fail(email);
        const used = phone.code();
        expect((await ada.verify(used, due['challengeToken'] as string)).__typename, email).to.equal('Authenticated');
        const again = await logIn(ada, password);
        const replayed = await ada.verify(used, again['challengeToken'] as string);
        expect(replayed.__typename, email).to.equal('InvalidCode');
        const [sheet] = backupCodes;
        if (sheet === undefined) continue;
        const verified = await ada.verify(sheet, again['challengeToken'] as string, 'BACKUP_CODE');
        expect(verified.__typename, email).to.equal('Authenticated');
        expect((await ada.me())?.['backupCodesLeft']).to.equal(backupCodes.length - 1);
      }
      // At the first sign-in each password got a hash of ours, unless it had a dearer one.
      for (const [index, { hash }] of (await hashes()).entries()) {
        const former = brought[index]?.hash ?? expect.fail('somebody new');
        if (from === 'directus')
          expect(hash)
            .to.equal(former)
            .and.match(/^\$argon2id\$v=19\$m=65536,t=3,/);
        else
          expect(hash)
            .to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
            .and.not.equal(former);
      }
    });
  }

  it('keeps no secret where somebody could read it, in facts or in the log', async () => {
    const seen = `${running.logs.join('\n')}${JSON.stringify(await running.facts())}`;
    for (const secret of [password, sealing, secretKey]) expect(seen).to.not.include(secret);
  });
});
