import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { seconds } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import { MovedClock } from '../support/moved-clock.js';
import * as say from '../support/operations.js';
import { ownServer } from '../support/postgres.js';
import { service } from '../support/service.js';

const ada = { email: 'ada@example.com', password: 'correct horse battery staple' };

interface SignedIn {
  readonly __typename: string;
  readonly challengeToken: string;
  readonly tokens: { readonly accessToken: string };
}

describe('The database going away', function () {
  this.timeout(120_000);

  it('[J16] gives 503 with Retry-After in bounded time, and the service works again by itself, with no code spent', async () => {
    const server = await ownServer();
    const clock = new MovedClock();
    const running = await service({}, { server, instead: { clock } });
    await running.graphql(say.register, { input: ada });
    const first = await running.graphql<{ login: SignedIn }>(say.login, { input: ada });
    const token = first.data.login.tokens.accessToken;
    const shown = await running.graphql<{ enrolTotp: { uri: string } }>(say.enrolTotp, {}, { token });
    const phone = Phone.scan(shown.data.enrolTotp.uri);
    await running.graphql(say.confirmTotp, { input: { code: phone.code(clock.now()) } }, { token });
    clock.wait(seconds(30));
    const due = await running.graphql<{ login: SignedIn }>(say.login, { input: ada });
    const { challengeToken } = due.data.login;
    const code = phone.code(clock.now());
    const answer = () =>
      running.graphql<{ verifyMfa: SignedIn }>(say.verifyMfa, { input: { challengeToken, factor: 'TOTP', code } });

    await server.stop();
    const began = performance.now();
    for (const refused of [
      await answer(),
      await running.graphql(say.login, { input: ada }),
      await running.graphql(say.me, {}, { token }),
    ]) {
      expect(refused.status).to.equal(503);
      expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
      expect(refused.text).not.to.match(/postgres|ECONNREFUSED|terminat|127\.0\.0\.1| at /i);
    }
    expect(performance.now() - began).to.be.below(20_000);
    expect((await fetch(`${running.url}/readyz`)).status).to.equal(503);
    expect((await fetch(`${running.url}/healthz`)).status).to.equal(200);

    await server.start();
    while ((await fetch(`${running.url}/readyz`)).status !== 200) await pause(50);
    expect((await answer()).data.verifyMfa.__typename).to.equal('Authenticated');
    expect((await answer()).data.verifyMfa.__typename).to.equal('ChallengeClosed');
    const opened = (await running.facts()).filter(({ type }) => type === 'session.opened');
    expect(opened).to.have.length(3);
    await running.close();
  });
});
