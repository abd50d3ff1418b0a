import { expect } from 'chai';
import { ConsoleNotifier } from '../../../src/adapters/node/console-notifier.js';
import type { FactId } from '../../../src/domain/ids.js';
import type { EmailAddress } from '../../../src/domain/user/email-address.js';

describe('The console notifier', () => {
  it('prints a message that a person can read', async () => {
    let printed = '';
    const notifier = new ConsoleNotifier({ write: (text) => (printed += text) });
    await notifier.send({
      about: 'f1' as FactId,
      to: 'ada@example.org' as EmailAddress,
      subject: 'A backup code was used',
      text: 'Nine are left.\n\nWas this not you?\n',
    });
    expect(printed).to.equal(
      [
        '  | Message to ada@example.org: A backup code was used',
        '  | Nine are left.',
        '  |',
        '  | Was this not you?',
        '',
      ].join('\n'),
    );
  });
});
