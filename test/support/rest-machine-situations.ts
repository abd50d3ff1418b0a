import { minutes } from '../../src/domain/duration.js';
import { at, type RestClient } from './rest-client.js';
import { situation, type Situation, type Stages } from './rest-stages.js';

const wish = { scope: 'deploy', days: 30 };

async function strong(stages: Stages): Promise<RestClient> {
  return (await (await stages.plain).signedIn({ totp: true })).client;
}
async function stale(stages: Stages): Promise<RestClient> {
  const stage = await stages.plain;
  const { client } = await stage.signedIn({ totp: true }, 'cookie');
  stage.world.clock.advance(minutes(6));
  return client;
}
const weak = async (stages: Stages): Promise<RestClient> => (await (await stages.plain).signedIn()).client;

/** What programs hold, and what they get for it. */
export const machineSituations: readonly Situation[] = [
  situation('createMachineToken', 'a second factor was proven just now', async (stages) => {
    return (await strong(stages)).post('/auth/machine-tokens', wish);
  }),
  situation('createMachineToken', 'a scope or a number of days that cannot be, or too many', async (stages) => {
    return (await strong(stages)).post('/auth/machine-tokens', { ...wish, days: 366 });
  }),
  situation('createMachineToken', 'the second factor was proven too long ago', async (stages) => {
    return (await stale(stages)).post('/auth/machine-tokens', wish);
  }),
  situation('createMachineToken', 'no second factor', async (stages) => {
    return (await weak(stages)).post('/auth/machine-tokens', wish);
  }),
  situation('createMachineToken', 'for a service account that is not one’s own', async (stages) => {
    return (await strong(stages)).post('/auth/machine-tokens', { ...wish, serviceAccount: 'somebody' });
  }),
  situation('createMachineToken', 'nobody, or a machine', async (stages) => {
    return (await stages.plain).client().post('/auth/machine-tokens', wish);
  }),
  situation('listMachineTokens', 'signed in', async (stages) => (await weak(stages)).get('/auth/machine-tokens')),
  situation('listMachineTokens', 'nobody, or a machine', async (stages) => {
    return (await stages.plain).client().get('/auth/machine-tokens');
  }),
  situation('revokeMachineToken', 'one of one’s own', async (stages) => {
    const client = await strong(stages);
    const made = await client.post('/auth/machine-tokens', wish);
    return client.delete(`/auth/machine-tokens/${at(made, 'machineToken.id')}`);
  }),
  situation('revokeMachineToken', 'anything else', async (stages) => {
    const made = await (await strong(stages)).post('/auth/machine-tokens', wish);
    return (await strong(stages)).delete(`/auth/machine-tokens/${at(made, 'machineToken.id')}`);
  }),
  situation('exchangeMachineToken', 'a machine token in force', async (stages) => {
    const made = await (await strong(stages)).post('/auth/machine-tokens', wish);
    return (await stages.plain).client().post('/auth/machine-token', { token: at(made, 'token') });
  }),
  situation('exchangeMachineToken', 'unknown, wrong, expired or revoked', async (stages) => {
    return (await stages.plain).client().post('/auth/machine-token', { token: 'nothing' });
  }),
  situation('openServiceAccount', 'a second factor was proven just now', async (stages) => {
    return (await strong(stages)).post('/auth/service-accounts', { label: 'Nightly backup' });
  }),
  situation('openServiceAccount', 'the second factor was proven too long ago', async (stages) => {
    return (await stale(stages)).post('/auth/service-accounts');
  }),
  situation('openServiceAccount', 'no second factor', async (stages) => {
    return (await weak(stages)).post('/auth/service-accounts');
  }),
  situation('listServiceAccounts', 'signed in', async (stages) => (await weak(stages)).get('/auth/service-accounts')),
  situation('closeServiceAccount', 'one of one’s own', async (stages) => {
    const client = await strong(stages);
    const made = await client.post('/auth/service-accounts');
    return client.delete(`/auth/service-accounts/${at(made, 'serviceAccount.id')}`);
  }),
  situation('listBypasses', 'a second factor was proven', async (stages) => {
    return (await strong(stages)).get('/auth/bypasses');
  }),
  situation('listBypasses', 'none was', async (stages) => (await weak(stages)).get('/auth/bypasses')),
  situation('closeServiceAccount', 'anything else', async (stages) => {
    return (await strong(stages)).delete('/auth/service-accounts/somebody');
  }),
];
