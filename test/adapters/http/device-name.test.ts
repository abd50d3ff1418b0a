import { expect } from 'chai';
import { deviceName } from '../../../src/adapters/http/device-name.js';

describe('The device name', () => {
  it('is browser and system in words', () => {
    const agents = {
      'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0': 'Firefox on Linux',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36':
        'Chrome on macOS',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1':
        'Safari on iOS',
      'curl/8.5.0': 'curl',
    };
    for (const [agent, name] of Object.entries(agents)) expect(deviceName(agent)).to.equal(name);
    expect(deviceName(undefined)).to.equal(undefined);
  });

  it('[E13] is at most 64 printable characters, whatever was sent', () => {
    const hostile = [
      '<script>alert(1)</script>/1.0 x',
      'Evil\u001b[31m\r\nSet-Cookie: a=b/1 y',
      'Mozilla/5.0 (\u202egnp.exe) \u2028Firefox/1',
      `${'x'.repeat(20_000)}/1.0 (${'y'.repeat(20_000)})`,
      '\ud800/1',
      '(((((((((((((((((((((((((((((((((((((((((((',
    ];
    for (const agent of hostile) {
      const name = deviceName(agent) ?? '';
      expect([...name].length).to.be.at.most(64);
      expect(name).not.to.match(/[\p{C}\p{Zl}\p{Zp}]/u);
    }
  });
});
