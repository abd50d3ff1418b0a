import { expect } from 'chai';
import { seconds } from '../../src/domain/duration.js';
import { aUser, anAuthenticator, client } from '../../src/testing/builders.js';
import { keep } from '../../src/testing/decisions.js';
import { portcullis } from '../support/command-line.js';
import { factsIn, workOn } from '../support/postgres-store.js';
import { scratch } from '../support/postgres.js';

describe('portcullis restored', function () {
  this.timeout(60_000);

  it('ends what the backup brought back, spends every code shown so far, and asks before', async () => {
    const database = await scratch();
    try {
      const people = Array.from({ length: 3 }, () => aUser({ enrolments: [anAuthenticator()] }));
      await keep(workOn(database.pool), ...people);
      const env = { DATABASE_URL: database.url };
      const unasked = await portcullis(['restored'], env);
      expect([unasked.code, unasked.err]).to.deep.equal([
        2,
        'This signs everybody out. Go on? Nobody can be asked here: say --yes.\n',
      ]);
      const { code, rows, err } = await portcullis(['restored', '--yes', '--json'], env);
      expect([code, rows]).to.deep.equal([0, [{ renewed: 3 }]]);
      const last = people
        .map(({ id }) => id)
        .sort()
        .at(-1);
      expect(err).to.equal(`3 users done, the last of them ${last}\n`);
      const step = Math.floor(Date.now() / seconds(30));
      await workOn(database.pool).run(client, async (tx) => {
        for (const { id } of people) {
          const { epoch, enrolments } = (await tx.users.byId(id))?.snapshot() ?? expect.fail();
          expect(epoch).to.equal(1);
          expect(enrolments[0])
            .to.have.property('lastStep')
            .within(step - 2, step);
        }
      });
      const facts = await factsIn(database.pool);
      expect(facts.map(({ event }) => event.type)).to.deep.equal(people.map(() => 'user.standing-renewed'));
      expect((await portcullis(['restored', '--yes', '--json', '--after', String(last)], env)).rows).to.deep.equal([
        { renewed: 0 },
      ]);
    } finally {
      await database.close();
    }
  });
});
