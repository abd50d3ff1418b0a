import { minutes, seconds } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import { at } from './rest-client.js';
import { situation, type Situation, type Stages } from './rest-stages.js';

async function enrolling(stages: Stages) {
  const stage = await stages.plain;
  const { client } = await stage.signedIn();
  const phone = Phone.scan(at(await client.post('/auth/factors/totp'), 'uri'));
  const confirm = (code: string) => client.post('/auth/factors/totp/confirm', { code, label: 'Phone' });
  return { stage, client, confirm, code: () => stage.code({ phone }) };
}

/** Setting MFA up and off. */
export const factorSituations: readonly Situation[] = [
  situation('enrolTotp', 'signed in', async (stages) => {
    return (await (await stages.plain).signedIn()).client.post('/auth/factors/totp');
  }),
  situation('enrolTotp', 'pending for a first authenticator', async (stages) => {
    const stage = await stages.mandatory;
    const person = await stage.person();
    const challengeToken = at(await stage.logIn(person), 'challenge.token');
    return person.client.post('/auth/factors/totp', { challengeToken });
  }),
  situation('enrolTotp', 'pending for a second factor', async (stages) => {
    return (await (await stages.plain).pending()).client.post('/auth/factors/totp');
  }),
  situation('enrolTotp', 'proven too long ago', async (stages) => {
    const stage = await stages.plain;
    const { client, said } = await stage.signedIn();
    stage.world.clock.advance(minutes(6));
    client.bearer = at(
      await client.post('/auth/refresh', { refreshToken: at(said, 'tokens.refreshToken') }),
      'tokens.accessToken',
    );
    return client.post('/auth/factors/totp');
  }),
  situation('confirmTotp', 'right code', async (stages) => {
    const { confirm, code } = await enrolling(stages);
    return confirm(code());
  }),
  situation('confirmTotp', 'wrong code', async (stages) => {
    const { stage, confirm, code } = await enrolling(stages);
    const late = code();
    stage.world.clock.advance(seconds(90));
    return confirm(late);
  }),
  situation('confirmTotp', 'nothing was begun, or it expired', async (stages) => {
    const { client } = await (await stages.plain).signedIn();
    return client.post('/auth/factors/totp/confirm', { code: '123456' });
  }),
  situation('removeFactor', 'proven recently', async (stages) => {
    const { client, said } = await (await stages.plain).signedIn({ totp: true });
    return client.delete(`/auth/factors/${at<{ id: string }[]>(said, 'user.factors')[0]?.id}`);
  }),
  situation('removeFactor', 'no factor of one’s own', async (stages) => {
    return (await (await stages.plain).signedIn()).client.delete('/auth/factors/nothing');
  }),
  situation('removeFactor', 'the policy demands it', async (stages) => {
    const { client, said } = await (await stages.mandatory).signedIn({ totp: true });
    return client.delete(`/auth/factors/${at<{ id: string }[]>(said, 'user.factors')[0]?.id}`);
  }),
  situation('renameFactor', 'signed in', async (stages) => {
    const { client, said } = await (await stages.plain).signedIn({ totp: true });
    return client.post(`/auth/factors/${at<{ id: string }[]>(said, 'user.factors')[0]?.id}/label`, { label: 'Key' });
  }),
  situation('renameFactor', 'no factor of one’s own', async (stages) => {
    return (await (await stages.plain).signedIn()).client.post('/auth/factors/nothing/label', { label: 'Key' });
  }),
  situation('regenerateBackupCodes', 'proven recently', async (stages) => {
    return (await (await stages.plain).signedIn({ totp: true })).client.post('/auth/backup-codes');
  }),
  situation('regenerateBackupCodes', 'no second factor', async (stages) => {
    return (await (await stages.plain).signedIn()).client.post('/auth/backup-codes');
  }),
  situation('disableMfa', 'proven recently', async (stages) => {
    return (await (await stages.plain).signedIn({ totp: true })).client.delete('/auth/mfa');
  }),
  situation('disableMfa', 'proven too long ago', async (stages) => {
    const stage = await stages.plain;
    const { client } = await stage.signedIn({ totp: true }, 'cookie');
    stage.world.clock.advance(minutes(6));
    return client.delete('/auth/mfa');
  }),
  situation('disableMfa', 'no second factor', async (stages) => {
    return (await (await stages.plain).signedIn()).client.delete('/auth/mfa');
  }),
];
