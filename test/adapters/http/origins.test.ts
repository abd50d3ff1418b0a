import { expect } from 'chai';
import { doorstep, post, type Doorstep } from '../../support/doorstep.js';

describe('Origins', () => {
  const own = 'https://auth.example.com';
  const allowed = 'https://app.example.com';
  let door: Doorstep;
  before(async () => {
    door = await doorstep({ publicUrl: own, allowedOrigins: [allowed, 'http://localhost:5173'] });
  });
  after(() => door.close());
  const preflight = (origin: string) =>
    fetch(`${door.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });

  it('that are allowed may call with credentials and read the answer', async () => {
    const asked = await preflight(allowed);
    expect(asked.status).to.equal(204);
    expect(asked.headers.get('access-control-allow-origin')).to.equal(allowed);
    expect(asked.headers.get('access-control-allow-credentials')).to.equal('true');
    expect(asked.headers.get('access-control-allow-methods')).to.equal('POST');
    expect(asked.headers.get('access-control-allow-headers')?.toLowerCase()).to.equal('content-type, authorization');
    const answer = await post(door, { origin: allowed });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('access-control-allow-origin')).to.equal(allowed);
    expect(answer.headers.get('access-control-expose-headers')).to.include('Retry-After');
  });

  it('that are foreign get 403, nothing is carried out and nothing may be read', async () => {
    const carriedOut = door.requests.length;
    const foreign = [
      'https://evil.example',
      'null',
      'https://app.example.com.evil.example',
      'https://evilapp.example.com',
      'http://app.example.com',
      'https://app.example.com:8443',
      'https://APP.example.com',
      'http://localhost:51730',
    ];
    for (const origin of foreign) {
      for (const answer of [await preflight(origin), await post(door, { origin }), await post(door, { origin }, '{')]) {
        expect(answer.status, origin).to.equal(403);
        expect(answer.headers.get('access-control-allow-origin'), origin).to.equal(null);
      }
    }
    expect(door.requests).to.have.length(carriedOut);
  });

  it('may be left out by programs, but not by a browser that says the page is a foreign one', async () => {
    expect((await post(door)).status).to.equal(200);
    expect((await post(door, { origin: own, 'sec-fetch-site': 'same-origin' })).status).to.equal(200);
    expect((await post(door, { 'sec-fetch-site': 'cross-site' })).status).to.equal(403);
  });

  it('vary the answer, so that no cache hands one to another', async () => {
    for (const answer of [
      await post(door),
      await post(door, { origin: allowed }),
      await preflight('https://evil.example'),
    ]) {
      expect(answer.headers.get('vary')).to.match(/\bOrigin\b/i);
    }
  });
});
