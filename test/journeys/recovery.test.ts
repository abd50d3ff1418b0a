import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { Template } from '../../src/domain/notice/notices.js';
import { dump } from '../support/tables.js';
import * as say from '../support/operations.js';
import { codeIn, latest } from '../support/mailed.js';
import { RestClient } from '../support/rest-client.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { password, straightTo, Visitor } from '../support/visitor.js';

const next = 'another long and quiet password';

describe('Recovering an account', function () {
  this.timeout(60_000);
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  before(async () => {
    running = await service({ LOG_LEVEL: 'trace', VERIFY_ADDRESS: 'on' }, { instead: { clock } });
  });
  after(() => running.close());

  /** The code that was mailed last, once it has been. */
  async function mailed(to: string, template: Template, which: 'link' | 'notMe' = 'link'): Promise<string> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (running.messages.some((each) => each.to === to && each.template === template)) break;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return codeIn(latest(running.messages, to, template)[which]).reveal();
  }

  async function newcomer(name: string): Promise<Visitor> {
    const ada = await new Visitor(straightTo(running), `${name}@example.org`).register();
    expect((await ada.logIn()).__typename).to.equal('InvalidCredentials');
    const confirmed = await ada.one(say.confirmAddress, { code: await mailed(ada.email, 'confirm-address') });
    expect(confirmed).to.deep.equal({ __typename: 'AddressConfirmed' });
    return ada;
  }

  it('[C07] [C08] [E05] registers, confirms, changes, loses and resets a password, over GraphQL', async () => {
    const ada = await (await newcomer('ada')).signIn();
    const { phone } = await ada.enrol(clock.now());
    const changed = await ada.one(say.changePassword, { current: password, next });
    expect(changed.__typename).to.equal('PasswordChanged');
    expect(await ada.me()).not.to.equal(null);
    expect(await ada.kindOf(say.requestPasswordReset, { email: ada.email })).to.equal('PasswordResetRequested');
    const code = await mailed(ada.email, 'reset-asked');
    expect(await ada.kindOf(say.resetPassword, { code, password })).to.equal('PasswordReset');
    expect(await ada.me()).to.equal(null);
    expect(await ada.kindOf(say.resetPassword, { code, password })).to.equal('InvalidCode');
    clock.advance(seconds(30));
    const again = ada.elsewhere();
    expect((await again.logIn()).__typename).to.equal('MfaRequired');
    await again.signInWith(phone, clock.now());
  });

  it('has a lost phone replaced by whoever kept a backup code', async () => {
    const ada = await (await newcomer('lost')).signIn();
    const { confirmed } = await ada.enrol(clock.now());
    const [code = ''] = confirmed['backupCodes'] as string[];
    const elsewhere = ada.elsewhere();
    const { challengeToken } = await elsewhere.logIn();
    expect((await elsewhere.verify(code, challengeToken as string, 'BACKUP_CODE')).__typename).to.equal(
      'Authenticated',
    );
    const wanted = async () => {
      const { data } = await elsewhere.ask('{ me { recommendations } }');
      return (data['me'] as unknown as { recommendations: string[] }).recommendations;
    };
    expect(await wanted()).to.deep.equal(['REPLACE_AUTHENTICATOR']);
    clock.advance(seconds(30));
    await elsewhere.enrol(clock.now(), 'New phone');
    expect(await wanted()).to.deep.equal([]);
    const { factors } = (await elsewhere.me()) as unknown as { factors: { id: string; label: string }[] };
    const lost = factors.find(({ label }) => label === 'Phone');
    expect(await elsewhere.kindOf(say.removeFactor, { id: lost?.id })).to.equal('FactorRemoved');
  });

  it('[M08] moves to another address and takes it back, over REST', async () => {
    const ada = await newcomer('moving');
    const client = new RestClient(running.url);
    const session = await client.post('/auth/login', { email: ada.email, password });
    client.bearer = (session.body as { tokens: { accessToken: string } }).tokens.accessToken;
    const moved = 'moved@example.org';
    expect((await client.post('/auth/address', { email: moved })).status).to.equal(202);
    const code = await mailed(moved, 'confirm-new-address');
    expect((await client.post('/auth/address/confirm', { code })).body).to.include({ email: moved });
    expect((await client.get('/auth/sessions')).status).to.equal(401);
    const undo = await mailed(ada.email, 'address-changed', 'notMe');
    expect((await client.post('/auth/not-me', { code: undo })).status).to.equal(200);
    const reset = await mailed(ada.email, 'reset-asked');
    expect((await client.post('/auth/password/reset', { code: reset, password: next })).status).to.equal(200);
    expect((await client.post('/auth/login', { email: ada.email, password: next })).status).to.equal(200);
  });

  it('[C11] mails links that lead to the configured address, whatever the request says', async () => {
    const ada = await newcomer('host');
    const headers = {
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
      'x-original-host': 'evil.example',
    };
    await running.graphql(say.requestPasswordReset, { input: { email: ada.email } }, { headers });
    await mailed(ada.email, 'reset-asked');
    const { link } = latest(running.messages, ada.email, 'reset-asked');
    expect(link?.reveal()).to.match(/^http:\/\/localhost:4000\/link\/reset-password\?code=[\w.-]+$/);
  });

  it('spends a link once of twenty times at once', async () => {
    const ada = await newcomer('raced');
    await ada.one(say.requestPasswordReset, { email: ada.email });
    const code = await mailed(ada.email, 'reset-asked');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => running.graphql(say.resetPassword, { input: { code, password: next } })),
    );
    const kinds = answers
      .map(({ data }) => data['resetPassword']?.__typename)
      .filter((kind) => kind === 'PasswordReset');
    expect(kinds).to.have.length(1);
    clock.advance(minutes(1));
  });

  it('[N01] leaves no code in the log, in a fact or anywhere in the database', async () => {
    const secrets = running.messages
      .flatMap(({ link, notMe }) => [link, notMe])
      .flatMap((each) => {
        const code = each && codeIn(each).reveal();
        return code ? [code.split('.')[1] ?? ''] : [];
      });
    expect(secrets.length).to.be.greaterThan(10);
    const texts = [running.logs.join('\n'), ...(await dump(running.pool)).values()];
    for (const text of texts) for (const secret of secrets) expect(text.includes(secret)).to.equal(false);
  });
});
