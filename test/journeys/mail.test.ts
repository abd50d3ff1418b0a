import { expect } from 'chai';
import type { Pool } from 'pg';
import type { SMTPServerOptions } from 'smtp-server';
import { freePort } from '../../src/adapters/postgres/cluster.js';
import { mailServer, type MailServer } from '../support/mail-server.js';
import { spawned, type Spawned } from '../support/service.js';

const register = 'mutation ($input: RegisterInput!) { register(input: $input) { __typename } }';
const logIn = 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }';
const password = 'correct horse battery staple';

describe('Mail', function () {
  this.timeout(60_000);
  let port: number;
  let house: Spawned;
  let pool: Pool;
  let server: MailServer | undefined;
  const more: Spawned[] = [];

  const env = () => ({
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'Acme <no-reply@example.com>',
    VERIFY_ADDRESS: 'off',
  });
  const serve = async (options: SMTPServerOptions = {}): Promise<MailServer> => {
    await server?.close();
    return (server = await mailServer(options, port));
  };
  /** A further process at the same database. */
  const another = async (): Promise<Spawned> => {
    const url = String(pool.options.connectionString);
    const process = await spawned({ ...env(), DATABASE_URL: url });
    more.push(process);
    return process;
  };
  const owed = async (): Promise<{ attempts: number; why: string | null; dead: boolean }[]> =>
    (await pool.query('select attempts, why, dead_at is not null as dead from deliveries')).rows;
  const until = async (true_: () => Promise<boolean>): Promise<void> => {
    while (!(await true_())) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const logged = async (words: string): Promise<string> => {
    const found = () => house.logs.find((line) => line.includes(words));
    await until(async () => found() !== undefined);
    return found() ?? '';
  };
  const hurry = () => pool.query('update deliveries set due_at = now()');
  const join = async (email: string) =>
    (await house.graphql(register, { input: { email, password } })).data?.['register'];
  /** So many notices to somebody who is there. */
  const tell = (email: string, times: number) =>
    pool.query(
      `insert into facts (id, at, correlation_id, user_id, type, event)
       select gen_random_uuid(), now(), 'x', id, 'mfa.disabled', jsonb_build_object('type', 'mfa.disabled', 'userId', id)
       from users, generate_series(1, $2) where email = $1`,
      [email, times],
    );

  before(async () => {
    port = await freePort();
    house = await spawned(env());
    ({ pool } = house);
    for (const name of ['ada', 'grace', 'slow'])
      expect(await join(`${name}@example.org`)).to.deep.include({ __typename: 'RegistrationAccepted' });
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    for (const process of more.splice(0)) await process.close();
  });
  after(async () => {
    await house.close();
  });

  it('[O14] waits for a server that is gone, while people register and sign in as ever', async () => {
    expect(await join('ada@example.org')).to.deep.include({ __typename: 'RegistrationAccepted' });
    const input = { email: 'ada@example.org', password, credential: 'TOKEN' };
    expect((await house.graphql(logIn, { input })).data?.['login']).to.deep.include({ __typename: 'Authenticated' });
    await until(async () => (await owed()).some(({ why }) => why !== null));
    const [letter, ...others] = await owed();
    expect(others).to.deep.equal([]);
    expect(letter?.why).to.equal('no mail could be sent: ESOCKET');
    expect(letter?.dead).to.equal(false);
    expect(await logged('could not be delivered'))
      .to.include('"type":"registration.repeated"')
      .and.not.include('example.org');

    const { arrived, received } = await serve();
    await hurry();
    await arrived(1);
    await until(async () => (await owed()).length === 0);
    expect(received.map(({ to, email }) => [to, email.subject])).to.deep.equal([
      [['ada@example.org'], 'You have an account already'],
    ]);
  });

  it('is sent once by several processes, and nobody waits for who is slow', async () => {
    let release = (): void => undefined;
    const { arrived, received } = await serve({
      onRcptTo({ address }, _session, callback) {
        if (address.startsWith('slow')) release = callback;
        else callback();
      },
    });
    await another();
    await tell('slow@example.org', 1);
    await tell('grace@example.org', 20);
    await arrived(20);
    expect(new Set(received.map(({ to }) => to[0]))).to.deep.equal(new Set(['grace@example.org']));
    release();
    await arrived(21);
    await until(async () => (await owed()).length === 0);
    expect(new Set(received.map(({ email }) => email.messageId))).to.have.property('size', 21);
    expect(received).to.have.length(21);
  });

  it('for somebody whom the server refuses for good stands where it can be seen, and hinders nobody', async () => {
    const { arrived } = await serve({
      onRcptTo: ({ address }, _session, callback) =>
        callback(address.startsWith('ada') ? Object.assign(new Error(address), { responseCode: 550 }) : undefined),
    });
    await tell('ada@example.org', 1);
    await tell('grace@example.org', 1);
    await arrived(1);
    await until(async () => (await owed()).every(({ dead }) => dead));
    expect(await owed()).to.deep.equal([{ attempts: 1, why: 'the mail server answered 550 to RCPT TO', dead: true }]);
    expect(await logged('is given up'))
      .to.include('"level":"error"')
      .and.not.include('example.org');
    await pool.query('delete from deliveries');
  });

  it('is not lost with a process that dies while it is sent, and comes twice at most', async () => {
    const dying = Promise.withResolvers<void>();
    // It has the whole mail, and says nothing yet.
    await serve({ onData: (stream) => void (stream.resume(), stream.on('end', () => dying.resolve())) });
    await tell('grace@example.org', 1);
    await dying.promise;
    house.kill('SIGKILL');
    await house.ended;
    expect(await owed()).to.have.length(1);

    const { arrived, received } = await serve();
    await another();
    // Held by whoever died, for two minutes.
    await hurry();
    await arrived(1);
    await until(async () => (await owed()).length === 0);
    expect(received).to.have.length(1);
  });
});
