import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { Phone } from '../../src/testing/phone.js';
import type { Answer } from '../support/graphql-client.js';
import { hiddenIn, seedOf } from '../support/hidden.js';
import * as say from '../support/operations.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { dump } from '../support/tables.js';
import { isIn } from '../support/traces.js';
import { kinds, password, straightTo, Visitor, type Kind, type Way } from '../support/visitor.js';

interface Canary {
  readonly what: string;
  readonly secret: string | Buffer;
  /** Which answer may carry it; none where a client brought it. */
  readonly carrier: number | undefined;
}

/** Reads every answer and remembers what is secret in it. */
class Cage {
  readonly answers: string[] = [];
  readonly canaries: Canary[] = [];

  readonly way =
    (on: Way): Way =>
    async (query, variables, sending) => {
      const answer = await on(query, variables, sending);
      const carrier = this.answers.push(`${answer.text}\n${[...answer.headers].join('\n')}`) - 1;
      this.lookAt(answer, carrier);
      return answer;
    };

  brought(what: string, secret: string | Buffer): void {
    this.canaries.push({ what, secret, carrier: undefined });
  }

  private lookAt({ text, headers }: Answer, carrier: number): void {
    const keep = (what: string, secret: string | Buffer) => this.canaries.push({ what, secret, carrier });
    const shown = /"(accessToken|refreshToken|challengeToken|enrolmentToken|deviceToken|secret|token)":"([^"]+)"/g;
    for (const [, name = '', secret = ''] of text.matchAll(shown)) {
      keep(name, secret);
      if (name === 'secret') keep('seed', seedOf(secret));
      // Its header is everybody's, and short parts are ids and numbers.
      for (const part of secret
        .split('.')
        .slice(1)
        .filter((each) => each.length > 40))
        keep(`part of ${name}`, part);
      if (name === 'challengeToken' || name === 'enrolmentToken') keep(`secret of ${name}`, hiddenIn(secret));
    }
    for (const [, list = ''] of text.matchAll(/"(?:backupCodes|codes)":\[([^\]]+)\]/g))
      for (const code of JSON.parse(`[${list}]`) as string[]) {
        keep('backup code', code);
        keep('backup code, typed', code.replaceAll('-', ''));
      }
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      // A cookie that goes is signed too, over nothing.
      if (/expires=Thu, 01 Jan 1970/i.test(line)) continue;
      keep(`cookie ${name}`, value);
      if (name.endsWith('.sig')) continue;
      for (const [, named, known] of Buffer.from(value, 'base64')
        .toString()
        .matchAll(/"(?:secret|browser)":"([^"]+)"|\.([\w-]{43})"/g))
        keep(`secret in ${name}`, named ?? known ?? '');
    }
  }
}

