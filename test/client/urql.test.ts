import { expect } from 'chai';
import { gql, type Client } from '@urql/core';
import { urqlOf } from '../../examples/clients/urql.js';
import {
  LoginDocument,
  MeDocument,
  MfaCancelledError,
  Portcullis,
  RegenerateBackupCodesDocument,
  SessionEndedError,
  type Question,
} from '../../src/client/client.js';
import { hours, minutes } from '../../src/domain/duration.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { ClientFetch } from '../support/client-fetch.js';
import { password, Tab } from '../support/client-people.js';

for (const credential of ['TOKEN', 'COOKIE'] as const) {
  describe(`urql with a ${credential} session`, () => {
    let world: World;
    let network: ClientFetch;
    let urql: Client;
    let portcullis: Portcullis;
    let ask: (question: Question) => void | Promise<void>;

    beforeEach(async () => {
      world = await aWorld().withUser('ada', { totp: true });
      network = new ClientFetch();
      const url = `${world.url}/graphql`;
      ask = new Tab(world).answering;
      portcullis = new Portcullis({ url, credential, fetch: network.fetch, ask: (question) => ask(question) });
      urql = urqlOf(portcullis, url, network.fetch);
      const input = { email: 'ada@example.org', password, credential };
      const { data } = await urql.mutation(LoginDocument, { input });
      if (data?.login.__typename !== 'MfaRequired') return expect.fail('no second factor was asked for');
      await portcullis.secondFactor(data.login);
      network.steps();
    });
    afterEach(() => world.close());

    it('signs in, and sends what was held again with the raised session', async () => {
      expect((await urql.query(MeDocument, {})).data?.me?.session).to.include({ credential, assurance: 'AAL2' });
      world.clock.advance(minutes(6));
      const { data } = await urql.mutation(RegenerateBackupCodesDocument, {});
      expect(data?.regenerateBackupCodes).to.have.property('__typename', 'BackupCodes');
      expect(
        network
          .steps()
          .filter((step) => step !== 'refreshSession')
          .slice(-4),
      ).to.deep.equal(['regenerateBackupCodes', 'stepUp', 'verifyMfa', 'regenerateBackupCodes']);
    });

    it('says that the person cancelled', async () => {
      ask = (question) => question.cancel();
      world.clock.advance(minutes(6));
      const { error } = await urql.mutation(RegenerateBackupCodesDocument, {});
      expect(error?.networkError).to.be.instanceOf(MfaCancelledError);
    });

    if (credential === 'COOKIE') return;

    it('renews once for all who wait, and says once that the session has ended', async () => {
      const names = Array.from({ length: 6 }, (_, n) => gql(`query Q${n} { me { email } }`));
      const all = () =>
        Promise.all(names.map((query) => urql.query(query, {}, { requestPolicy: 'network-only' }).toPromise()));
      world.clock.advance(minutes(6));
      for (const { data } of await all()) expect(data).to.have.nested.property('me.email');
      expect(network.steps().filter((step) => step === 'refreshSession')).to.have.length(1);
      world.clock.advance(hours(2));
      for (const { error } of await all()) expect(error?.networkError).to.be.instanceOf(SessionEndedError);
      expect(network.steps().filter((step) => step === 'refreshSession')).to.have.length(1);
    });
  });
}
