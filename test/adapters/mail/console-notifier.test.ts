import { expect } from 'chai';
import { ConsoleNotifier } from '../../../src/adapters/mail/console-notifier.js';
import { Secret } from '../../../src/domain/secret.js';
import { aMessage } from '../../support/a-message.js';

describe('The console notifier', () => {
  it('prints a message that a person can read, with its links', async () => {
    let printed = '';
    const sender = { service: 'Acme', url: 'https://auth.example.org' };
    const notifier = new ConsoleNotifier({ write: (text) => (printed += text) }, sender);
    await notifier.send(
      aMessage('backup-code-used', { left: 9 }, { notMe: new Secret('https://auth.example.org/not-me#1') }),
    );
    expect(printed).to.equal(
      [
        '  | Message to ada@example.org: A backup code was used',
        '  |',
        '  | It completed a sign-in to your account and will not work again. You have 9 left.',
        '  |',
        '  | When: 1 March 2026 at 12:00 UTC',
        '  | Device: Firefox on Linux',
        '  | Network address: 192.0.2.1',
        '  |',
        '  | Was this not you? End all sessions and secure the account:',
        '  | https://auth.example.org/not-me#1',
        '  |',
        '  | --',
        '  | Acme sent this message about your account at https://auth.example.org.',
        '',
      ].join('\n'),
    );
  });
});
