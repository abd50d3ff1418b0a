import { expect } from 'chai';
import * as fc from 'fast-check';
import { checkedReturnTo } from '../../src/guard/return-to.js';

// Collected from published open-redirect advisories and cheat sheets.
const payloads: readonly unknown[] = [
  '//evil.example', '///evil.example', '////evil.example', '/\\evil.example', '\\/evil.example', '\\\\evil.example',
  '\\evil.example', '/\\/evil.example', '//\\evil.example', '/\t/evil.example', '/\n/evil.example', '/\r/evil.example',
  '\t//evil.example', ' //evil.example', '//evil.example/%2f..', '//evil.example/..;/css', '/%2f/evil.example',
  '/%2fevil.example', '/%2Fevil.example', '/%5cevil.example', '/%5Cevil.example', '/%252fevil.example',
  '/%25252fevil.example', '/%255cevil.example', '/%09/evil.example', '/%0a/evil.example', '/%0d/evil.example',
  '/%0d%0aLocation:%20https://evil.example', '/ok%0d%0aSet-Cookie:%20a=b', '/ok?a=%0d%0aSet-Cookie:%20a=b',
  '/ok\r\nSet-Cookie: a=b', '/ok?a=\r\nb', '/ok#%0a', '/ok%00', '/ok?%2500', '/%00/evil.example', '/./%2fevil.example',
  '/.//evil.example', '/..//evil.example', '/a/..//evil.example', '/a/%2e%2e//evil.example', '/%2e%2e%2f/evil.example',
  '/..%2f%2fevil.example', '/;/%2f%2fevil.example', '/%20//evil.example', '/%20/evil.example', '/%E3%80%80/evil.example',
  '/%EF%BC%8Fevil.example', '/／evil.example', '/%EF%BC%BCevil.example', '/〱evil.example', '/%c0%afevil.example',
  '/%c0%ae%c0%ae/evil.example', '/%', '/%zz', '/%u002fevil.example', 'evil.example', 'evil.example/path', '@evil.example',
  'https://evil.example', 'HTTPS://evil.example', 'http:evil.example', 'https:/evil.example', 'https:evil.example',
  'http://app.example@evil.example', 'https://user:pass@app.example/', '//user@evil.example', '/\\user@evil.example',
  'https://app.example.evil.example', 'https://app.example%2f@evil.example/', 'https://app.example:evil@evil.example',
  'https://app.example\\.evil.example', 'https://app.example\\@evil.example/', 'https://[::1]/', 'ftp://evil.example',
  'javascript:alert(1)', 'JavaScript:alert(1)', 'java\nscript:alert(1)', ' javascript:alert(1)', '\u0001javascript:alert(1)',
  'javascript://app.example/%0aalert(1)', '/javascript:alert(1)//\\', 'data:text/html,x', 'vbscript:x', 'blob:x',
  'file:///etc/passwd', '?returnTo=//evil.example', '#//evil.example', '.', '..', '../', './ok', 'ok', '', ' ', '/ ', '\u202e/ok',
  '/\u202eevil', '/%E2%80%AEevil', `/${'a'.repeat(3000)}`, undefined, null, 7, {}, [], ['/ok'], ['//evil.example', '/ok'],
]; // prettier-ignore

describe('checkedReturnTo', () => {
  it('[E10] leads nowhere else, whatever is tried', () => {
    expect(payloads.length).to.be.at.least(60);
    for (const payload of payloads)
      expect(checkedReturnTo(payload, { otherwise: '/home' }), String(payload)).to.equal('/home');
  });

  it('[E10] does not with allowed origins either', () => {
    const origins = ['https://app.example'];
    for (const payload of payloads)
      expect(checkedReturnTo(payload, { otherwise: '/home', origins }), String(payload)).to.equal('/home');
    const glued = ['https://app.example//evil.example', 'https://app.example/%2f/evil.example', 'https://app.example?a', 'https://app.example:8443/']; // prettier-ignore
    for (const payload of glued) expect(checkedReturnTo(payload, { origins }), payload).to.equal('/');
  });

  it('keeps the pages of this site, with their questions and places', () => {
    const pages = ['/', '/a', '/a/b.html', '/a?b=c&d=%2F%2Fe', '/search?q=100%25', '/a?next=https://b.example/c', '/a#b', '/%C3%A4', '/a%20b', '/@ada', '/a:b', '/~ada/']; // prettier-ignore
    for (const page of pages) expect(checkedReturnTo(page), page).to.equal(page);
    expect(checkedReturnTo('/a/../b')).to.equal('/b');
  });

  it('keeps allowed origins, by exact comparison', () => {
    const origins = ['https://app.example', 'https://other.example:8443'];
    for (const page of ['https://app.example/a?b', 'https://other.example:8443/'])
      expect(checkedReturnTo(page, { origins })).to.equal(page);
    expect(checkedReturnTo('https://app.example', { origins })).to.equal('https://app.example/');
  });

  it('stays on the site for every text there is, as a browser reads it', () => {
    const pieces = fc.constantFrom('/', '\\', '%2f', '%5c', '%25', '2f', '.', '..', '@', ':', 'a', '%0d', '%0a', '\t', ' ', '?', '#', 'é', 'http', '%e2%80%ae'); // prettier-ignore
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
    );
    const stays = (raw: string): void => {
      const checked = checkedReturnTo(raw);
      for (const base of ['https://app.example/sign-in', 'https://app.example']) {
        expect(new URL(checked, base).origin).to.equal('https://app.example');
        expect(new URL(decodeOnce(checked), base).origin).to.equal('https://app.example');
      }
      expect(checked).to.match(/^\/(?![/\\])[!-~]*$/);
    };
    fc.assert(fc.property(text, stays), { numRuns: 3000 });
    fc.assert(
      fc.property(text, (raw) => stays(`/${raw}`)),
      { numRuns: 3000 },
    );
  });
});

/** As a careless reader decodes a path. */
function decodeOnce(path: string): string {
  const [pathname = ''] = path.split(/[?#]/);
  return decodeURIComponent(pathname);
}
