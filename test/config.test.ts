import { expect } from 'chai';
import { ConfigMistakes, loadConfig, type Variables } from '../src/config.js';
import { hours, minutes } from '../src/domain/duration.js';

const key = 'q'.repeat(32);

function mistakesOf(variables: Variables): readonly string[] {
  try {
    loadConfig(variables);
  } catch (error) {
    if (error instanceof ConfigMistakes) return error.mistakes;
    throw error;
  }
  return [];
}
const named = (variables: Variables): readonly string[] =>
  mistakesOf(variables).map((mistake) => mistake.slice(0, mistake.indexOf(' ')));

describe('Config', () => {
  it('needs nothing said outside production', () => {
    const config = loadConfig({});
    expect(config).to.include({ production: false, host: '127.0.0.1', port: 4000, publicUrl: 'http://localhost:4000' });
    expect(config.tokens).to.deep.include({ issuer: 'http://localhost:4000', audience: 'http://localhost:4000' });
    expect(config.database.url).to.equal(undefined);
    expect(config.trustProxy).to.deep.equal({ kind: 'nobody' });
  });

  it('takes the issuer from the public address and the audience from the issuer', () => {
    const own = loadConfig({ PUBLIC_URL: 'https://auth.example.com/' });
    expect(own.tokens).to.include({ issuer: 'https://auth.example.com', audience: 'https://auth.example.com' });
    const other = loadConfig({ ISSUER: 'https://id.example.com' });
    expect(other.tokens).to.include({ issuer: 'https://id.example.com', audience: 'https://id.example.com' });
  });

  it('names every mistake at once, and what would be right', () => {
    const wrong = {
      NODE_ENV: 'prod',
      PORT: '70000',
      HOST: 'not a host',
      PUBLIC_URL: 'auth.example.com',
      ISSUER: 'ftp://example.com',
      AUDIENCE: 'two words',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      DATABASE_POOL_SIZE: '0',
      SECRET_KEY: 'short',
      SECRET_KEY_PREVIOUS: 'short too',
      ALLOWED_ORIGINS: '*',
      TRUST_PROXY: 'yes',
      REGISTRATION: 'maybe',
      MFA: 'on',
      SESSION_IDLE: '1 hour',
      SESSION_LIFE: '-1h',
      MFA_AGE: '400d',
      ACCESS_TOKEN_ALG: 'none',
      TOTP_ISSUER: 'a:b',
      HASHING_WORKERS: '1.5',
      LOG_LEVEL: 'loud',
      SMTP_URL: 'mail.example.com:587',
      SMTP_TLS: 'maybe',
      MAIL_FROM: 'Example',
      BREACHED_PASSWORDS_URL: 'http://api.example.com/range/',
      ARGON2_MEMORY: '18',
      ARGON2_PASSES: '1',
      WEBHOOK_ALLOW_PRIVATE: '10.0.0.1',
    };
    expect(named(wrong)).to.have.members(Object.keys(wrong));
    expect(() => loadConfig(wrong)).to.throw(ConfigMistakes, /28 settings are wrong/);
    for (const mistake of mistakesOf(wrong)) expect(mistake).to.match(/must be .{10,}\.$/);
  });

  it('lets webhooks reach this machine outside production, and networks that are named', () => {
    const webhooks = (variables: Variables) => loadConfig(variables).webhooks;
    const production = { NODE_ENV: 'production', SECRET_KEY: key, PUBLIC_URL: 'https://auth.example.com' };
    expect(webhooks({})).to.deep.equal({ loopback: true, privateNetworks: false, networks: [] });
    expect(webhooks(production)).to.deep.equal({ loopback: false, privateNetworks: false, networks: [] });
    expect(webhooks({ WEBHOOK_ALLOW_PRIVATE: 'on' })).to.include({ privateNetworks: true });
    expect(webhooks({ WEBHOOK_ALLOW_PRIVATE: 'off' })).to.include({ privateNetworks: false });
    const networks = ['10.1.0.0/16', 'fd12:3456::/32'];
    expect(webhooks({ WEBHOOK_ALLOW_PRIVATE: networks.join(', ') })).to.deep.include({ networks });
    for (const wrong of ['yes', '10.0.0.0/33', 'fd12::/129', '10.0.0.0/8,', 'localhost/8', '10.0.0.0/8 10.1.0.0/16'])
      expect(named({ WEBHOOK_ALLOW_PRIVATE: wrong }), wrong).to.deep.equal(['WEBHOOK_ALLOW_PRIVATE']);
  });

  it('never repeats a secret in its complaint', () => {
    const complaint = mistakesOf({ SECRET_KEY: 'hunter2', DATABASE_URL: 'hunter2://root:hunter2@db/x' }).join('\n');
    expect(complaint).to.include('SECRET_KEY').and.include('DATABASE_URL').and.not.include('hunter2');
    expect(JSON.stringify(loadConfig({ SECRET_KEY: key, DATABASE_URL: `postgres://a:${key}@db/x` }))).not.to.include(
      key,
    );
  });

  it('has no default for a secret in production, and no plain http', () => {
    expect(named({ NODE_ENV: 'production' })).to.have.members(['PUBLIC_URL', 'SECRET_KEY']);
    expect(named({ NODE_ENV: 'production', SECRET_KEY: key, PUBLIC_URL: 'http://localhost:4000' })).to.deep.equal([
      'PUBLIC_URL',
    ]);
    expect(named({ NODE_ENV: 'production', SECRET_KEY: key, PUBLIC_URL: 'https://auth.example.com' })).to.deep.equal(
      [],
    );
  });

  it('takes plain http for this machine only', () => {
    expect(named({ PUBLIC_URL: 'http://auth.example.com' })).to.deep.equal(['PUBLIC_URL']);
    expect(named({ PUBLIC_URL: 'http://127.evil.example.com' })).to.deep.equal(['PUBLIC_URL']);
    for (const url of ['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:4000']) {
      expect(loadConfig({ PUBLIC_URL: url }).publicUrl).to.equal(url);
    }
  });

  it('takes exact origins and nothing that looks like one', () => {
    const { allowedOrigins } = loadConfig({ ALLOWED_ORIGINS: 'https://app.example.com, http://localhost:5173' });
    expect(allowedOrigins).to.deep.equal(['https://app.example.com', 'http://localhost:5173']);
    const wrong = [
      '*',
      'null',
      'https://*.example.com',
      'https://app.example.com/',
      'app.example.com',
      'https://a.example,',
    ];
    for (const origins of wrong)
      expect(named({ ALLOWED_ORIGINS: origins }), origins).to.deep.equal(['ALLOWED_ORIGINS']);
  });

  it('trusts a number of proxies or a list of their addresses', () => {
    expect(loadConfig({ TRUST_PROXY: '2' }).trustProxy).to.deep.equal({ kind: 'hops', hops: 2 });
    expect(loadConfig({ TRUST_PROXY: '10.0.0.7, fd00::/8' }).trustProxy).to.deep.equal({
      kind: 'addresses',
      addresses: ['10.0.0.7', 'fd00::/8'],
    });
    for (const wrong of ['0', 'true', '10.0.0.0/33', '0.0.0.0/0', '10.0.0.300', '10.0.0.7,']) {
      expect(named({ TRUST_PROXY: wrong }), wrong).to.deep.equal(['TRUST_PROXY']);
    }
  });

  it('makes the policy of what is said and leaves the rest as it is', () => {
    const { policy } = loadConfig({
      MFA: 'required',
      SESSION_IDLE: '30m',
      SESSION_LIFE: '12h',
      REGISTRATION: 'closed',
    });
    expect(policy).to.include({ mfa: 'required', registration: 'closed', challengeAttempts: 5 });
    expect([policy.sessionIdle, policy.sessionLife]).to.deep.equal([minutes(30), hours(12)]);
    expect(named({ SESSION_IDLE: '2d' })).to.deep.equal(['SESSION_IDLE']);
  });

  it('takes bypasses that have a name, a reason and an end, and pages that are one', () => {
    const till = { name: 'till', reason: 'It has no keyboard yet', until: '2031-01-31' };
    const config = loadConfig({
      BYPASSES: JSON.stringify([till]),
      SIGN_IN_URL: '/sign-in',
      CHALLENGE_URL: 'https://a.example/b',
    });
    expect(config.bypasses).to.deep.equal([{ ...till, until: new Date('2031-01-31') }]);
    expect(config.pages).to.deep.equal({
      shown: true,
      signInUrl: '/sign-in',
      challengeUrl: 'https://a.example/b',
      linkUrl: 'http://localhost:4000/link',
    });
    expect(named({ BYPASSES: 'till' })).to.deep.equal(['BYPASSES']);
    expect(named({ BYPASSES: JSON.stringify([{ ...till, until: undefined }]) })).to.deep.equal(['BYPASSES']);
    for (const url of ['sign-in', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 'https://a:b@c.example'])
      expect(named({ SIGN_IN_URL: url }), url).to.deep.equal(['SIGN_IN_URL']);
  });

  it('takes blank for unset', () => {
    expect(loadConfig({ PORT: '', MFA: ' ', SECRET_KEY: '' }).port).to.equal(4000);
  });

  it('cannot be changed', () => {
    const config = loadConfig({});
    expect(Object.isFrozen(config) && Object.isFrozen(config.policy) && Object.isFrozen(config.tokens)).to.equal(true);
  });

  it('hands mail to a server under TLS, and in the open on this machine alone', () => {
    const mail = (variables: Variables) =>
      loadConfig({ MAIL_FROM: 'Example <no-reply@example.com>', ...variables }).mail;
    const plain = mail({ SMTP_URL: 'smtp://mail.example.com' });
    expect(plain.server).to.deep.include({ host: 'mail.example.com', port: 587, tls: 'required', user: undefined });
    expect(plain.from).to.deep.equal({ name: 'Example', address: 'no-reply@example.com' });
    const implicit = mail({ SMTP_URL: 'smtps://me%40example.com:p%2Fw@mail.example.com', MAIL_FROM: 'a@example.com' });
    expect(implicit.server).to.deep.include({ port: 465, tls: 'implicit', user: 'me@example.com' });
    expect(implicit.server?.password?.reveal()).to.equal('p/w');
    expect(implicit.from).to.deep.equal({ name: '', address: 'a@example.com' });
    for (const host of ['localhost', '127.0.0.1', '[::1]'])
      expect(mail({ SMTP_URL: `smtp://${host}:25` }).server).to.include({ tls: 'off', port: 25 });
    expect(mail({ SMTP_URL: 'smtp://localhost', SMTP_TLS: 'required' }).server).to.include({ tls: 'required' });
    expect(mail({ SMTP_URL: 'smtp://relay.internal:25', SMTP_TLS: 'off' }).server).to.include({ tls: 'off' });
    expect(loadConfig({}).mail).to.deep.equal({ server: undefined, from: undefined });
  });

  it('takes no half of what mail needs, and shows no password', () => {
    const url = 'smtps://me:hunter2@mail.example.com';
    expect(named({ SMTP_URL: url })).to.deep.equal(['MAIL_FROM']);
    expect(named({ MAIL_FROM: 'a@example.com' })).to.deep.equal(['MAIL_FROM']);
    expect(named({ SMTP_URL: url, MAIL_FROM: 'a@example.com', SMTP_TLS: 'off' })).to.deep.equal(['SMTP_TLS']);
    const senders = [
      'a@localhost',
      'x <a@example.com>, b@example.com',
      'x\nBcc: b@example.com <a@example.com>',
      '<a b>',
    ];
    for (const sender of senders)
      expect(named({ SMTP_URL: url, MAIL_FROM: sender }), sender).to.deep.equal(['MAIL_FROM']);
    for (const wrong of [
      'smtp://me:hunter2@mail.example.com/x',
      'http://me:hunter2@mail',
      'smtp://:hunter2@mail',
      'smtp://',
    ])
      expect(mistakesOf({ SMTP_URL: wrong, MAIL_FROM: 'a@example.com' }).join(), wrong)
        .to.match(/^SMTP_URL must be/)
        .and.not.include('hunter2');
  });
});
