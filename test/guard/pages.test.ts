import { expect } from 'chai';
import { Pages, wantsPage } from '../../src/guard/pages.js';
import type { Visit } from '../../src/guard/visit.js';
import { CookieJar } from '../support/cookie-jar.js';
import { Visitor } from '../support/guard-people.js';
import { guardedServer, type GuardedServer } from '../support/guarded-server.js';
import { spawned, type Spawned } from '../support/service.js';

/** A browser without scripts: follows nothing by itself, keeps cookies, fills forms. */
class Browser {
  readonly cookies = new CookieJar();

  constructor(private readonly site: string) {}

  open(path: string): Promise<Response> {
    return this.send(path, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', cookie: this.cookies.header } }); // prettier-ignore
  }

  /** Sends the form of a page, its hidden fields as they are. */
  async submit(page: Response, fields: Readonly<Record<string, string>>): Promise<Response> {
    const html = await page.text();
    const action = /action="([^"]*)"/.exec(html)?.[1] ?? expect.fail(`no form in ${html}`);
    const returnTo = (/name="returnTo" value="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&');
    const body = new URLSearchParams({ returnTo, ...fields });
    const headers = { accept: 'text/html', cookie: this.cookies.header, 'sec-fetch-site': 'same-origin' };
    return this.send(action, { method: 'POST', headers, body });
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(new URL(path, this.site), { ...init, redirect: 'manual' });
    this.cookies.take(response.headers.getSetCookie());
    return response;
  }
}

const to = (response: Response): string => {
  expect(response.status).to.equal(303);
  return response.headers.get('location') ?? '';
};

describe('A browser that wants a page', () => {
  let service: Spawned;
  let server: GuardedServer;
  let ada: Visitor;
  before(async function () {
    this.timeout(60_000);
    service = await spawned();
    server = await guardedServer('pages', { ISSUER: `http://localhost:${service.port}` });
    ada = await Visitor.register(service);
    await ada.enrol();
  });
  after(async () => {
    await server.close();
    await service.close();
  });

  it('[E11] is led to the sign-in, through the second factor, and back to where it wanted to go', async () => {
    const browser = new Browser(server.url);
    const signIn = to(await browser.open('/report?year=2026&lang=en'));
    expect(signIn).to.equal('/sign-in?returnTo=%2Freport%3Fyear%3D2026%26lang%3Den');
    const challenge = to(await browser.submit(await browser.open(signIn), ada.credentials));
    expect(challenge).to.equal('/second-step?returnTo=%2Freport%3Fyear%3D2026%26lang%3Den');

    // Pending: whoever tries the page again is led to the second step, not to the first.
    expect(to(await browser.open('/report'))).to.equal('/second-step?returnTo=%2Freport');
    const back = to(await browser.submit(await browser.open(challenge), { code: ada.code() }));
    expect(back).to.equal('/report?year=2026&lang=en');
    const page = await browser.open(back);
    expect([page.status, await page.text()]).to.satisfy(([status, html]: [number, string]) => status === 200 && /The report/.test(html)); // prettier-ignore
    expect((await browser.open('/vault')).status).to.equal(200);
  });

  it('is led to the second factor where its session has not proven one', async () => {
    const browser = new Browser(server.url);
    const bob = await Visitor.register(service);
    await bob.logIn('COOKIE', browser.cookies);
    expect((await browser.open('/report')).status).to.equal(200);
    expect(to(await browser.open('/vault'))).to.equal('/second-step?acr_values=aal2&max_age=300&returnTo=%2Fvault');
  });

  it('[E10] comes back to a page of this site or to none', async () => {
    for (const evil of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/%2f%2fevil.example',
      'javascript:alert(1)',
    ]) {
      const browser = new Browser(server.url);
      const page = await browser.open(`/sign-in?${new URLSearchParams({ returnTo: evil })}`);
      expect(await page.clone().text(), evil).to.contain('name="returnTo" value="/"');
      const challenge = to(await browser.submit(page, { ...ada.credentials, returnTo: evil }));
      expect(challenge, evil).to.equal('/second-step?returnTo=%2F');
    }
  });

  it('is a script where it takes JSON as gladly, and is told 401', async () => {
    const script = await fetch(`${server.url}/report`, { headers: { accept: 'application/json, text/html;q=0.5' } });
    expect([script.status, script.headers.get('vary')]).to.deep.equal([401, 'Accept']);
  });
});

describe('Pages', () => {
  const visit = (target: string, method = 'GET', accept = 'text/html'): Visit => ({
    method,
    target,
    bearer: undefined,
    header: (name) => (name === 'accept' ? accept : undefined),
  });
  const nobody = { why: 'nobody', presented: false } as const;
  const weak = { why: 'too-weak', assurance: 'aal2', maxAge: undefined } as const;

  it('lead to a frontend elsewhere with an address that leads back', () => {
    const pages = new Pages({ signInUrl: 'https://login.example/in?brand=a', publicUrl: 'https://app.example' });
    const expected = `https://login.example/in?brand=a&returnTo=${encodeURIComponent('https://app.example/a?b')}`;
    expect(pages.for(visit('/a?b'), nobody)).to.equal(expected);
    expect(pages.for(visit('/a'), weak)).to.equal(undefined);
  });

  it('[E10] take no target for a path that is none', () => {
    const pages = new Pages({ signInUrl: '/in', challengeUrl: '/second' });
    for (const target of ['//evil.example/a', 'http://evil.example/', '/\\evil.example', '*', '/a\tb'])
      expect(pages.for(visit(target), nobody), target).to.equal('/in?returnTo=%2F');
    expect(pages.for(visit('/pay', 'POST'), nobody)).to.equal('/in?returnTo=%2F');
    expect(pages.for(visit('/a'), weak)).to.equal('/second?acr_values=aal2&returnTo=%2Fa');
    expect(pages.for(visit('/a'), { why: 'no-machines' })).to.equal(undefined);
  });

  it('are addresses of pages, or the guard does not start', () => {
    for (const signInUrl of [
      'javascript:alert(1)',
      '//evil.example',
      'sign-in',
      'ftp://a.example',
      'https://u:p@a.example/',
    ])
      expect(() => new Pages({ signInUrl }), signInUrl).to.throw(RangeError);
  });

  it('are for whoever would rather have HTML', () => {
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
    for (const accept of [browser, 'text/html', 'TEXT/HTML;level=1', 'application/json;q=0.5, text/html;q=0.9'])
      expect(wantsPage(accept), accept).to.equal(true);
    for (const accept of [
      undefined,
      '',
      '*/*',
      'application/json',
      'application/json, text/html;q=0.9',
      'text/html;q=0',
      'text/htmlx',
      'text/*',
    ])
      expect(wantsPage(accept), accept).to.equal(false);
  });
});
