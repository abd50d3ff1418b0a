import { expect } from 'chai';
import { wantedLanguage } from '../../../src/adapters/http/language.js';
import { hours } from '../../../src/domain/duration.js';
import { aWorld } from '../../../src/testing/world.js';

describe('The language of a request', () => {
  it('is the one of ours that is wanted most', () => {
    const wanted = {
      de: 'de',
      'de-AT,de;q=0.9,en;q=0.8': 'de',
      'fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5': 'en',
      'EN-gb': 'en',
      '*': 'en',
      'fr, it': undefined,
      'de;q=0': undefined,
      '': undefined,
      ';;;,,,q=': undefined,
      [`${'x,'.repeat(10_000)}de`]: undefined,
    };
    for (const [header, language] of Object.entries(wanted)) expect(wantedLanguage(header), header).to.equal(language);
    expect(wantedLanguage(undefined)).to.equal(undefined);
  });

  it('is what people who register are written to in, by every door', async () => {
    const world = await aWorld();
    const password = 'a sentence that nobody says';
    const post = async (path: string, body: object, language?: string): Promise<void> => {
      const headers = { 'content-type': 'application/json', ...(language && { 'accept-language': language }) };
      const { ok } = await fetch(`${world.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      expect(ok, path).to.equal(true);
    };
    const query = 'mutation ($input: RegisterInput!) { register(input: $input) { __typename } }';
    for (const [email, language] of [
      ['ada@example.org', 'de-DE,de;q=0.9'],
      ['grace@example.org', undefined],
    ] as const) {
      // The second time its owner hears of it.
      for (const asked of [language, 'en'])
        await post('/graphql', { query, variables: { input: { email, password } } }, asked);
    }
    for (const asked of ['de', 'en']) await post('/auth/register', { email: 'alan@example.org', password }, asked);
    expect((await world.mail()).map(({ to, language }) => [to, language])).to.deep.equal([
      ['ada@example.org', 'de'],
      ['grace@example.org', 'en'],
      ['alan@example.org', 'de'],
    ]);
    await world.close();
  });

  it('is changed by whoever is signed in, by either door', async () => {
    const world = await aWorld().withUser('ada');
    const ada = await world.signIn('ada');
    const told = async () => (await world.mail()).map(({ language }) => language);
    const register = 'mutation ($input: RegisterInput!) { register(input: $input) { __typename } }';
    const again = () =>
      world.graphql(register, { input: { email: 'ada@example.org', password: 'a sentence that nobody says' } });
    const set = 'mutation { setLanguage(input: { language: DE }) { ... on LanguageSet { language } } }';
    expect((await ada.ask(set)).data).to.deep.equal({ setLanguage: { language: 'DE' } });
    await again();
    expect(await told()).to.deep.equal(['de']);
    world.clock.advance(hours(1));
    const other = await world.signIn('ada');
    const answer = await fetch(`${world.url}/auth/language`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${other.bearer}` },
      body: JSON.stringify({ language: 'en' }),
    });
    expect(await answer.json()).to.deep.equal({ status: 'set', language: 'en' });
    await again();
    expect((await told()).at(-1)).to.equal('en');
    await world.close();
  });
});
