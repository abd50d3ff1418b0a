import { expect } from 'chai';
import { gql } from '@apollo/client';
import {
  ConfirmTotpDocument,
  EnrolTotpDocument,
  LogoutDocument,
  MeDocument,
  RegenerateBackupCodesDocument,
  RegisterDocument,
  RemoveFactorDocument,
  SessionsDocument,
} from '../../src/client/client.js';
import { hours, minutes } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { password, Tab } from '../support/client-people.js';

for (const credential of ['TOKEN', 'COOKIE'] as const) {
  describe(`Apollo Client with a ${credential} session`, () => {
    let world: World;
    beforeEach(async () => (world = await aWorld().withUser('ada', { totp: true }).withUser('bob')));
    afterEach(() => world.close());

    it('registers, enrols, looks around and signs out', async () => {
      const tab = new Tab(world, { credential });
      const { apollo } = tab;
      const carol = { email: world.addressOf('carol'), password };
      const made = await apollo.mutate({ mutation: RegisterDocument, variables: { input: carol } });
      expect(made.data?.register).to.include({ __typename: 'RegistrationAccepted', email: carol.email });
      expect(
        (await apollo.mutate({ mutation: RegisterDocument, variables: { input: { ...carol, password: 'x' } } })).data
          ?.register,
      ).to.include({ __typename: 'PasswordRejected', problem: 'TOO_SHORT' });

      expect(await tab.logIn('carol')).to.include({ __typename: 'Authenticated' });
      const begun = await apollo.mutate({ mutation: EnrolTotpDocument });
      if (begun.data?.enrolTotp.__typename !== 'TotpEnrolment') return expect.fail('nothing was begun');
      const phone = Phone.scan(begun.data.enrolTotp.uri, world.clock);
      const input = { code: phone.code(), label: 'Phone' };
      const { data } = await apollo.mutate({ mutation: ConfirmTotpDocument, variables: { input } });
      if (data?.confirmTotp.__typename !== 'FactorConfirmed') return expect.fail('nothing was confirmed');
      expect(data.confirmTotp.backupCodes).to.have.length(10);

      // The credential that the confirmation brought is in use already.
      const me = await apollo.query({ query: MeDocument });
      expect(me.data?.me).to.deep.include({ email: carol.email, mfaEnabled: true, backupCodesLeft: 10 });
      expect(me.data?.me?.session).to.include({ credential, assurance: 'AAL2', current: true });
      const { data: seen } = await apollo.query({ query: SessionsDocument, fetchPolicy: 'network-only' });
      expect(seen?.me?.sessions).to.have.length(1);
      await apollo.mutate({ mutation: LogoutDocument, variables: {} });
      expect(await tab.portcullis.authorization()).to.equal(undefined);
      expect((await apollo.query({ query: MeDocument, fetchPolicy: 'network-only' })).data).to.deep.equal({ me: null });
    });

    it('asks the person when an operation demands fresher proof, and sends it again with the raised session', async () => {
      const tab = await new Tab(world, { credential }).signIn();
      tab.ask = tab.answering;
      world.clock.advance(minutes(6));
      const { data } = await tab.apollo.mutate({ mutation: RegenerateBackupCodesDocument });
      expect(data?.regenerateBackupCodes).to.have.property('__typename', 'BackupCodes');
      expect(tab.questions).to.have.length(1);
      expect(tab.questions[0]).to.deep.include({
        kind: 'factor',
        why: 'step-up',
        demand: { requiredAssurance: 'AAL2', maxAge: 300 },
        factors: ['TOTP', 'BACKUP_CODE'],
        attemptsLeft: 5,
      });
      expect(tab.network.steps()).to.deep.equal([
        // The access token is too old before the proof is.
        ...(credential === 'TOKEN' ? ['regenerateBackupCodes', 'refreshSession'] : []),
        'regenerateBackupCodes',
        'stepUp',
        'verifyMfa',
        'regenerateBackupCodes',
      ]);
    });

    it('asks for the password where nothing else is enrolled', async () => {
      const tab = await new Tab(world, { credential }).signIn('bob');
      tab.ask = tab.answering;
      world.clock.advance(minutes(6));
      const { data } = await tab.apollo.mutate({ mutation: EnrolTotpDocument });
      expect(data?.enrolTotp).to.have.property('__typename', 'TotpEnrolment');
      expect(tab.questions.map(({ kind, why }) => [kind, why])).to.deep.equal([['password', 'step-up']]);
    });

    it('goes on with what an answer issued anew', async () => {
      const tab = await new Tab(world, { credential }).signIn();
      const { data } = await tab.apollo.query({ query: MeDocument });
      const [factor] = data?.me?.factors ?? [];
      const variables = { input: { id: factor?.id ?? '' } };
      const removed = await tab.apollo.mutate({ mutation: RemoveFactorDocument, variables });
      expect(removed.data?.removeFactor).to.include({ __typename: 'FactorRemoved', mfaEnabled: false });
      const now = await tab.apollo.query({ query: MeDocument, fetchPolicy: 'network-only' });
      expect(now.data?.me).to.include({ mfaEnabled: false });
      expect(tab.network.steps()).to.not.include('refreshSession');
    });

    it('takes the second factor of a login through the same callback', async () => {
      const tab = new Tab(world, { credential });
      tab.ask = tab.answering;
      const due = await tab.logIn();
      if (due.__typename !== 'MfaRequired') return expect.fail('nothing was asked for');
      await tab.portcullis.secondFactor(due);
      expect(tab.questions.map(({ why }) => why)).to.deep.equal(['sign-in']);
      expect((await tab.apollo.query({ query: MeDocument })).data?.me?.session.assurance).to.equal('AAL2');
    });
  });
}

