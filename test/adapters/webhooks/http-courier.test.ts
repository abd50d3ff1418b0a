import { expect } from 'chai';
import type { LookupAddress } from 'node:dns';
import { Webhook } from 'standardwebhooks';
import { HttpCourier, type HttpCourierParts } from '../../../src/adapters/webhooks/http-courier.js';
import { SealedWebhookSecrets } from '../../../src/adapters/webhooks/sealed-webhook-secrets.js';
import { Seal } from '../../../src/adapters/node/seal.js';
import { SystemClock } from '../../../src/adapters/node/system-clock.js';
import type { FactId, WebhookId } from '../../../src/domain/ids.js';
import type { Parcel } from '../../../src/domain/ports/courier.js';
import { secretKey } from '../../support/key-room.js';
import { answering, receiver, type Receiver } from '../../support/receiver.js';
import { tlsProxy } from '../../support/tls-proxy.js';

const here = { loopback: true, privateNetworks: false, networks: [] };
const secrets = new SealedWebhookSecrets(new Seal(secretKey));
const one = '0190a000-0000-7000-8000-0000000000a1' as WebhookId;
const other = '0190a000-0000-7000-8000-0000000000a2' as WebhookId;
const { secret } = secrets.make(one);
const clock = new SystemClock();
const notPublic = { kind: 'silent', why: 'its address is none that may be reached' };

