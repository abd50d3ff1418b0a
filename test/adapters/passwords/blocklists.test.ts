import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Blocklists } from '../../../src/adapters/passwords/blocklists.js';
import { BreachedPasswords } from '../../../src/adapters/passwords/breached-passwords.js';
import { CommonPasswords } from '../../../src/adapters/passwords/common-passwords.js';
import { Secret } from '../../../src/domain/secret.js';

const secret = (raw: string): Secret => new Secret(raw);

describe('Passwords that everybody tries first', () => {
  const common = new CommonPasswords(['Portcullis', 'Acme']);

  it('are refused, whatever their case and however they are stretched', async () => {
    for (const raw of [
      'password',
      'PassWord',
      'passwordpassword',
      'Password123456789',
      '!!!password2026!!!',
      'qwertyqwertyqwerty',
      '123456789012345',
      '123456789987654321',
      '1qaz2wsx3edc4rfv',
      'aaaaaaaaaaaaaaaaaaaa',
      'abcabcabcabcabcabc',
      '\u212Aing\u212Aing\u212Aing', // the Kelvin sign, which is a k in lower case
    ])
      expect(await common.find(secret(raw)), raw).to.equal('common');
  });

  it('are refused where they are little more than the name of the service', async () => {
    for (const raw of ['Portcullis2026!', 'acme-ACME-acme-1', 'PORTCULLIS acme'])
      expect(await common.find(secret(raw)), raw).to.equal('common');
    expect(await common.find(secret('the portcullis is made of oak'))).to.equal(undefined);
  });

  it('are not what people make of words of their own', async () => {
    for (const raw of [
      'correct horse battery staple',
      'my dog eats 3 shoes a day',
      'Zwölf Boxkämpfer jagen Viktor',
      'gR7#kk2!vW0pQ',
      'パスワードは長いほうがいい',
    ])
      expect(await common.find(secret(raw)), raw).to.equal(undefined);
  });
});

describe('Passwords known from breaches', () => {
  const breached = 'my very own secret sentence';
  const digest = hash('sha1', breached, 'hex').toUpperCase();
  let server: Server;
  let answer: RequestListener;
  const asked: { readonly url: string | undefined; readonly padding: unknown }[] = [];
  const troubles: string[] = [];

  before(async () => {
    server = createServer((req, res) => {
      asked.push({ url: req.url, padding: req.headers['add-padding'] });
      answer(req, res);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    asked.length = troubles.length = 0;
    answer = (_req, res) => res.end(`${'0'.repeat(35)}:3\r\n${digest.slice(5)}:17\r\n${'F'.repeat(35)}:0\r\n`);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const list = (): BreachedPasswords =>
    new BreachedPasswords({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`,
      onTrouble: (what, error) => void troubles.push(`${what} ${String(error)}`),
      patience: 200,
    });

  it('are found, and nobody but us learns more than five digits of a digest', async () => {
    expect(await list().find(secret(breached))).to.equal('breached');
    expect(asked).to.deep.equal([{ url: `/range/${digest.slice(0, 5)}`, padding: 'true' }]);
    expect(await list().find(secret('my very own other sentence'))).to.equal(undefined);
    expect(troubles).to.deep.equal([]);
  });

  it('are not those that only fill an answer up', async () => {
    answer = (_req, res) => res.end(`${digest.slice(5)}:0\r\n`);
    expect(await list().find(secret(breached))).to.equal(undefined);
  });

  it('[O14] cannot be told while nobody can be asked: the list that comes with us decides', async () => {
    const wrong: readonly RequestListener[] = [
      (req) => req.socket.destroy(),
      (_req, res) => res.writeHead(503).end(),
      (_req, res) => res.writeHead(302, { location: '/elsewhere' }).end(),
      (_req, res) => void res.write('never ending'),
      (_req, res) => res.end('A'.repeat(1_000_000)),
    ];
    const both = new Blocklists([new CommonPasswords([]), list()]);
    for (answer of wrong) {
      expect(await both.find(secret(breached))).to.equal(undefined);
      expect(await both.find(secret('passwordpassword'))).to.equal('common');
    }
    expect(troubles).to.have.length(wrong.length);
    expect(troubles.join()).not.to.include(breached).and.not.to.include(digest);
  });

  it('are asked for a few at a time, however many people register', async () => {
    answer = (_req, res) => void setTimeout(() => res.end(`${digest.slice(5)}:1`), 50);
    const one = list();
    await Promise.all(Array.from({ length: 60 }, () => one.find(secret(breached))));
    expect(asked).to.have.length(20);
  });
});
