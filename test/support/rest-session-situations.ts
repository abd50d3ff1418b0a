import { hours } from '../../src/domain/duration.js';
import { at } from './rest-client.js';
import { password, RestStage } from './rest-stage.js';
import { situation, type Situation } from './rest-stages.js';

/** What somebody does with a session they have. */
export const sessionSituations: readonly Situation[] = [
  situation('refresh', 'the refresh token in force', async (stages) => {
    const { client, said } = await (await stages.plain).signedIn();
    return client.post('/auth/refresh', { refreshToken: at(said, 'tokens.refreshToken') });
  }),
  situation('refresh', 'the second factor was proven too long ago', async () => {
    const stage = await RestStage.open({ env: { SESSION_IDLE: '20h' } });
    try {
      const { client, said } = await stage.signedIn({ totp: true });
      stage.world.clock.advance(hours(13));
      return await client.post('/auth/refresh', { refreshToken: at(said, 'tokens.refreshToken') });
    } finally {
      await stage.close();
    }
  }),
  situation('refresh', 'a used, foreign or dead refresh token', async (stages) => {
    return (await stages.plain).client().post('/auth/refresh', { refreshToken: 'nothing' });
  }),

  situation('logout', 'signed in, pending, or nobody', async (stages) => {
    return (await (await stages.plain).signedIn()).client.post('/auth/logout');
  }),

  situation('session', 'signed in', async (stages) => {
    return (await (await stages.plain).signedIn({ totp: true })).client.get('/auth/session');
  }),
  situation('session', 'pending', async (stages) => {
    return (await (await stages.plain).pending()).client.get('/auth/session');
  }),
  situation('session', 'nobody', async (stages) => (await stages.plain).client().get('/auth/session')),

  situation('stepUp', 'there is a second factor', async (stages) => {
    return (await (await stages.plain).signedIn({ totp: true })).client.post('/auth/step-up');
  }),
  situation('stepUp', 'no second factor, the password proven again', async (stages) => {
    const { client } = await (await stages.plain).signedIn();
    return client.post('/auth/step-up', { assurance: 'aal1', password });
  }),
  situation('stepUp', 'no second factor, wrong password', async (stages) => {
    const { client } = await (await stages.plain).signedIn();
    return client.post('/auth/step-up', { assurance: 'aal1', password: 'a wrong password' });
  }),
  situation('stepUp', 'no second factor, and one is wanted', async (stages) => {
    return (await (await stages.plain).signedIn()).client.post('/auth/step-up');
  }),
  situation('stepUp', 'pending', async (stages) => {
    return (await (await stages.plain).pending()).client.post('/auth/step-up');
  }),
  situation('stepUp', 'nobody', async (stages) => (await stages.plain).client().post('/auth/step-up')),

  situation('listSessions', 'signed in', async (stages) => {
    return (await (await stages.plain).signedIn()).client.get('/auth/sessions');
  }),
  situation('listSessions', 'pending', async (stages) => {
    return (await (await stages.plain).pending('cookie')).client.get('/auth/sessions');
  }),
  situation('listSessions', 'nobody, or a dead session', async (stages) => {
    return (await stages.plain).client().get('/auth/sessions');
  }),
  situation('revokeSession', 'one of one’s own', async (stages) => {
    const { client, said } = await (await stages.plain).signedIn();
    return client.delete(`/auth/sessions/${at(said, 'session.id')}`);
  }),
  situation('revokeSession', 'anything else', async (stages) => {
    const [{ client }, other] = [await (await stages.plain).signedIn(), await (await stages.plain).signedIn()];
    return client.delete(`/auth/sessions/${at(other.said, 'session.id')}`);
  }),
  situation('listDevices', 'signed in', async (stages) => {
    return (await (await stages.plain).signedIn()).client.get('/auth/devices');
  }),
  situation('listDevices', 'pending', async (stages) => {
    return (await (await stages.plain).pending('cookie')).client.get('/auth/devices');
  }),
  situation('listDevices', 'nobody, or a dead session', async (stages) => {
    return (await stages.plain).client().get('/auth/devices');
  }),
  situation('revokeDevice', 'one of one’s own', async (stages) => {
    const { client } = await (await stages.plain).signedIn();
    return client.delete(`/auth/devices/${at(await client.get('/auth/devices'), 'devices.0.id')}`);
  }),
  situation('revokeDevice', 'anything else', async (stages) => {
    const [{ client }, other] = [await (await stages.plain).signedIn(), await (await stages.plain).signedIn()];
    return client.delete(`/auth/devices/${at(await other.client.get('/auth/devices'), 'devices.0.id')}`);
  }),
  situation('revokeDevices', 'signed in', async (stages) => {
    return (await (await stages.plain).signedIn()).client.delete('/auth/devices');
  }),
  situation('setLanguage', 'one of ours', async (stages) => {
    const { client } = await (await stages.plain).signedIn();
    return client.post('/auth/language', { language: 'de' });
  }),
  situation('setLanguage', 'another one', async (stages) => {
    const { client } = await (await stages.plain).signedIn();
    return client.post('/auth/language', { language: 'xx' });
  }),
];