describe('[N01] After journeys through everything', function () {
  this.timeout(60_000);
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  const cage = new Cage();
  let running: Running;
  /** In the middle of each journey, where everything is remembered, and at the end. */
  const dumps: ReadonlyMap<string, string>[] = [];

  before(async () => {
    running = await service({ LOG_LEVEL: 'trace' }, { instead: { clock } });
    cage.brought('password', password);
    for (const kind of kinds) await journey(kind);
    await mistakes();
    // Whatever is owed to somebody is told by now.
    while (running.messages.length < 18) await new Promise((resolve) => setTimeout(resolve, 50));
    dumps.push(await dump(running.pool));
  });
  after(() => running.close());

  async function journey(kind: Kind): Promise<void> {
    const ada = new Visitor(cage.way(straightTo(running)), `canary-${kind.toLowerCase()}@example.org`, kind);
    const show = (phone: Phone): string => {
      const code = phone.code(clock.now());
      cage.brought('code', code);
      return code;
    };
    await ada.register();
    await ada.register();
    await ada.signIn();
    const phone = await ada.scan();
    const confirmed = await ada.one(say.confirmTotp, { code: show(phone), label: 'Phone' });
    await ada.ask(say.sessions);
    await ada.one(say.logout);
    clock.advance(seconds(30));
    const wrong = await ada.one(say.login, { email: ada.email, password: `${password} indeed` });
    expect(wrong.__typename).to.equal('InvalidCredentials');
    const { challengeToken } = await ada.logIn();
    await ada.verify('00000000', challengeToken as string);
    expect((await ada.verify(show(phone), challengeToken as string)).__typename).to.equal('Authenticated');
    expect((await ada.one(say.devices)).__typename).to.equal('User');
    const other = ada.elsewhere();
    const [code = ''] = confirmed['backupCodes'] as string[];
    await other.verify(code, (await other.logIn())['challengeToken'] as string, 'BACKUP_CODE');
    if (kind === 'TOKEN') await ada.refresh();
    clock.advance(seconds(30));
    const { challengeToken: raising } = await ada.one(say.stepUp, {});
    await ada.verify(show(phone), raising as string);
    const second = await ada.scan();
    await ada.one(say.confirmTotp, { code: show(second), label: 'Tablet' });
    await ada.one(say.regenerateBackupCodes);
    const wish = { scope: 'deploy', days: 1 };
    const { token } = await ada.one(say.createMachineToken, wish);
    expect((await other.one(say.exchangeMachineToken, { token })).__typename).to.equal('MachineAccess');
    const { serviceAccount } = await ada.one(say.createServiceAccount);
    const robot = { ...wish, serviceAccount: (serviceAccount as { id: string }).id };
    const its = await ada.one(say.createMachineToken, robot);
    await other.one(say.exchangeMachineToken, { token: its['token'] });
    await other.one(say.exchangeMachineToken, { token: `${String(token).slice(0, -2)}AA` });
    dumps.push(await dump(running.pool));
    const { factors } = (await ada.me()) as unknown as { factors: { id: string }[] };
    await ada.one(say.renameFactor, { id: factors[0]?.id, label: 'My other phone' });
    await ada.one(say.removeFactor, { id: factors[0]?.id });
    await ada.one(say.disableMfa);
    await ada.one(say.logout, { everywhere: true, ...(kind === 'TOKEN' && { refreshToken: ada.refreshToken }) });
    clock.advance(minutes(1));
  }

  /** What goes wrong is written down more often than what goes well. */
  async function mistakes(): Promise<void> {
    const ada = await new Visitor(cage.way(straightTo(running)), 'canary-mistakes@example.org').register();
    await ada.signIn();
    const { accessToken, refreshToken } = ada.tokens ?? expect.fail('no tokens');
    const email = ada.email;
    // In the wrong place, in the wrong shape, and in a document that does not parse.
    await ada.ask(say.refreshSession, { input: { refreshToken: [accessToken], password } });
    await ada.ask(say.login, { input: { email: [password], password: { refreshToken } } });
    await ada.ask(`mutation { login(input: { email: "${email}", password: "${password}" ) { __typename } }`);
    await ada.ask(
      `mutation { login(input: { email: "${email}", password: "${password}", ${password.split(' ')[0]}: 1 }) { __typename } }`,
    );
    await ada.ask(`{ me { ${password.replaceAll(' ', '_')} } }`);
    await ada.ask(say.revokeSession, { input: { id: accessToken } });
    await ada.ask(say.stepUp, { input: { assurance: password } });
    const broken = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"password":"${password}`,
    };
    cage.answers.push(await (await fetch(`${running.url}/graphql`, broken)).text());
    await fetch(`${running.url}/graphql?access_token=${accessToken}&password=${encodeURIComponent(password)}`);
    await fetch(`${running.url}/reset?token=${refreshToken}`);
    // A bug of ours, with everything at hand: the statement is refused, and the error holds what it was about.
    for (const table of ['facts', 'auth_sessions']) {
      await running.pool.query(`alter table ${table} rename to gone`);
      const failed = await ada.ask(say.login, { input: { email, password } });
      expect(failed.errors?.[0]?.message).to.equal('Internal server error');
      await ada.ask(say.refreshSession, { input: { refreshToken } });
      await ada.ask(say.me);
      await running.pool.query(`alter table gone rename to ${table}`);
    }
    expect(running.logs.some((line) => line.includes('"level":"error"'))).to.equal(true);
  }

  const found = (text: string, among: readonly Canary[] = cage.canaries): readonly string[] =>
    among.filter(({ secret }) => isIn(text, secret)).map(({ what }) => what);
  const texts = (table: string) => dumps.map((dumped) => dumped.get(table) ?? '').join('\n');
  /** What only the database should know: hashes, and what is sealed. */
  const digests = (): readonly Canary[] => {
    const kept = ['users', 'mfa_challenges', 'auth_sessions'].flatMap((table) => {
      const states = texts(table).replaceAll('""', '"');
      return [...states.matchAll(/(?<=")(?:\$argon2id\$[^"]+|[\w+/.=~-]{32,})(?=")/g)].map(([secret]) => secret);
    });
    return [...new Set(kept)]
      .filter((secret) => !/^[0-9a-f-]{36}$/.test(secret))
      .map((secret) => ({ what: 'digest', secret, carrier: undefined }));
  };

  it('there was something to be found', () => {
    expect(cage.canaries.map(({ what }) => what)).to.include.members([
      'password',
      'code',
      'backup code',
      'seed',
      'secret',
      'accessToken',
      'refreshToken',
      'token',
      'part of token',
      'challengeToken',
      'secret of challengeToken',
      'cookie portcullis',
      'cookie portcullis.sig',
      'secret in portcullis',
      'secret in portcullis-pending',
    ]);
    expect(cage.canaries.length).to.be.greaterThan(100);
    // Password hashes, two sheets of backup codes, seeds, and what sessions and challenges are known by.
    expect(digests().length).to.be.greaterThan(30);
    for (const { what, secret, carrier } of cage.canaries)
      if (carrier !== undefined && what !== 'backup code, typed')
        expect(isIn(cage.answers[carrier] ?? '', secret) || what === 'seed', what).to.equal(true);
  });

  it('no secret stands in any answer but the one that must carry it', () => {
    for (const [index, text] of cage.answers.entries()) {
      const strangers = cage.canaries.filter(({ carrier }) => carrier !== index);
      expect(found(text, strangers), text.slice(0, 500)).to.deep.equal([]);
      expect(found(text, digests()), text.slice(0, 500)).to.deep.equal([]);
    }
  });

  it('none stands in the log, nor does a digest', () => {
    expect(running.logs.length).to.be.greaterThan(50);
    expect(running.logs.join('')).not.to.include(password.replaceAll(' ', '_'));
    for (const line of running.logs) {
      expect(found(line), line).to.deep.equal([]);
      expect(found(line, digests()), line).to.deep.equal([]);
    }
  });

  it('none stands in a fact or in a message, nor does a digest', () => {
    for (const text of [texts('facts'), JSON.stringify(running.messages)]) {
      expect(text.length).to.be.greaterThan(1000);
      expect(found(text)).to.deep.equal([]);
      expect(found(text, digests())).to.deep.equal([]);
    }
  });

  it('none stands anywhere in the database', () => {
    expect(texts('users')).to.include('canary-token@example.org').and.include('digests');
    for (const dumped of dumps) for (const [table, text] of dumped) expect(found(text), table).to.deep.equal([]);
  });
});
