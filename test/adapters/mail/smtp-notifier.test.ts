import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { generate } from 'selfsigned';
import { SmtpNotifier, type SmtpServer } from '../../../src/adapters/mail/smtp-notifier.js';
import type { DeviceLabel } from '../../../src/domain/client.js';
import { Undeliverable } from '../../../src/domain/ports/outbox.js';
import { Secret } from '../../../src/domain/secret.js';
import type { EmailAddress } from '../../../src/domain/user/email-address.js';
import { aMessage } from '../../support/a-message.js';
import { mailServer, type MailServer } from '../../support/mail-server.js';

// As the configuration is.
const from = Object.freeze({ name: 'Größe & Söhne', address: 'no-reply@example.com' as EmailAddress });
const sender = { service: 'Acme', url: 'https://auth.example.org' };
const link = new Secret(`https://auth.example.org/link/${'a'.repeat(120)}?purpose=reset&x=1`);

describe('The SMTP notifier', () => {
  const open: { close(): Promise<unknown> }[] = [];
  const kept = <T extends { close(): Promise<unknown> }>(what: T): T => {
    open.push(what);
    return what;
  };
  const to = (port: number, more: Partial<SmtpServer> = {}, patience?: number): SmtpNotifier => {
    const server = { host: '127.0.0.1', port, tls: 'off', user: undefined, password: undefined, ...more } as const;
    return kept(new SmtpNotifier({ server, from, sender, ...(patience !== undefined && { patience }) }));
  };
  const refusal = (sending: Promise<void>): Promise<Error> =>
    sending.then(
      () => expect.fail('It was sent'),
      (problem: Error) => problem,
    );
  afterEach(async () => {
    for (let last = open.pop(); last; last = open.pop()) await last.close();
  });

  it('sends text and HTML with what mail programs ask for', async () => {
    const server = kept(await mailServer());
    const message = aMessage('reset-asked', {}, { language: 'de', link });
    await to(server.port).send(message);
    const [mail] = server.received;
    expect(mail).to.deep.include({ from: from.address, to: ['ada@example.org'] });
    const { email } = mail ?? expect.fail('nothing arrived');
    expect(email.subject).to.equal('Neues Passwort wählen');
    expect(email.from).to.deep.include(from);
    expect(email.to?.map(({ address }) => address)).to.deep.equal(['ada@example.org']);
    expect(email.text).to.include('innerhalb einer halben Stunde dem Link').and.include(link.reveal());
    expect(email.html).to.include('<html lang="de">').and.include('Gerät');
    expect(email.messageId).to.equal('<0190a000-0000-7000-8000-000000000001.reset-asked@example.com>');
    expect(email.date).to.equal('2026-03-01T12:00:00.000Z');
    const headers = Object.fromEntries(email.headers.map(({ key, value }) => [key, value]));
    expect(headers).to.include({ 'auto-submitted': 'auto-generated', 'content-language': 'de' });
    // Whatever carries it is asked for no more than ASCII.
    expect(mail?.raw)
      .to.match(/^[\s -~]*$/)
      .and.not.match(/\p{L}(?<![A-Za-z])/u);
  });

  it('makes the same mail of the same fact, so that a second one can be told', async () => {
    const server = kept(await mailServer());
    const notifier = to(server.port);
    for (let time = 0; time < 2; time += 1) await notifier.send(aMessage('mfa-off', {}));
    const [first, second] = server.received;
    expect(second?.email.messageId).to.equal(first?.email.messageId);
    expect(second?.email.text).to.equal(first?.email.text);
  });

  it('[J08] [N02] adds no header, recipient or line of a stranger’s', async () => {
    const server = kept(await mailServer());
    const hostile =
      'Firefox\r\nBcc: victim@example.org\r\nX-Evil: 1\r\n\r\n.\r\nMAIL FROM:<evil@example.org>\u2028\u001b[2J';
    const strange = 'o’brien+tag!#$%&*/=?^`{|}~-_@example.org' as EmailAddress;
    await to(server.port).send(aMessage('new-device', {}, { device: hostile as DeviceLabel, address: hostile }));
    await to(server.port)
      .send(aMessage('new-device', {}, { to: strange }))
      .catch(() => undefined);
    const [mail, other] = server.received;
    expect(mail?.to).to.deep.equal(['ada@example.org']);
    const names = mail?.email.headers.map(({ key }) => key) ?? [];
    expect(names).not.to.include.members(['bcc']).and.not.to.include('x-evil');
    expect(mail?.email.text).to.match(/^Device: Firefox [\p{L}\p{N} -]*$/mu);
    expect(mail?.raw).not.to.match(/^(?:Bcc|X-Evil|MAIL FROM):/im);
    for (const recipient of other?.to ?? []) expect(recipient).to.equal(strange);
  });

  it('tells a recipient who will never do from trouble that passes', async () => {
    const answers: Record<string, { code: number; text: string }> = {
      'gone@example.org': { code: 550, text: '5.1.1 <gone@example.org> user unknown' },
      'full@example.org': { code: 452, text: '4.2.2 <full@example.org> mailbox full' },
    };
    const server = kept(
      await mailServer({
        onRcptTo({ address }, _session, callback) {
          const answer = answers[address];
          callback(answer && Object.assign(new Error(answer.text), { responseCode: answer.code }));
        },
      }),
    );
    const notifier = to(server.port);
    const gone = await refusal(notifier.send(aMessage('mfa-off', {}, { to: 'gone@example.org' as EmailAddress })));
    expect(gone).to.be.instanceOf(Undeliverable).with.property('message', 'the mail server answered 550 to RCPT TO');
    const full = await refusal(notifier.send(aMessage('mfa-off', {}, { to: 'full@example.org' as EmailAddress })));
    expect(full).not.to.be.instanceOf(Undeliverable);
    expect(full.message).to.equal('the mail server answered 452 to RCPT TO');
    await notifier.send(aMessage('mfa-off', {}));
    expect(server.received).to.have.length(1);
  });

  it('takes a refused sender or password for the operator’s trouble: nobody’s mail is given up', async () => {
    const no = (code: number) => Object.assign(new Error('no, no-reply@example.com'), { responseCode: code });
    const server = kept(
      await mailServer({
        allowInsecureAuth: true,
        onAuth: (_auth, _session, callback) => callback(no(535)),
        onMailFrom: (_address, _session, callback) => callback(no(550)),
      }),
    );
    const [sent, signed] = [to(server.port), to(server.port, { user: 'acme', password: new Secret('hunter2') })];
    for (const notifier of [sent, signed]) {
      const problem = await refusal(notifier.send(aMessage('mfa-off', {})));
      expect(problem).not.to.be.instanceOf(Undeliverable);
      expect(problem.message).to.match(/^the mail server answered 5\d\d/);
      expect(`${problem.message} ${problem.stack}`).not.to.match(/example\.com|example\.org|hunter2/);
    }
  });

  it('says nothing in the open where TLS is demanded, and trusts no certificate that nobody vouches for', async () => {
    const seen: string[] = [];
    const listening = { onMailFrom: () => seen.push('mail'), onAuth: () => seen.push('auth') };
    const plain = kept(await mailServer({ ...listening, allowInsecureAuth: true }));
    const pems = await generate([{ name: 'commonName', value: 'mail.example.org' }]);
    const cert = { key: pems.private, cert: pems.cert };
    const own = kept(await mailServer({ ...listening, ...cert, disabledCommands: [] }));
    const implicit = kept(await mailServer({ ...listening, ...cert, secure: true }));
    const login = { user: 'acme', password: new Secret('hunter2') };
    for (const [server, tls] of [
      [plain, 'required'],
      [own, 'required'],
      [implicit, 'implicit'],
    ] as const) {
      const problem = await refusal(to(server.port, { ...login, tls }).send(aMessage('reset-asked', {}, { link })));
      expect(problem).not.to.be.instanceOf(Undeliverable);
      expect(problem.message).to.match(/^no mail could be sent|^the mail server answered/);
      expect(server.received).to.deep.equal([]);
    }
    expect(seen).to.deep.equal([]);
  });

  it('waits for no server forever', async () => {
    const silent: Server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    open.push({ close: async () => silent.close() });
    const { port } = silent.address() as AddressInfo;
    const problem = await refusal(to(port, {}, 150).send(aMessage('mfa-off', {})));
    expect(problem.message).to.match(/^no mail could be sent: /);
  });

  it('sends what comes next where the server is there again', async () => {
    const first: MailServer = await mailServer();
    const notifier = to(first.port);
    await notifier.send(aMessage('mfa-off', {}));
    await first.close();
    expect((await refusal(notifier.send(aMessage('mfa-off', {})))).message).to.match(/^no mail could be sent/);
    const second = kept(await mailServer({}, first.port));
    await notifier.send(aMessage('mfa-off', {}));
    expect(second.received).to.have.length(1);
  });
});
