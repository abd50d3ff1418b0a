import { at, type Said } from './rest-client.js';
import { password } from './rest-stage.js';
import { situation, type Situation } from './rest-stages.js';

const json = { 'content-type': 'application/json' };
const ada = { email: 'ada@example.org', password };

/** Asks once more until it is told to wait. */
async function tired(ask: () => Promise<Said>): Promise<Said> {
  for (let tries = 0; tries < 20; tries += 1) {
    const said = await ask();
    if (said.status === 429) return said;
  }
  return ask();
}

/** An account, and the way into a session. */
export const signInSituations: readonly Situation[] = [
  situation('register', 'an address, taken or not', async (stages) => {
    return (await stages.plain).client().post('/auth/register', ada);
  }),
  situation('register', 'no e-mail address', async (stages) => {
    return (await stages.plain).client().post('/auth/register', { ...ada, email: 'ada' });
  }),
  situation('register', 'a password that cannot be used', async (stages) => {
    return (await stages.plain).client().post('/auth/register', { ...ada, password: 'short' });
  }),
  situation('register', 'registration is closed', async (stages) => {
    return (await stages.closed).client().post('/auth/register', ada);
  }),

  situation('login', 'right password, nothing else due', async (stages) => {
    const stage = await stages.plain;
    return stage.logIn(await stage.person());
  }),
  situation('login', 'right password, second factor due', async (stages) => {
    const stage = await stages.plain;
    return stage.logIn(await stage.person({ totp: true }));
  }),
  situation('login', 'right password, the policy demands a first authenticator', async (stages) => {
    const stage = await stages.mandatory;
    return stage.logIn(await stage.person());
  }),
  situation('login', 'wrong password', async (stages) => {
    const stage = await stages.plain;
    const { client, email } = await stage.person();
    return client.post('/auth/login', { email, password: 'a wrong password' });
  }),
  situation('login', 'unknown address', async (stages) => {
    return (await stages.plain).client().post('/auth/login', { ...ada, email: 'nobody@example.org' });
  }),
  situation('login', 'too many wrong passwords', async (stages) => {
    const stage = await stages.plain;
    const { client, email } = await stage.person();
    return tired(() => client.post('/auth/login', { email, password: 'a wrong password' }));
  }),
  situation('login', 'a member that is wrong, missing or unknown', async (stages) => {
    return (await stages.plain).client().post('/auth/login', { email: 1, remember: true });
  }),
  situation('login', 'no JSON', async (stages) => {
    const client = (await stages.plain).client();
    return client.send('/auth/login', { method: 'POST', body: '{', headers: json });
  }),
  situation('login', 'another content type', async (stages) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const client = (await stages.plain).client();
    return client.send('/auth/login', { method: 'POST', body: 'email=a&password=b', headers });
  }),
  situation('login', 'a body of more than 32 KiB', async (stages) => {
    return (await stages.plain).client().post('/auth/login', { ...ada, password: 'x'.repeat(40_000) });
  }),
  situation('login', 'a page of another origin', async (stages) => {
    return (await stages.plain).client().post('/auth/login', ada, { origin: 'https://evil.example' });
  }),
  situation('login', 'another method', async (stages) => {
    return (await stages.plain).client().get('/auth/login');
  }),
  situation('login', 'the database is gone', async (stages) => {
    return (await stages.lost).client().post('/auth/login', ada);
  }),

  situation('verifyMfa', 'right code', async (stages) => {
    const stage = await stages.plain;
    const person = await stage.pending();
    return person.client.post('/auth/mfa/verify', { factor: 'totp', code: stage.code(person) });
  }),
  situation('verifyMfa', 'wrong code', async (stages) => {
    const { client } = await (await stages.plain).pending();
    return client.post('/auth/mfa/verify', { factor: 'backup-code', code: '0000-0000-0000-0000' });
  }),
  situation('verifyMfa', 'answered already, expired, or no challenge at all', async (stages) => {
    const stage = await stages.plain;
    const person = await stage.pending();
    const answer = { factor: 'totp', code: stage.code(person) };
    await person.client.post('/auth/mfa/verify', answer);
    return person.client.post('/auth/mfa/verify', answer);
  }),
  situation('verifyMfa', 'too many wrong codes, over all challenges', async (stages) => {
    const stage = await stages.plain;
    const person = await stage.person({ totp: true });
    return tired(async () => {
      const challengeToken = at(await stage.logIn(person), 'challenge.token');
      return person.client.post('/auth/mfa/verify', { challengeToken, factor: 'backup-code', code: '0'.repeat(16) });
    });
  }),

  situation('token', 'right password, nothing else due', async (stages) => {
    const { client, email } = await (await stages.plain).person();
    return client.post('/auth/token', { email, password });
  }),
  situation('token', 'right password, second factor due', async (stages) => {
    const { client, email } = await (await stages.plain).person({ totp: true });
    return client.post('/auth/token', { email, password });
  }),
  situation('token', 'wrong password, or unknown address', async (stages) => {
    return (await stages.plain).client().post('/auth/token', { ...ada, email: 'nobody.else@example.org' });
  }),
  situation('mfaToken', 'right code', async (stages) => {
    const stage = await stages.plain;
    const person = await stage.pending();
    return person.client.post('/auth/mfa-token', { code: stage.code(person) });
  }),
  situation('mfaToken', 'wrong code', async (stages) => {
    const { client } = await (await stages.plain).pending();
    return client.post('/auth/mfa-token', { code: '0000-0000-0000-0000' });
  }),
  situation('mfaToken', 'answered already, expired, or no challenge at all', async (stages) => {
    return (await stages.plain).client().post('/auth/mfa-token', { code: '123456' });
  }),
];
