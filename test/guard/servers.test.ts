import { expect } from 'chai';
import { createHmac } from 'node:crypto';
import { forged, hs256, unsigned } from '../support/forged-token.js';
import { Visitor } from '../support/guard-people.js';
import { guardedServer, type GuardedServer } from '../support/guarded-server.js';
import { spawned, type Spawned } from '../support/service.js';

const insufficient = 'Bearer error="insufficient_user_authentication", acr_values="aal2", max_age=300';

describe('Guards in a process of their own', () => {
  let service: Spawned | undefined;
  let ada: Visitor;
  let [weak, strong]: [string, string] = ['', ''];

  before(async function () {
    this.timeout(60_000);
    service = await spawned();
    ada = await Visitor.register(service);
    strong = await ada.enrol();
    weak = await (await Visitor.register(service)).token();
  });
  after(() => service?.close());

  for (const example of ['express', 'node-http']) {
    describe(example, () => {
      let server: GuardedServer | undefined;
      before(async () => {
        server = await guardedServer(example, { ISSUER: `http://localhost:${service?.port}` });
      });
      after(() => server?.close());

      const get = (path: string, token?: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
        fetch(`${server?.url}${path}`, {
          method: example === 'express' && /payments|imports/.test(path) ? 'POST' : 'GET',
          headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
          redirect: 'manual',
        });
      const problem = async (response: Response): Promise<string> =>
        String(((await response.json()) as { type?: string }).type?.split(':').at(-1));

      it('lets anybody see what is public, and says who they are where it can tell', async () => {
        expect(await (await get('/')).json()).to.deep.equal({ hello: 'nobody' });
        expect(await (await get('/', strong)).json()).to.deep.equal({ hello: 'person' });
        expect(await (await get('/', 'rubbish')).json()).to.deep.equal({ hello: 'nobody' });
      });

      it('lets people in who are signed in, and tells the others to be', async () => {
        expect(await (await get('/account', weak)).json()).to.deep.include({ amr: ['pwd'] });
        expect(await (await get('/account', strong)).json()).to.deep.include({ amr: ['pwd', 'otp', 'mfa'] });
        const refused = await get('/account');
        expect([refused.status, refused.headers.get('www-authenticate')]).to.deep.equal([401, 'Bearer']);
        expect(refused.headers.get('cache-control')).to.equal('no-store');
        expect(refused.headers.get('content-type')).to.match(/^application\/problem\+json/);
        expect(await problem(refused)).to.equal('session-ended');
      });

      it('demands a second factor, and says so in the words of RFC 9470', async () => {
        expect((await get('/payments', strong)).status).to.be.oneOf([200, 201]);
        const refused = await get('/payments', weak);
        expect([refused.status, refused.headers.get('www-authenticate')]).to.deep.equal([401, insufficient]);
        const { type, requiredAssurance, maxAge } = (await refused.json()) as Record<string, unknown>;
        expect({ type, requiredAssurance, maxAge }).to.deep.equal({ type: 'urn:problem-type:portcullis:step-up-required', requiredAssurance: 'aal2', maxAge: 300 }); // prettier-ignore
      });

      it('lets no person in where machines are meant', async () => {
        const refused = await get('/imports', strong);
        expect([refused.status, await problem(refused)]).to.deep.equal([403, 'machines-only']);
        expect((await get('/imports')).status).to.equal(401);
      });

      it('[B01] takes a challenge token for what it is, at every door', async () => {
        const challenge = await ada.challengeToken();
        for (const path of ['/account', '/payments']) {
          const refused = await get(path, challenge);
          expect([path, refused.status, await problem(refused)]).to.deep.equal([path, 401, 'mfa-required']);
        }
        expect((await get('/imports', challenge)).status).to.equal(403);
      });

      it('takes no forged, foreign or refresh token', async () => {
        const [head = '', body = '', signature = ''] = strong.split('.');
        const claims = Buffer.from(body, 'base64url').toString();
        const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, string>;
        const jwks = await (await fetch(`${service?.url}/.well-known/jwks.json`)).text();
        const tokens = {
          'alg none': forged({ ...header, alg: 'none' }, claims, unsigned),
          'keyed with what is public': forged({ ...header, alg: 'HS256' }, claims, hs256(jwks)),
          'more proven than signed': `${head}.${Buffer.from(claims.replace('"ada', '"eve')).toString('base64url')}.${signature.slice(4)}AAAA`,
          'a challenge made at home': forged({ alg: 'HS256', typ: 'mfa-challenge+jwt' }, claims, (text) => createHmac('sha256', 'k').update(text).digest()), // prettier-ignore
          'signature of another': `${head}.${body}.${weak.split('.')[2]}`,
          'in two pieces': `${head}.${body}`,
          'far too long': 'a'.repeat(9000),
        };
        for (const [what, token] of Object.entries(tokens)) {
          const refused = await get('/account', token);
          const said = refused.headers.get('www-authenticate');
          expect([what, refused.status, said]).to.deep.equal([what, 401, 'Bearer error="invalid_token"']);
        }
      });

      it('reads one Authorization header, of one scheme, and no other place', async () => {
        expect((await get(`/account?access_token=${strong}`)).status).to.equal(401);
        expect((await get('/account', undefined, { authorization: `Basic ${strong}` })).status).to.equal(401);
        expect((await get('/account', undefined, { authorization: `Bearer ${strong}, Bearer ${strong}` })).status).to.equal(401); // prettier-ignore
        expect((await get('/account', undefined, { authorization: `bearer ${strong}` })).status).to.equal(200);
        expect((await get('/account', undefined, { 'x-forwarded-user': 'ada', 'x-auth-user': 'ada' })).status).to.equal(401); // prettier-ignore
      });

      it('lets a pending sign-in reach what is partial, by asking the service', async () => {
        const token = await ada.challengeToken();
        expect(await (await get('/welcome', token)).json()).to.deep.equal({ you: 'pending' });
        expect(await (await get('/welcome', strong)).json()).to.deep.equal({ you: 'person' });
        const browser = await ada.browser();
        expect(await (await get('/welcome', undefined, { cookie: browser.header })).json()).to.deep.equal({ you: 'pending' }); // prettier-ignore
        expect((await get('/welcome')).status).to.equal(401);
      });

      it('lets cookie sessions in by asking the service, and sees them end at once', async () => {
        const browser = await ada.browser();
        const pending = browser.header;
        await ada.verify(browser);
        const seen = await get('/payments', undefined, { cookie: `other=1; ${browser.header}`, 'sec-fetch-site': 'same-origin' }); // prettier-ignore
        expect(seen.status).to.be.oneOf([200, 201]);
        // The pending cookie died at the upgrade.
        expect((await get('/welcome', undefined, { cookie: pending })).status).to.equal(401);
        const former = browser.header;
        await service?.graphql('mutation { logout { sessionsEnded } }', {}, { cookies: browser });
        expect((await get('/account', undefined, { cookie: former })).status).to.equal(401);
      });

      if (example === 'express') {
        it('tells a pending sign-in 202 and what is due, where a route says so', async () => {
          const accepted = await get('/account', await ada.challengeToken());
          expect(accepted.status).to.equal(401);
          const waiting = await get('/waiting', await ada.challengeToken());
          expect(waiting.status).to.equal(202);
          const { status, challenge } = (await waiting.json()) as { status: string; challenge: object };
          expect(status).to.equal('mfa-required');
          expect(challenge).to.deep.include({ due: 'second-factor', answerAt: '/auth/mfa/verify' });
          expect((await get('/waiting')).status).to.equal(401);
        });

        it('[E07] believes no cookie that a foreign page made a browser send', async () => {
          const browser = await ada.browser();
          await ada.verify(browser);
          const foreign: readonly Record<string, string>[] = [
            { 'sec-fetch-site': 'cross-site' },
            { 'sec-fetch-site': 'same-site' },
            { origin: 'https://evil.example' },
            { origin: 'null' },
          ];
          for (const headers of foreign) {
            const refused = await get('/payments', undefined, { cookie: browser.header, ...headers });
            expect([JSON.stringify(headers), refused.status]).to.deep.equal([JSON.stringify(headers), 403]);
          }
          const own = { cookie: browser.header, origin: server?.url ?? '' };
          expect((await get('/payments', undefined, own)).status).to.equal(201);
        });

        it('lets machines in where they are meant, with the scopes they need', async () => {
          const make = `mutation ($input: CreateMachineTokenInput!) { createMachineToken(input: $input) {
          __typename ... on MachineTokenCreated { token } } }`;
          const exchange = `mutation ($input: ExchangeMachineTokenInput!) { exchangeMachineToken(input: $input) {
          __typename ... on MachineAccess { accessToken } } }`;
          const machineToken = async (scope: string): Promise<string> => {
            const made = await service?.graphql(make, { input: { scope, days: 1 } }, { token: strong });
            const secret = made?.data['createMachineToken']?.['token'];
            const access = await service?.graphql(exchange, { input: { token: secret } });
            return String(access?.data['exchangeMachineToken']?.['accessToken']);
          };
          const reader = await machineToken('invoices:read');
          expect(await (await get('/invoices', reader)).json()).to.deep.include({ for: 'machine' });
          const refused = await get('/imports', reader);
          const said = refused.headers.get('www-authenticate');
          expect([refused.status, said]).to.deep.equal([
            403,
            'Bearer error="insufficient_scope", scope="invoices:write"',
          ]);
          expect((await get('/imports', await machineToken('invoices:write'))).status).to.equal(202);
          for (const path of ['/account', '/payments', '/till', '/welcome'])
            expect([path, (await get(path, reader)).status]).to.deep.equal([path, 403]);
        });

        it('does without the second factor where that is declared, until its end', async () => {
          expect(server?.said.join()).to.contain('The till has no keyboard yet');
          expect(await (await get('/till', weak)).json()).to.deep.equal({ mfaVerified: false });
        });
      }
    });
  }
});
