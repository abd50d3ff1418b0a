import { rotatedPurposes } from '../../src/adapters/credentials/key-schedule.js';
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Pool } from 'pg';
import { childEnv } from '../support/child-env.js';
import * as say from '../support/operations.js';
import { at, RestClient } from '../support/rest-client.js';
import { quietPool, sharedServer } from '../support/postgres.js';
import { spawned, type Spawned } from '../support/service.js';
import { kinds, password, straightTo, Visitor, type Kind, type Way } from '../support/visitor.js';

const secretKey = 'one secret key for all replicas, thirty-two bytes and more';

describe('Two replicas that start at the same moment on an empty database', function () {
  this.timeout(60_000);
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  let root: Pool;
  let database: Pool;
  let url: string;
  let replicas: readonly Spawned[];
  before(async () => {
    const server = await sharedServer();
    root = new Pool({ connectionString: server.url, max: 1 });
    await root.query(`create database ${name}`);
    url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
    database = quietPool(url, 2);
    const env = { DATABASE_URL: url, SECRET_KEY: secretKey, ISSUER: 'http://localhost:4000' };
    replicas = await Promise.all([spawned(env), spawned(env)]);
  });
  after(async () => {
    await Promise.all(replicas.map((replica) => replica.close()));
    await database.end();
    await root.query(`drop database if exists ${name} with (force)`);
    await root.end();
  });

  const [one, other] = [0, 1].map(
    (index): Way =>
      (...sent) =>
        straightTo(replicas[index] ?? expect.fail())(...sent),
  );
  const newcomer = async (kind: Kind) => {
    const ada = new Visitor(one ?? expect.fail(), `${randomUUID()}@example.org`, kind);
    await ada.register();
    return ada.signIn();
  };
  const jwks = (replica: Spawned) => fetch(`${replica.url}/.well-known/jwks.json`).then((answer) => answer.json());

  it('make one set of keys and migrate once', async () => {
    const { rows: keys } = await database.query('select purpose, count(*)::int from keys group by 1 order by 1');
    expect(keys).to.deep.equal(
      ['audit', 'challenge', 'cookie', 'device', 'index', 'link', 'refresh', 'signing'].map((purpose) => ({
        purpose,
        count: 1,
      })),
    );
    const { rows } = await database.query('select name, count(*)::int from mikro_orm_migrations group by 1');
    for (const { count } of rows) expect(count).to.equal(1);
    const [first, second] = await Promise.all(replicas.map(jwks));
    expect(first).to.deep.equal(second);
  });

  for (const kind of kinds) {
    it(`read what the other one issued, and know at once what it ended (${kind})`, async () => {
      const ada = await newcomer(kind);
      const there = ada.twin(other);
      expect(await there.me()).to.include({ email: ada.email });
      const { id } = await there.session();
      expect(await there.kindOf(say.revokeSession, { id })).to.equal('SessionRevoked');
      expect(await ada.me()).to.equal(null);
    });

    it(`answer the other one's challenge, and count its failures (${kind})`, async () => {
      const ada = await newcomer(kind);
      const { confirmed } = await ada.enrol(new Date(), 'Phone');
      const [code = ''] = confirmed['backupCodes'] as string[];
      await ada.one(say.logout);
      const { challengeToken } = await ada.logIn();
      const there = ada.twin(other);
      expect(
        (await ada.verify('AAAA-AAAA-AAAA-AAAA', challengeToken as string, 'BACKUP_CODE'))['attemptsLeft'],
      ).to.equal(4);
      expect(
        (await there.verify('BBBB-BBBB-BBBB-BBBB', challengeToken as string, 'BACKUP_CODE'))['attemptsLeft'],
      ).to.equal(3);
      const verified = await there.verify(code, challengeToken as string, 'BACKUP_CODE');
      expect(verified.__typename).to.equal('Authenticated');
      expect((await ada.verify(code, challengeToken as string, 'BACKUP_CODE')).__typename).to.equal('ChallengeClosed');
      expect(await there.twin(one).me()).to.include({ email: ada.email });
      if (kind === 'TOKEN') expect((await there.twin(one).refresh()).__typename).to.equal('Authenticated');
    });
  }

  for (const credential of ['token', 'cookie'] as const) {
    it(`know a pending sign-in of each other's, and that it died when it became a session (${credential})`, async () => {
      const ada = await newcomer('TOKEN');
      const { confirmed } = await ada.enrol(new Date(), 'Phone');
      const [code = ''] = confirmed['backupCodes'] as string[];
      const [here, there] = replicas.map(({ url: base }) => new RestClient(base));
      if (!here || !there) return expect.fail();
      const posed = await here.post('/auth/login', { email: ada.email, password, credential });
      if (credential === 'token') here.bearer = there.bearer = at(posed, 'challenge.token');
      there.cookies.take(here.cookies.header.split('; ').filter(Boolean));
      for (const client of [here, there]) expect((await client.get('/auth/session')).status).to.equal(202);

      const verified = await here.post('/auth/mfa/verify', { factor: 'backup-code', code });
      expect(verified.status, verified.text).to.equal(200);
      expect((await there.get('/auth/session')).problem).to.equal('session-ended');
      expect((await there.post('/auth/mfa/verify', { factor: 'backup-code', code })).problem).to.equal(
        'challenge-closed',
      );
      if (credential === 'token') there.bearer = at(verified, 'tokens.accessToken');
      else there.cookies.take(here.cookies.header.split('; ').filter(Boolean));
      expect(at<boolean>(await there.get('/auth/session'), 'session.mfaVerified')).to.equal(true);
    });
  }

  it('sign nobody out when the keys are rotated', async () => {
    const people = await Promise.all(kinds.map(newcomer));
    const portcullis = join(process.cwd(), 'dist', 'src', 'portcullis.js');
    const env = { ...childEnv, DATABASE_URL: url, SECRET_KEY: secretKey };
    await promisify(execFile)(process.execPath, [portcullis, 'keys', 'rotate'], { env });
    const { rows } = await database.query('select purpose, count(*)::int from keys group by 1 having count(*) > 1');
    expect(rows).to.have.length(rotatedPurposes.length);
    for (const ada of people)
      for (const there of [ada, ada.twin(other)]) expect(await there.me()).to.include({ email: ada.email });
    for (const kind of kinds) expect(await (await newcomer(kind)).twin(other).me()).to.be.an('object');
    const [tokens] = people;
    expect((await tokens?.twin(other).refresh())?.__typename).to.equal('Authenticated');
  });
});
