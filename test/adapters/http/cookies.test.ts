import { expect } from 'chai';
import type { GraphQLRequest } from '../../../src/adapters/graphql/endpoint.js';
import type { Envelope } from '../../../src/application/envelope.js';
import type { ChallengeId, SessionId } from '../../../src/domain/ids.js';
import { Secret } from '../../../src/domain/secret.js';
import { Envelopes } from '../../../src/adapters/http/envelopes.js';
import { cookieKeys, doorstep, jar, post, type Doorstep, type DoorstepOptions } from '../../support/doorstep.js';

const endsAt = new Date('2030-01-02T03:04:05Z');
const session = { kind: 'cookie', sessionId: 'a-session' as SessionId, secret: new Secret('s3cret'), endsAt } as const;
const challenge = (id: string) => ({
  id: id as ChallengeId,
  secret: new Secret(`secret of ${id}`),
  binding: new Secret('browser nonce'),
});
const deliver = (envelope: Envelope) => envelope.deliver({ credential: session, device: undefined });

describe('Cookies', () => {
  const opened: Doorstep[] = [];
  async function at(options: DoorstepOptions): Promise<Doorstep> {
    const door = await doorstep(options);
    opened.push(door);
    return door;
  }
  afterEach(async () => {
    for (const door of opened.splice(0)) await door.close();
  });
  const heldIn = ({ requests }: Doorstep): GraphQLRequest['envelope'] | undefined => requests.at(-1)?.envelope;

  it('carry a session and bring it back', async () => {
    const door = await at({ onRequest: (envelope, { headers }) => headers['x-sign-in'] && deliver(envelope) });
    const cookie = jar(await post(door, { 'x-sign-in': 'yes' }));
    const again = await post(door, { cookie });
    expect(again.headers.getSetCookie()).to.deep.equal([]);
    const presented = heldIn(door)?.presented;
    expect(presented?.kind === 'cookie' && [presented.sessionId, presented.secret.reveal()]).to.deep.equal([
      'a-session',
      's3cret',
    ]);
  });

  it('are judged again once the keys are others, however often they were read before', async () => {
    const door = await at({ onRequest: deliver, cookieKeys: ['former'] });
    const headers = { cookie: jar(await post(door)) };
    let keys = cookieKeys(['former']);
    const envelopes = new Envelopes(
      {
        sign: (data) => keys.sign(data),
        verify: (data, signature) => keys.verify(data, signature),
        index: (data, signature) => keys.index(data, signature),
        get ids() {
          return keys.ids;
        },
      },
      false,
    );
    const isKnown = (): boolean => envelopes.open({ headers }).presented !== undefined;
    expect([isKnown(), isKnown()]).to.deep.equal([true, true]);
    keys = cookieKeys(['other']);
    expect([isKnown(), isKnown()]).to.deep.equal([false, false]);
  });

  it('are taken away and replaced as they should, though they were read before', async () => {
    const acts = { end: (envelope: Envelope) => envelope.dropSession(), again: deliver } as const;
    const door = await at({
      onRequest: (envelope, { headers }) => acts[headers['x-act'] as keyof typeof acts]?.(envelope),
    });
    const cookie = jar(await post(door, { 'x-act': 'again' }));
    await post(door, { cookie });
    const replaced = (await post(door, { cookie, 'x-act': 'again' })).headers.getSetCookie();
    expect(replaced).to.have.length(2);
    expect(replaced.join()).to.include('Wed, 02 Jan 2030');
    const ended = (await post(door, { cookie, 'x-act': 'end' })).headers.getSetCookie();
    expect(ended).to.have.length(2);
    expect(ended.join()).to.include('1970');
  });

  it('are HttpOnly, SameSite=Lax, for every path and no domain, until the session ends', async () => {
    const plain = await at({ onRequest: deliver });
    const lines = (await post(plain)).headers.getSetCookie();
    expect(lines).to.have.length(2);
    for (const line of lines) {
      expect(line).to.match(
        /^portcullis(\.sig)?=[\w=-]+; path=\/; expires=Wed, 02 Jan 2030 03:04:05 GMT; samesite=lax; httponly$/,
      );
    }
  });

  it('are Secure and have a __Host- name over https, though the connection behind the proxy is plain', async () => {
    const door = await at({ publicUrl: 'https://auth.example.com', onRequest: deliver });
    const lines = (await post(door)).headers.getSetCookie();
    expect(lines).to.have.length(2);
    for (const line of lines)
      expect(line).to.match(/^__Host-portcullis(\.sig)?=[\w=-]+; path=\/; .*; secure; httponly$/);
  });

  it('carry nothing that counts', async () => {
    const door = await at({ onRequest: deliver });
    const [, value = ''] = /portcullis=([^;]*)/.exec(jar(await post(door))) ?? [];
    expect(JSON.parse(Buffer.from(value, 'base64').toString())).to.deep.equal({ sid: 'a-session', secret: 's3cret' });
  });

  it('[E02] are ignored and cleared when anything in them was changed', async () => {
    const door = await at({ onRequest: (envelope, { headers }) => headers['x-sign-in'] && deliver(envelope) });
    const good = jar(await post(door, { 'x-sign-in': 'yes' }));
    const value = /portcullis=([^;]*)/.exec(good)?.[1] ?? '';
    const forged = Buffer.from(JSON.stringify({ sid: 'other', secret: 's3cret' })).toString('base64');
    const tampered = [
      good.replace(value, forged),
      good.replace(value, value.slice(0, -4)),
      good.replace(value, `${value}AAAA`),
      good.replace(/(\.sig=)(.)/, (_all, name: string, first: string) => name + (first === 'A' ? 'B' : 'A')),
      good.replace(/; portcullis\.sig=.*/, ''),
      `portcullis=${forged}; portcullis.sig=`,
      'portcullis=%00%ff; portcullis.sig=x',
      // Another cookie's signature is none of this one's.
      good.replaceAll('portcullis', 'portcullis-pending'),
    ];
    for (const cookie of tampered) {
      const answer = await post(door, { cookie });
      expect(heldIn(door)?.presented, cookie).to.equal(undefined);
      expect(heldIn(door)?.pending, cookie).to.deep.equal([]);
      expect(answer.status).to.equal(200);
      const cleared = answer.headers.getSetCookie().filter((line) => /=; path=\/; expires=Thu, 01 Jan 1970/.test(line));
      expect(cleared, cookie).to.have.length.of.at.least(1);
      expect(jar(answer)).to.match(/^(portcullis(-pending)?\.sig=[^;]*)?$/);
    }
  });

  it('go on under former keys and are signed by the newest, with nobody signed out', async () => {
    const before = await at({ cookieKeys: ['old'], onRequest: deliver });
    const cookie = jar(await post(before));
    const after = await at({ cookieKeys: ['new', 'old'] });
    const answer = await post(after, { cookie });
    expect(heldIn(after)?.presented?.kind).to.equal('cookie');
    expect(answer.headers.getSetCookie()).to.deep.equal([]);
    const forgotten = await at({ cookieKeys: ['new'] });
    await post(forgotten, { cookie });
    expect(heldIn(forgotten)?.presented).to.equal(undefined);
  });

  it('are signed with SHA-256', async () => {
    const door = await at({ onRequest: deliver });
    const signature = /portcullis\.sig=([^;]*)/.exec(jar(await post(door)))?.[1] ?? '';
    expect(Buffer.from(signature, 'base64url')).to.have.length(32);
  });

  it('keep the last three challenges of a browser, newest first, so that a second tab does not break the first', async () => {
    const door = await at({
      onRequest: (envelope, { headers }) =>
        headers['x-challenge'] && envelope.carry(challenge(String(headers['x-challenge'])), endsAt),
    });
    let cookie = '';
    for (const id of ['one', 'two', 'three', 'four']) cookie = jar(await post(door, { 'x-challenge': id, cookie }));
    await post(door, { cookie });
    const envelope = heldIn(door);
    expect(envelope?.pending.map(({ id, secret }) => [id, secret.reveal()])).to.deep.equal([
      ['four', 'secret of four'],
      ['three', 'secret of three'],
      ['two', 'secret of two'],
    ]);
    expect(envelope?.pending.map(({ binding }) => binding?.reveal())).to.deep.equal(Array(3).fill('browser nonce'));
    expect(envelope?.browser?.reveal()).to.equal('browser nonce');
  });

  it('drop the pending one when the session takes its place', async () => {
    const door = await at({
      onRequest: (envelope, { headers }) => {
        if (headers['x-challenge']) envelope.carry(challenge('one'), endsAt);
        else deliver(envelope);
      },
    });
    const pending = jar(await post(door, { 'x-challenge': 'yes' }));
    expect(pending).to.match(/^portcullis-pending=/);
    const lines = (await post(door, { cookie: pending })).headers.getSetCookie();
    expect(
      lines.filter((line) => line.startsWith('portcullis-pending') && /expires=Thu, 01 Jan 1970/.test(line)),
    ).to.have.length(2);
    expect(lines.filter((line) => line.startsWith('portcullis=') || line.startsWith('portcullis.sig='))).to.have.length(
      2,
    );
  });

  it('[F04] are left alone by an answer that says nothing of them', async () => {
    const door = await at({ onRequest: (envelope, { headers }) => headers['x-sign-in'] && deliver(envelope) });
    const cookie = jar(await post(door, { 'x-sign-in': 'yes' }));
    expect((await post(door, { cookie })).headers.getSetCookie()).to.deep.equal([]);
  });

  it('give way to a bearer token', async () => {
    const door = await at({ onRequest: (envelope, { headers }) => headers['x-sign-in'] && deliver(envelope) });
    const cookie = jar(await post(door, { 'x-sign-in': 'yes' }));
    await post(door, { cookie, authorization: 'Bearer abc.def.ghi' });
    expect(heldIn(door)?.presented?.kind).to.equal('token');
    for (const other of ['Basic YTpi', 'Bearer', 'Bearer a b', 'Bearer "x"']) {
      await post(door, { cookie, authorization: other });
      expect(heldIn(door)?.presented?.kind, other).to.equal('cookie');
    }
  });
});
