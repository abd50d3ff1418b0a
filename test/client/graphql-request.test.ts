import { expect } from 'chai';
import { graphqlRequestOf } from '../../examples/clients/graphql-request.js';
import { LoginDocument, MeDocument, Portcullis, VerifyMfaDocument } from '../../src/client/client.js';
import { minutes } from '../../src/domain/duration.js';
import { aWorld } from '../../src/testing/world.js';
import { password } from '../support/client-people.js';

describe('graphql-request', () => {
  it('sends the documents as they are, with a token that is renewed', async () => {
    await using world = await aWorld().withUser('ada', { totp: true });
    const url = `${world.url}/graphql`;
    const portcullis = new Portcullis({ url, ask: (question) => question.cancel() });
    const client = graphqlRequestOf(portcullis, url);

    const { login } = await client.request(LoginDocument, { input: { email: 'ada@example.org', password } });
    if (login.__typename !== 'MfaRequired') return expect.fail('no second factor was asked for');
    const input = { challengeToken: login.challengeToken, factor: 'TOTP', code: world.phoneOf('ada').code() } as const;
    const { verifyMfa } = await client.request(VerifyMfaDocument, { input });
    if (verifyMfa.__typename !== 'Authenticated') return expect.fail('not signed in');
    await portcullis.signedIn(verifyMfa);
    expect((await client.request(MeDocument)).me?.email).to.equal('ada@example.org');

    world.clock.advance(minutes(6));
    expect((await client.request(MeDocument)).me).to.equal(null);
    await portcullis.renew((await portcullis.held()) ?? expect.fail('nothing is kept'));
    expect((await client.request(MeDocument)).me?.session.assurance).to.equal('AAL2');
  });
});
