import { expect } from 'chai';
import { seconds } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import { CookieJar } from '../support/cookie-jar.js';
import type { Answer, Sending } from '../support/graphql-client.js';
import { MovedClock } from '../support/moved-clock.js';
import * as say from '../support/operations.js';
import { service, type Running } from '../support/service.js';

const ada = { email: 'ada@example.com', password: 'c4n4ry horse battery staple' };

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}
interface Result {
  readonly __typename: string;
  readonly tokens: Tokens;
  readonly challengeToken: string;
  readonly uri: string;
  readonly secret: string;
  readonly backupCodes: readonly string[];
  readonly authenticated: { readonly tokens: Tokens };
}

/** A secret in every spelling that it could leak in. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const encodings = [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')];
  return [secret, secret.replaceAll('-', ''), encodeURIComponent(secret), ...encodings];
}

describe('[N01] Canaries', () => {
  const clock = new MovedClock();
  const secrets = new Map<string, string>();
  /** Each answer's text, and the secrets that this answer is there to carry. */
  const answers: { readonly text: string; readonly may: readonly string[] }[] = [];
  let running: Running;

  async function tell(query: string, input?: object, sending?: Sending, ...may: string[]): Promise<Result> {
    const answer: Answer<Record<string, Result>> = await running.graphql(query, input && { input }, sending);
    answers.push({ text: answer.text, may });
    const [result] = Object.values(answer.data);
    if (!result) throw new Error(answer.text);
    return result;
  }
  const keep = (name: string, secret: string) => void secrets.set(name, secret);
  const keepTokens = (name: string, { accessToken, refreshToken }: Tokens) => {
    // The header of every token is alike and no secret.
    keep(`${name} access`, accessToken.split('.').slice(1).join('.'));
    keep(`${name} refresh`, refreshToken.split('.').at(-1) ?? '');
  };

  before(async function () {
    this.timeout(60_000);
    running = await service({ LOG_LEVEL: 'trace' }, { instead: { clock } });
    keep('password', ada.password);
    await tell(say.register, ada);
    const { tokens } = await tell(say.login, ada, {}, 'first access', 'first refresh');
    keepTokens('first', tokens);
    const token = tokens.accessToken;
    const enrolment = await tell(say.enrolTotp, undefined, { token }, 'seed');
    keep('seed', enrolment.secret);
    const phone = Phone.scan(enrolment.uri);
    const code = phone.code(clock.now());
    keep('code', code);
    const may = ['second access', 'second refresh', ...Array.from({ length: 10 }, (_, i) => `backup code ${i}`)];
    const confirmed = await tell(say.confirmTotp, { code, label: 'Phone' }, { token }, ...may);
    keepTokens('second', confirmed.authenticated.tokens);
    confirmed.backupCodes.forEach((backup, i) => keep(`backup code ${i}`, backup));
    clock.wait(seconds(30));

    const due = await tell(say.login, ada, {}, 'challenge');
    keep('challenge', due.challengeToken.split('.').slice(1).join('.'));
    const { challengeToken } = due;
    await tell(say.verifyMfa, { challengeToken, factor: 'TOTP', code: '000000' });
    await tell(say.verifyMfa, { challengeToken, factor: 'TOTP', code });
    const next = phone.code(clock.now());
    keep('next code', next);
    const passed = await tell(
      say.verifyMfa,
      { challengeToken, factor: 'TOTP', code: next },
      {},
      'third access',
      'third refresh',
    );
    keepTokens('third', passed.tokens);
    const refreshToken = passed.tokens.refreshToken;
    const refreshed = await tell(say.refreshSession, { refreshToken }, {}, 'fourth access', 'fourth refresh');
    keepTokens('fourth', refreshed.tokens);

    const cookies = new CookieJar();
    const browser = { cookies };
    const pending = await tell(say.login, { ...ada, credential: 'COOKIE' }, browser, 'pending');
    keep('pending', pending.challengeToken.split('.').slice(1).join('.'));
    keep('pending cookie', cookies.header);
    const backup = confirmed.backupCodes[3] ?? '';
    await tell(say.verifyMfa, { factor: 'BACKUP_CODE', code: backup }, browser);
    keep('session cookie', /portcullis=([^;]*)/.exec(cookies.header)?.[1] ?? 'none');
    await tell(say.login, { ...ada, password: 'another c4n4ry, and a wrong one' });
    keep('wrong password', 'another c4n4ry, and a wrong one');
    // What goes wrong is told of too: a document that does not parse, and a body that is none.
    await running.graphql(`{ me { ${ada.password.replaceAll(' ', '_')} } }`).catch(() => undefined);
    await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"password":"${ada.password}`,
    });
    await tell(say.logout, {}, browser);
  });
  after(() => running.close());

  it('are told', () => {
    expect(secrets.size).to.be.at.least(25);
    for (const [name, secret] of secrets) expect(secret.length, name).to.be.at.least(6);
  });

  it('stand in no log line', () => {
    expect(running.logs.length).to.be.at.least(15);
    const text = running.logs.join('');
    for (const [name, secret] of secrets) {
      for (const spelling of spellings(secret))
        expect(text.includes(spelling), `${name} as ${spelling}`).to.equal(false);
    }
    expect(text).not.to.include('c4n4ry');
  });

  it('stand in no fact, no message and no row', async () => {
    const tables = ['users', 'mfa_challenges', 'auth_sessions', 'failure_pools', 'facts', 'deliveries', 'keys'];
    const rows: string[] = [JSON.stringify(running.messages)];
    for (const table of tables) {
      const { rows: found } = await running.pool.query(`select row_to_json(${table})::text as row from ${table}`);
      rows.push(...found.map((each: { row: string }) => each.row));
    }
    const text = rows.join('\n');
    expect(text).to.include('session.opened').and.include('backup-code.used');
    for (const [name, secret] of secrets) {
      // Six digits stand in many a number.
      if (name.endsWith('code')) continue;
      for (const spelling of spellings(secret)) expect(text.includes(spelling), name).to.equal(false);
    }
  });

  it('stand in no answer but the one that must carry them', () => {
    for (const { text, may } of answers) {
      for (const [name, secret] of secrets) {
        if (may.includes(name) || (name === 'seed' && may.includes('seed'))) continue;
        for (const spelling of spellings(secret))
          expect(text.includes(spelling), `${name} in ${text.slice(0, 80)}`).to.equal(false);
      }
    }
  });
});
