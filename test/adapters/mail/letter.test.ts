import { expect } from 'chai';
import { letter } from '../../../src/adapters/mail/letter.js';
import type { DeviceLabel } from '../../../src/domain/client.js';
import { languages } from '../../../src/domain/notice/language.js';
import { hasNotMe, type Notices, type Template } from '../../../src/domain/notice/notices.js';
import { Secret } from '../../../src/domain/secret.js';
import { aMessage } from '../../support/a-message.js';

const sender = { service: 'Acme', url: 'https://auth.example.org' };
const due = new Date('2026-03-04T12:00:00.000Z');

/** One of each, with values that must be found again. */
const values: { readonly [T in Template]: Notices[T] } = {
  'new-device': {},
  'device-reused': {},
  'mfa-on': { kind: 'totp' },
  'mfa-off': {},
  'factor-added': { kind: 'totp' },
  'factor-removed': { kind: 'totp' },
  'backup-code-used': { left: 7 },
  'backup-codes-low': { left: 3 },
  'backup-codes-renewed': {},
  'second-factor-guessed': {},
  'password-exposed': {},
  'pool-closed': { kind: 'password' },
  'password-changed': {},
  'address-changed': {},
  'reset-asked': {},
  'administrator-reset': { due },
  'confirm-address': {},
  'confirm-new-address': {},
  invitation: {},
  'registration-repeated': {},
  'machine-token-made': {},
  'service-account-made': {},
};
const templates = Object.keys(values) as Template[];
const link = new Secret('https://auth.example.org/link?x=1&y=2');
const notMe = new Secret('https://auth.example.org/not-me');

describe('A letter', () => {
  for (const language of languages)
    it(`has words of its own for every notice (${language})`, () => {
      const subjects = templates.map((template) => {
        const { subject, text, html } = letter(aMessage(template, values[template], { language, link, notMe }), sender);
        expect(subject, template).to.match(/^[^\p{C}]{10,78}$/u);
        for (const line of [link, notMe]) expect(text.split('\n'), template).to.include(line.reveal());
        expect(html).to.include('href="https://auth.example.org/link?x=1&amp;y=2"').and.include(`lang="${language}"`);
        expect(text + html).not.to.match(/undefined|\[object|\[secret\]/);
        return subject;
      });
      expect(new Set(subjects)).to.have.property('size', templates.length);
    });

  it('has “this was not me” in every notice of something that happened, and in none that somebody asked for', () => {
    const without = ['reset-asked', 'confirm-address', 'confirm-new-address', 'invitation', 'registration-repeated'];
    expect(templates.filter((template) => !hasNotMe(template))).to.deep.equal(without);
  });

  it('is written in the language of its reader', () => {
    const [en, de] = languages.map((language) =>
      letter(aMessage('administrator-reset', { due }, { language }), sender),
    );
    expect(en?.text).to.include('4 March 2026 at 12:00 UTC');
    expect(de?.text).to.include('4. März 2026 um 12:00 UTC').and.include('Gerät: Firefox on Linux');
    expect(de?.subject).to.equal('Ihre zweiten Faktoren sollen entfernt werden');
  });

  it('counts in words', () => {
    const text = (left: number, language: 'en' | 'de') =>
      letter(aMessage('backup-codes-low', { left }, { language }), sender).text;
    expect(text(3, 'en')).to.include('Only 3 are left');
    expect(text(1, 'en')).to.include('Only 1 is left');
    expect(text(0, 'en')).to.include('None is left');
    expect(text(1, 'de')).to.include('Es bleibt nur noch 1');
    expect(text(0, 'de')).to.include('Es bleibt keiner');
  });

  it('advises whoever it was not, where it has no address for that; doing nothing is enough where others asked', () => {
    expect(letter(aMessage('mfa-off', {}), sender).text).to.include('Was this not you? Change your password');
    expect(letter(aMessage('reset-asked', {}), sender).text).not.to.include('Was this not you?');
  });

  it('[J08] [N02] takes what strangers call their devices and networks for nothing but words', () => {
    const hostile = [
      '<img src=x onerror=alert(1)>',
      '"><a href="https://evil.example">click</a>',
      'https://evil.example/login',
      'evil.example',
      'a\r\nBcc: victim@example.org\r\n\r\nbody',
      '\u001b[31mred\u2028\u202Eevil',
    ];
    for (const raw of hostile) {
      const message = aMessage('mfa-off', {}, { device: raw as DeviceLabel, address: raw });
      const { subject, text, html } = letter(message, sender);
      expect(subject).to.equal('Multi-factor authentication is off');
      expect(text.match(/^Device: [\p{L}\p{N} -]*$/mu), text).to.have.length(1);
      for (const part of [text, html]) {
        expect(part).not.to.match(/evil\.example|<img|<a |onerror=|[^\P{C}\n]|\p{Zl}|^Bcc:|Network address/mu);
      }
    }
    const hostileSender = { service: '<b>Acme</b>', url: 'https://auth.example.org' };
    expect(letter(aMessage('mfa-off', {}), hostileSender).html)
      .to.include('&lt;b&gt;Acme')
      .and.not.include('<b>');
  });

  it('fetches nothing from anywhere, and runs nothing', () => {
    const { html } = letter(aMessage('new-device', {}, { notMe }), sender);
    expect(html).not.to.match(
      /<(?:img|link|script|style|iframe|object|video|audio|form|base)\b|url\(|\bsrc=|\bon\w+=/i,
    );
  });
});
