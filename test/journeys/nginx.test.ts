import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { minutes } from '../../src/domain/duration.js';
import { nginxPath, startNginx, type Nginx } from '../support/nginx.js';
import { contents } from '../support/repository.js';
import { RestClient } from '../support/rest-client.js';
import { RestStage } from '../support/rest-stage.js';

const example = /```nginx\n([\s\S]*?)```/.exec(contents('docs/forward-auth.md'))?.[1] ?? '';

/** The example as it stands, but for its certificate and its addresses. */
const placed = (portcullis: string, application: number) => (port: number) =>
  example
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replace(/ *ssl_certificate.*\n/g, '')
    .replace('127.0.0.1:4000', new URL(portcullis).host.replace('localhost', '127.0.0.1'))
    .replace('127.0.0.1:8080', `127.0.0.1:${application}`);

describe('The nginx configuration of docs/forward-auth.md', function () {
  this.timeout(20_000);
  let stage: RestStage;
  let application: Server;
  let nginx: Nginx;
  const seen: {
    readonly method: string | undefined;
    readonly url: string | undefined;
    readonly headers: IncomingHttpHeaders;
  }[] = [];

  before(async function () {
    const program = nginxPath();
    if (!program) {
      process.stderr.write('    nginx is not installed here: its configuration is not tried\n');
      return this.skip();
    }
    stage = await RestStage.open({ env: { SIGN_IN_URL: '/sign-in', CHALLENGE_URL: '/prove' } });
    // It knows nothing, and tells what it was told.
    application = createServer((req, res) => {
      seen.push({ method: req.method, url: req.url, headers: req.headers });
      res.end('the application');
    });
    await new Promise<void>((resolve) => {
      application.listen(0, '127.0.0.1', resolve);
    });
    nginx = await startNginx(program, placed(stage.world.url, (application.address() as AddressInfo).port));
  });
  after(async () => {
    await nginx?.close();
    application?.close();
    application?.closeAllConnections();
    await stage?.close();
  });

  const knock = (client: RestClient, path: string, init: RequestInit = {}) =>
    fetch(`${nginx.url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: {
        ...(client.cookies.header && { cookie: client.cookies.header }),
        ...(client.bearer && { authorization: `Bearer ${client.bearer}` }),
        ...(init.headers as Readonly<Record<string, string>>),
      },
    });
  const html = { accept: 'text/html' };

  it('keeps strangers from the application, and leads browsers to where they sign in', async () => {
    const before = seen.length;
    const program = await knock(stage.client(), '/reports?year=2031');
    expect([program.status, program.headers.get('location')]).to.deep.equal([401, null]);
    const browser = await knock(stage.client(), '/reports?year=2031', { headers: html });
    expect(browser.status).to.equal(303);
    expect(browser.headers.get('location')).to.match(/\/sign-in\?returnTo=%2Freports%3Fyear%3D2031$/);
    expect(seen).to.have.length(before);
  });

  it('lets a browser sign in under the application’s own host, with a cookie that reaches no other', async () => {
    const person = await stage.person({ totp: true });
    const own = new RestClient(nginx.url);
    const posed = await own.post('/auth/login', {
      email: person.email,
      password: 'correct horse battery staple',
      credential: 'cookie',
    });
    expect(posed.status, posed.text).to.equal(202);
    const pending = await knock(own, '/reports', { headers: html });
    expect(pending.headers.get('location')).to.match(/\/prove\?returnTo=%2Freports$/);
    const code = stage.code(person);
    const signedIn = await own.post('/auth/mfa/verify', { factor: 'totp', code });
    expect(signedIn.status, signedIn.text).to.equal(200);
    for (const line of signedIn.headers.getSetCookie()) expect(line).to.not.match(/;\s*domain=/i);

    expect(await (await knock(own, '/reports')).text()).to.equal('the application');
    const { user } = signedIn.body as { user: { id: string } };
    expect(seen.at(-1)?.headers).to.include({
      'x-auth-user': user.id,
      'x-auth-acr': 'aal2',
      'x-auth-amr': 'pwd otp mfa',
    });
    // A body goes to the application, and to nobody else.
    expect((await knock(own, '/payments/', { method: 'POST', body: 'ten pounds' })).status).to.equal(200);
    expect(seen.at(-1)).to.include({ method: 'POST', url: '/payments/' });

    stage.world.clock.advance(minutes(6));
    expect((await knock(own, '/reports')).status).to.equal(200);
    expect((await knock(own, '/payments/')).status).to.equal(401);
    const late = await knock(own, '/payments/', { headers: html });
    expect(late.headers.get('location')).to.include('/prove?acr_values=aal2&max_age=300&returnTo=%2Fpayments%2F');

    expect((await own.post('/auth/logout')).status).to.equal(200);
    expect((await knock(own, '/reports')).status).to.equal(401);
  });

  it('lets nobody write what the application reads', async () => {
    const { client, said } = await stage.signedIn();
    const made = { 'x-auth-user': 'root', 'x-auth-acr': 'aal2', 'x-auth-amr': 'mfa', 'x-auth-session': 'x', 'x-auth-time': '1', 'x_auth_user': 'root' }; // prettier-ignore
    expect((await knock(stage.client(), '/reports', { headers: made })).status).to.equal(401);
    expect((await knock(client, '/payments/', { headers: made })).status).to.equal(401);
    expect((await knock(client, '/reports', { headers: made })).status).to.equal(200);
    const { user } = said.body as { user: { id: string } };
    const { headers } = seen.at(-1) ?? expect.fail();
    expect(headers).to.include({ 'x-auth-user': user.id, 'x-auth-acr': 'aal1', 'x-auth-amr': 'pwd' });
    for (const name of ['x-auth-session', 'x-auth-time', 'x_auth_user'])
      expect(headers, name).to.not.have.property(name);
  });

  it('has no demand that a request could change, and no check that a client can reach inside', async () => {
    const { client } = await stage.signedIn();
    for (const path of ['/payments/?mfa=0', '/payments/?bypass=till', '/_second_factor', '/_signed_in'])
      expect((await knock(client, path)).status, path).to.be.oneOf([401, 404]);
    for (const name of ['x-forwarded-uri', 'x-original-uri', 'x-forwarded-method', 'x-forwarded-for', 'host'])
      expect((await knock(client, '/payments/', { headers: { [name]: '/reports' } })).status, name).to.be.oneOf([
        400, 401,
      ]);
  });
});