describe('A courier', () => {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });
  const courier = (parts: Partial<HttpCourierParts> = {}): HttpCourier => {
    const made = new HttpCourier({ ...here, ...parts });
    open.push(made);
    return made;
  };
  const listening = async (...codes: readonly number[]): Promise<Receiver> => {
    const made = await receiver(answering(...codes));
    open.push(made);
    return made;
  };
  const parcel = (url: string, like: Partial<Parcel> = {}): Parcel => ({
    url,
    at: clock.now(),
    body: '{"type":"x"}',
    secrets: [secret],
    id: '0190a000-0000-7000-8000-0000000000f1' as FactId,
    ...like,
  });
  /** By the library of the standard: it throws at what does not verify. */
  const verified = ({ received }: Receiver, by: string, nth = 0) => {
    const { body, headers } = received[nth] ?? expect.fail('nothing was received');
    return new Webhook(by).verify(body, headers as Record<string, string>);
  };

  it('brings what the standard’s own library verifies, by each of several secrets and by no other', async () => {
    const its = await listening();
    const [next, stranger] = [secrets.make(one).secret, secrets.make(one).secret];
    const answered = await courier().send(parcel(its.url, { secrets: [next, secret], body: '{"type":"é\u2028"}' }));
    expect(answered).to.deep.equal({ kind: 'answered', code: 204 });
    for (const each of [next, secret]) expect(verified(its, each.reveal())).to.deep.equal({ type: 'é\u2028' });
    expect(() => verified(its, stranger.reveal())).to.throw('No matching signature');
    const [{ headers } = expect.fail()] = its.received;
    expect(headers['webhook-signature']).to.match(/^v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=$/);
    expect(headers).to.include({ 'content-type': 'application/json', 'webhook-id': parcel(its.url).id });
    expect(headers).to.not.have.any.keys('authorization', 'cookie');
  });

  it('signs when it is sent, so that what was overheard cannot be brought again later', async () => {
    const its = await listening();
    await courier().send(parcel(its.url, { at: new Date(clock.now().getTime() - 3_600_000) }));
    expect(() => verified(its, secret.reveal())).to.throw('timestamp too old');
  });

  it('says what it was answered, follows nothing, and reads no answer to its end that has none', async () => {
    const elsewhere = await listening();
    const its = await listening(200, 302, 307, 410, 500);
    const by = courier();
    const codes: unknown[] = [];
    for (let nth = 0; nth < 5; nth += 1) codes.push(await by.send(parcel(its.url)));
    expect(codes).to.deep.equal([200, 302, 307, 410, 500].map((code) => ({ kind: 'answered', code })));
    its.answer = (res) => res.writeHead(308, { location: elsewhere.url }).end();
    expect(await by.send(parcel(its.url))).to.deep.equal({ kind: 'answered', code: 308 });
    expect(elsewhere.received).to.have.length(0);

    let cut: Promise<unknown> | undefined;
    its.answer = (res) => {
      cut = new Promise((resolve) => void res.once('close', () => resolve(res.writableFinished)));
      const more = (): void => void (!res.destroyed && res.write('x'.repeat(64 * 1024), () => setImmediate(more)));
      res.writeHead(200);
      more();
    };
    expect(await by.send(parcel(its.url))).to.deep.equal({ kind: 'answered', code: 200 });
    expect(await cut).to.equal(false);
  });

  it('waits no longer than its patience, and says in a word why there was no answer', async () => {
    const its = await listening();
    its.answer = () => undefined;
    const slow = await courier({ patience: 50 }).send(parcel(its.url));
    expect(slow).to.deep.equal({ kind: 'silent', why: 'it took longer than 0.05 s' });
    its.answer = (res) => res.socket?.destroy();
    const hungUp = await courier().send(parcel(its.url));
    expect(hungUp).to.deep.equal({ kind: 'silent', why: 'it could not be reached: ECONNRESET' });
    await its.close();
    open.splice(open.indexOf(its), 1);
    const gone = await courier().send(parcel(its.url));
    expect(gone).to.deep.equal({ kind: 'silent', why: 'it could not be reached: ECONNREFUSED' });
  });

  it('uses a connection again, and another one where that was closed meanwhile', async () => {
    const its = await listening();
    const by = courier();
    for (let nth = 0; nth < 3; nth += 1) {
      expect(await by.send(parcel(its.url))).to.deep.equal({ kind: 'answered', code: 204 });
      // The answer is read to its end beside.
      await new Promise(setImmediate);
    }
    expect(its.connections).to.equal(1);
    its.cut();
    expect(await by.send(parcel(its.url))).to.deep.equal({ kind: 'answered', code: 204 });
    expect([its.received.length, its.connections]).to.deep.equal([4, 2]);
  });

  it('hands nothing to whoever cannot show a certificate that somebody vouches for', async () => {
    const its = await listening();
    const proxy = await tlsProxy(Number(new URL(its.url).port));
    open.push(proxy);
    const answered = await courier().send(parcel(proxy.url));
    expect(answered)
      .to.have.property('why')
      .that.matches(/^it could not be reached: [A-Z_]*(?:CERT|SIGNED)[A-Z_]*$/);
    expect(its.received).to.have.length(0);
  });

  it('[K05] judges an address when it connects: a name that becomes another one reaches nothing', async () => {
    const its = await listening();
    const { port } = new URL(its.url);
    let asked = 0;
    const answers = (addresses: readonly LookupAddress[]): Partial<HttpCourierParts> => ({
      loopback: false,
      resolve: (_name, _options, done) => {
        asked += 1;
        done(null, [...addresses]);
      },
    });
    const local = { address: '127.0.0.1', family: 4 };
    for (const addresses of [[local], [{ address: '::ffff:127.0.0.1', family: 6 }], [local, local], []]) {
      const by = courier(answers(addresses));
      // As it stands there is nothing wrong with it.
      expect(by.refuses(`https://rebound.example.com:${port}/`)).to.equal(undefined);
      expect(await by.send(parcel(`https://rebound.example.com:${port}/`))).to.deep.equal(notPublic);
    }
    expect(asked).to.equal(4);
    expect(its.connections).to.equal(0);
  });

  it('[K05] tries of several addresses only those that were admitted', async () => {
    const its = await listening();
    const { port } = new URL(its.url);
    // Somebody listens on the first, which is not admitted, and nobody on the second, which is.
    const resolve: HttpCourierParts['resolve'] = (_name, _options, done) =>
      done(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ]);
    const by = courier({ resolve, loopback: false, networks: ['127.0.0.2/32'] });
    const answered = await by.send(parcel(`https://hooks.example.com:${port}/`));
    expect(answered).to.have.property('why').that.includes('it could not be reached: E');
    expect(its.connections).to.equal(0);
  });

  it('[K05] takes no URL that is none for it, and sends to none that has become one', async () => {
    const by = courier({ loopback: false });
    const refused: Readonly<Record<string, string>> = {
      '': 'malformed-url',
      'example.com': 'malformed-url',
      'ftp://example.com/': 'malformed-url',
      'file:///etc/passwd': 'malformed-url',
      'javascript:alert(1)': 'malformed-url',
      'https://user@example.com/': 'malformed-url',
      'https://user:password@example.com/': 'malformed-url',
      'https://example.com/#there': 'malformed-url',
      [`https://example.com/${'x'.repeat(2048)}`]: 'malformed-url',
      'http://example.com/': 'plain-http',
      'http://localhost/': 'plain-http',
      'http://127.0.0.1/': 'plain-http',
      'https://169.254.169.254/latest/meta-data/': 'private-address',
      'https://127.0.0.1/': 'private-address',
      'https://2130706433/': 'private-address',
      'https://0x7f.1/': 'private-address',
      'https://0/': 'private-address',
      'https://[::1]/': 'private-address',
      'https://[::ffff:169.254.169.254]/': 'private-address',
      'https://[fd00:ec2::254]/': 'private-address',
      'https://192.168.0.1:8443/': 'private-address',
    };
    for (const [url, problem] of Object.entries(refused)) expect(by.refuses(url), url).to.equal(problem);
    expect(by.refuses('https://hooks.example.com:8443/a?b=c')).to.equal(undefined);
    expect(await by.send(parcel('https://169.254.169.254/'))).to.deep.equal(notPublic);
    expect(await by.send(parcel('http://127.0.0.1:1/'))).to.deep.equal({
      kind: 'silent',
      why: 'its URL cannot be used',
    });
    const trying = courier();
    for (const url of ['http://localhost:3000/', 'http://127.0.0.1/', 'http://[::1]/', 'https://127.0.0.1/'])
      expect(trying.refuses(url), url).to.equal(undefined);
    for (const url of ['http://10.0.0.1/', 'http://example.com/'])
      expect(trying.refuses(url), url).to.not.equal(undefined);
  });
});

describe('The secret of a webhook', () => {
  it('is 256 bits as the standard writes them, another each time', () => {
    const made = [secrets.make(one), secrets.make(one)];
    for (const { secret: text } of made) expect(text.reveal()).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(new Set(made.map(({ secret: text }) => text.reveal())).size).to.equal(2);
  });

  it('is sealed for its webhook alone, and opened under no other key', () => {
    const { secret: text, sealed } = secrets.make(one);
    expect(sealed).to.not.include(text.reveal().slice(6, 20));
    expect(secrets.open(sealed, one)?.reveal()).to.equal(text.reveal());
    expect(secrets.open(sealed, other)).to.equal(undefined);
    expect(secrets.open(`${sealed}x`, one)).to.equal(undefined);
  });
});