describe('Apollo Client with a TOKEN session that is old', () => {
  let world: World;
  beforeEach(async () => (world = await aWorld().withUser('ada', { totp: true })));
  afterEach(() => world.close());

  it('survives an access token that the server takes for expired, whatever the clock here says', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(minutes(6));
    const { data } = await tab.apollo.query({ query: MeDocument });
    expect(data?.me?.email).to.equal('ada@example.org');
    expect(tab.network.steps()).to.deep.equal(['me', 'refreshSession', 'me']);
    expect(tab.questions).to.deep.equal([]);
  });

  it('renews once, however many operations find out', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(minutes(6));
    const asked = Array.from({ length: 20 }, (_, n) => gql(`query Q${n} { me { email } }`));
    const answers = await Promise.all(asked.map((query) => tab.apollo.query({ query, fetchPolicy: 'no-cache' })));
    for (const { data } of answers) expect(data).to.have.nested.property('me.email', 'ada@example.org');
    const steps = tab.network.steps();
    expect(steps.filter((step) => step === 'refreshSession')).to.have.length(1);
    expect(steps.filter((step) => step === 'me')).to.have.length(40);
  });

  it('asks once when the second factor is too long ago to refresh, and all who wait go on', async () => {
    const { policy } = world.needs();
    await world.close();
    world = await aWorld({ policy: { ...policy, sessionIdle: hours(24) } }).withUser('ada', { totp: true });
    const tab = await new Tab(world).signIn();
    tab.ask = tab.answering;
    world.clock.advance(hours(13));
    const asked = ['A', 'B', 'C'].map((name) => gql(`query ${name} { me { session { assurance } } }`));
    const answers = await Promise.all(asked.map((query) => tab.apollo.query({ query, fetchPolicy: 'no-cache' })));
    for (const { data } of answers) expect(data).to.have.nested.property('me.session.assurance', 'AAL2');
    expect(tab.questions.map(({ why }) => why)).to.deep.equal(['refresh']);
  });

  it('sends nothing twice where one of several mutations may have been carried out', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(minutes(3));
    const other = await new Tab(world).signIn();
    world.clock.advance(minutes(3));
    const { data: seen } = await other.apollo.query({ query: MeDocument });
    const mutation = gql`
      mutation Both($id: ID!) {
        revokeSession(input: { id: $id }) {
          __typename
        }
        regenerateBackupCodes {
          __typename
        }
      }
    `;
    await tab.apollo.query({ query: MeDocument });
    tab.network.steps();
    const { data } = await tab.apollo.mutate({ mutation, variables: { id: seen?.me?.session.id } });
    expect(data).to.deep.equal({
      revokeSession: { __typename: 'SessionRevoked' },
      regenerateBackupCodes: { __typename: 'StepUpRequired' },
    });
    expect(tab.network.steps()).to.deep.equal(['revokeSession']);
  });

  it('sends nothing more for somebody who has left', async () => {
    const tab = await new Tab(world).signIn();
    world.clock.advance(minutes(6));
    const { promise: renewing, resolve: begun } = Promise.withResolvers<void>();
    const { promise: held, resolve: goOn } = Promise.withResolvers<undefined>();
    tab.network.instead = (step) => {
      if (step !== 'refreshSession') return undefined;
      begun();
      return held;
    };
    const watching = tab.apollo.watchQuery({ query: MeDocument }).subscribe(() => undefined);
    await renewing;
    watching.unsubscribe();
    goOn(undefined);
    await tab.portcullis.authorization();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(tab.network.steps()).to.deep.equal(['me', 'refreshSession']);
  });
});
