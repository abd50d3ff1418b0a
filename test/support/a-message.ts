import type { DeviceLabel } from '../../src/domain/client.js';
import type { FactId } from '../../src/domain/ids.js';
import { notice, type Notices, type Template } from '../../src/domain/notice/notices.js';
import type { Message } from '../../src/domain/ports/notifier.js';
import type { EmailAddress } from '../../src/domain/user/email-address.js';

/** A word to Ada, as the relay would have it sent. */
export const aMessage = <T extends Template>(
  template: T,
  values: Notices[T],
  changes: Partial<Omit<Message, 'template' | 'values'>> = {},
): Message => ({
  about: '0190a000-0000-7000-8000-000000000001' as FactId,
  to: 'ada@example.org' as EmailAddress,
  language: 'en',
  at: new Date('2026-03-01T12:00:00.000Z'),
  address: '192.0.2.1',
  device: 'Firefox on Linux' as DeviceLabel,
  ...changes,
  ...notice(template, values),
});
