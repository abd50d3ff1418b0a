import { expect } from 'chai';
import { problems, problemType, type ProblemKind } from '../../src/adapters/rest/problems.js';
import { committedTable, playedTable } from '../support/http-statuses.js';
import type { Said } from '../support/rest-client.js';

describe('What REST answers', () => {
  const told: { readonly words: string; readonly said: Said }[] = [];
  let table = '';
  before(async () => {
    table = await playedTable(({ words }, said) => void told.push({ words, said }));
  });
  const refusals = () => told.filter(({ said }) => said.status >= 400);

  it('is what the documentation says', () => {
    expect(table, 'npm run docs writes it').to.equal(committedTable());
  });

  it('is kept by nobody', () => {
    for (const { words, said } of told) expect(said.headers.get('cache-control'), words).to.equal('no-store');
  });

  it('is a problem of a known type where it is a refusal, with the request’s id', () => {
    expect(refusals()).to.have.length.above(30);
    for (const { words, said } of refusals()) {
      expect(said.headers.get('content-type'), words).to.equal('application/problem+json; charset=utf-8');
      const kind = said.problem as ProblemKind;
      expect(said.body, words).to.include({
        type: problemType(kind),
        status: said.status,
        title: problems[kind].title,
      });
      expect(said.body['requestId'], words).to.equal(said.headers.get('x-request-id'));
    }
  });

  it('shows every kind of problem at least once', () => {
    expect(new Set(refusals().map(({ said }) => said.problem))).to.deep.equal(new Set(Object.keys(problems)));
  });

  it('says with every 401 how to authenticate, and never asks a browser for a password', () => {
    for (const { words, said } of refusals()) {
      const wanted = said.headers.get('www-authenticate');
      if (said.status === 401) expect(wanted, words).to.match(/^Bearer( error=|$)/);
      else expect(wanted, words).to.equal(null);
    }
  });

  it('says what a step-up must prove, by RFC 9470', () => {
    for (const { words, said } of refusals()) {
      if (said.problem !== 'step-up-required') continue;
      const { requiredAssurance, maxAge } = said.body;
      expect(said.headers.get('www-authenticate'), words)
        .to.include('error="insufficient_user_authentication"')
        .and.include(`acr_values="${String(requiredAssurance)}", max_age="${String(maxAge)}"`);
      // Fresh enough to change how one signs in, or recent enough to count at all.
      expect(maxAge, words).to.equal(words === 'none was' ? 12 * 60 * 60 : 300);
    }
  });

  it('says when to come back, in the head and in the body', () => {
    const late = refusals().filter(({ said }) => said.status === 429 || said.status === 503);
    expect(late).to.have.length.of.at.least(3);
    for (const { words, said } of late) {
      expect(Number(said.headers.get('retry-after')), words).to.be.within(1, 900);
      if (said.status === 429) expect(Date.parse(String(said.body['retryAt'])), words).to.be.above(0);
    }
  });

  it('names every wrong member, and repeats nothing of its value', async () => {
    const { said } = told.find(({ words }) => words.startsWith('a member that')) ?? expect.fail();
    expect(said.body['errors']).to.deep.equal([
      { pointer: '#/email', detail: 'A JSON string is wanted here.' },
      { pointer: '#/password', detail: 'A JSON string is wanted here.' },
      { pointer: '#/remember', detail: 'There is no such member.' },
    ]);
  });
});
