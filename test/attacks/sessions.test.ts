import { expect } from 'chai';
import { Phone } from '../../src/testing/phone.js';
import { Besieged } from '../support/besieged.js';
import * as say from '../support/operations.js';
import { password, type Visitor } from '../support/visitor.js';

const ask = JSON.stringify({ query: say.logout, variables: {} });

describe('Sessions and their cookies', function () {
  this.timeout(30_000);
  let house: Besieged;
  before(async () => {
    house = await Besieged.begin();
  });
  after(() => house.end());
  let people = 0;
  const signedIn = async (kind: 'TOKEN' | 'COOKIE' = 'COOKIE', headers = {}): Promise<Visitor> =>
    (await house.visitor(`person-${(people += 1)}@example.org`, kind, headers).register()).signIn();
  const post = (headers: Readonly<Record<string, string>>, body: RequestInit['body'] = ask, path = '/graphql') =>
    fetch(`${house.running.url}${path}`, { method: 'POST', headers, body });

  it('[E01] a planted session, or a planted challenge, is not what a sign-in continues', async () => {
    const attacker = await signedIn();
    const planted = attacker.cookies.header;
    const victim = await house.visitor('victim@example.org', 'COOKIE').register();
    victim.cookies.take(planted.split('; '));
    await victim.signIn();
    expect(victim.cookies.header).not.to.equal(planted);
    expect(await victim.me()).to.include({ email: 'victim@example.org' });
    // What the attacker still holds is not the victim's, and has ended.
    expect(await attacker.me()).to.equal(null);

    const owner = await house.owner('owner@example.org', 'COOKIE');
    const thief = house.visitor(owner.email, 'COOKIE');
    await thief.logIn();
    const browser = house.visitor(owner.email, 'COOKIE');
    browser.cookies.take(thief.cookies.header.split('; '));
    await browser.logIn();
    expect((await browser.verify(owner.phone.code(house.now))).__typename).to.equal('Authenticated');
    expect(browser.cookies.names).to.have.members(['portcullis', 'portcullis.sig']);
    expect(await thief.me()).to.equal(null);
    expect((await thief.verify(owner.backupCodes[0] ?? '', undefined, 'BACKUP_CODE')).__typename).to.equal(
      'Authenticated',
    );
    // The thief had the password and a code of their own by then: their session is theirs, and a second one.
    const ids = await Promise.all([thief, browser].map(async (each) => (await each.me())?.['session']));
    expect(new Set(ids.map((session) => (session as { id: string }).id)).size).to.equal(2);
  });

  it('[E02] a cookie that was changed in any way is nobody, cleared, and always with the same answer', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const [value = '', signature = ''] = one.cookies.header
      .split('; ')
      .map((pair) => pair.slice(pair.indexOf('=') + 1));
    const [otherValue = '', otherSignature = ''] = other.cookies.header
      .split('; ')
      .map((pair) => pair.slice(pair.indexOf('=') + 1));
    const content = JSON.parse(Buffer.from(value, 'base64').toString()) as Record<string, unknown>;
    const written = (changes: Record<string, unknown>) =>
      Buffer.from(JSON.stringify({ ...content, ...changes })).toString('base64');
    const flipped = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    const tampered: [string, string][] = [
      [flipped(value, 0), signature],
      [flipped(value, value.length - 2), signature],
      [value, flipped(signature, 3)],
      [value.slice(0, -4), signature],
      [`${value}AAAA`, signature],
      [value, signature.slice(0, -1)],
      [value, `${signature}A`],
      [value, ''],
      [value, otherSignature],
      [otherValue, signature],
      [written({ sid: '01920000-0000-7000-8000-000000000000' }), signature],
      [written({ admin: true }), signature],
      ['', signature],
      ['%00', '%00'],
    ];
    const answers = new Set<string>();
    for (const [changed, signed] of tampered) {
      const answer = await post(
        { 'content-type': 'application/json', cookie: `portcullis=${changed}; portcullis.sig=${signed}` },
        JSON.stringify({ query: say.me }),
      );
      answers.add(`${answer.status} ${await answer.text()}`);
      const cleared = answer.headers.getSetCookie();
      expect(cleared[0], changed).to.match(/^portcullis=; path=\/; expires=Thu, 01 Jan 1970/);
    }
    expect([...answers]).to.deep.equal(['200 {"data":{"me":null}}']);
    expect(await one.me()).not.to.equal(null);
  });

  it('[E04] logging out ends the session itself: the copied cookie is nobody, here and everywhere', async () => {
    const browser = await signedIn();
    const copy = house.visitor(browser.email, 'COOKIE', { cookie: browser.cookies.header });
    expect(await copy.me()).not.to.equal(null);
    await browser.one(say.logout);
    expect(browser.cookies.names).to.deep.equal([]);
    expect(await copy.me()).to.equal(null);

    const [here, there, program] = [await browser.signIn(), browser.elsewhere(), browser.elsewhere('TOKEN')];
    await there.signIn();
    await program.signIn();
    expect(await here.one(say.logout, { everywhere: true })).to.include({ sessionsEnded: 3 });
    for (const each of [there, program]) expect(await each.me()).to.equal(null);
    const { refreshToken } = program.tokens ?? {};
    expect(await program.kindOf(say.refreshSession, { refreshToken })).to.equal('SessionEnded');
  });

  it('[E07] a form, a simple request and an upload carry nothing out, cookie or not', async () => {
    const browser = await signedIn();
    const facts = (await house.running.facts()).length;
    const form = new FormData();
    form.set('operations', ask);
    form.set('map', '{}');
    const bodies: [string, RequestInit['body']][] = [
      ['application/x-www-form-urlencoded', new URLSearchParams({ query: say.logout }).toString()],
      ['text/plain', ask],
      ['text/plain; charset=utf-8; application/json', ask],
      ['application/graphql', say.logout],
      [
        'multipart/form-data; boundary=x',
        `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${ask}\r\n--x--`,
      ],
    ];
    for (const [type, body] of bodies) {
      const answer = await post({ 'content-type': type, cookie: browser.cookies.header }, body);
      expect(answer.status, type).to.equal(415);
    }
    expect((await post({ cookie: browser.cookies.header }, form)).status).to.equal(415);
    expect((await post({ cookie: browser.cookies.header }, new Blob([ask]))).status).to.equal(415);
    expect(await house.running.facts()).to.have.length(facts);
    expect(await browser.me()).not.to.equal(null);
  });

  it('[E08] no other method becomes a POST, and no POST another operation', async () => {
    const browser = await signedIn();
    const cookie = browser.cookies.header;
    const facts = (await house.running.facts()).length;
    const query = `?query=${encodeURIComponent('mutation { logout { sessionsEnded } }')}`;
    for (const headers of [
      { 'x-http-method-override': 'POST' },
      { 'x-http-method': 'POST' },
      { 'x-method-override': 'POST' },
    ]) {
      for (const path of ['/graphql', `/graphql${query}`, `/graphql${query}&_method=POST`]) {
        for (const accept of ['*/*', 'text/html', 'application/json']) {
          const answer = await fetch(`${house.running.url}${path}`, { headers: { ...headers, cookie, accept } });
          expect(answer.status).to.be.oneOf([405, 200]);
          expect(await answer.text()).not.to.include('sessionsEnded');
        }
      }
    }
    const moved = await post(
      { 'content-type': 'application/json', cookie },
      '{"query":"{ me { id } }"}',
      `/graphql${query}`,
    );
    expect(await moved.json()).to.have.nested.property('data.me');
    expect(await house.running.facts()).to.have.length(facts);
    expect(await browser.me()).not.to.equal(null);
  });

  it('[E13] names are text: no answer is markup, and the QR code holds nothing but its squares', async () => {
    const script = '<script>alert(1)</script>';
    const visitor = house.visitor("x'onload='alert`1`'@example.org", 'TOKEN', {
      'user-agent': `${script}"'><svg onload=alert(1)>/1.0`,
    });
    await (await visitor.register()).signIn();
    const shown = await visitor.one(say.enrolTotp);
    expect(shown['qrSvg']).to.match(/^<svg[^>]*>(<path [^<>]*\/>)+<\/svg>\s*$/);
    expect(shown['qrSvg']).not.to.match(/alert|script|onload|href|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(shown['qrPng']).to.match(/^data:image\/png;base64,[A-Za-z0-9+/]+=*$/);
    expect(new URL(shown['uri'] as string).protocol).to.equal('otpauth:');
    const phone = Phone.scan(shown['uri'] as string);
    const input = { code: phone.code(house.now), label: `${script}\u202e\r\nSet-Cookie: a=b` };
    await visitor.one(say.confirmTotp, input);
    const sent = visitor.headers;
    expect(sent.get('content-type')).to.match(/^application\/json/);
    expect(sent.get('x-content-type-options')).to.equal('nosniff');
    expect(sent.get('content-security-policy')).to.include("default-src 'none'");
    const me = (await visitor.me()) as { factors?: { label: string }[]; session?: { device: string | null } } | null;
    expect(me?.factors?.[0]?.label).to.equal(`${script} Set-Cookie: a=b`);
    expect(me?.session?.device ?? '').not.to.match(/[<>]/);
  });

  it('[E14] a token in an address is nobody, and no answer and no log line holds one', async () => {
    const visitor = await signedIn('TOKEN');
    const { accessToken = '', refreshToken = '' } = visitor.tokens ?? {};
    const body = JSON.stringify({ query: '{ me { id } }', access_token: accessToken, token: accessToken });
    for (const name of ['access_token', 'token', 'jwt', 'authorization']) {
      const path = `/graphql?${name}=${encodeURIComponent(accessToken)}`;
      const answer = await post({ 'content-type': 'application/json' }, body, path);
      expect(await answer.json()).to.deep.equal({ data: { me: null } });
      for (const header of ['location', 'refresh', 'link', 'content-location'])
        expect(answer.headers.get(header)).to.equal(null);
      expect(answer.headers.get('referrer-policy')).to.equal('no-referrer');
      await fetch(`${house.running.url}/${accessToken.slice(0, 20)}?${name}=${accessToken}&r=${refreshToken}`);
    }
    const logged = house.running.logs.join('');
    for (const token of [accessToken, refreshToken, password]) expect(logged).not.to.include(token);
  });
});
