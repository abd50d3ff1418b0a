import assert from 'node:assert/strict';
import type { Message, Notifier } from 'portcullis/domain/ports/notifier';
import { aWorld } from 'portcullis/testing';

/** An adapter of your own, such as one that sends text messages. */
class TextMessages implements Notifier {
  readonly sent: string[] = [];

  async send({ to, template }: Message): Promise<void> {
    this.sent.push(`${to}: ${template}`);
  }
}

describe('Text messages', () => {
  it('tell the owner of an account that a backup code was used', async () => {
    const notifier = new TextMessages();
    const world = await aWorld({ instead: { notifier } }).withUser('ada', { totp: true });
    const [code = ''] = world.backupCodesOf('ada');

    assert.equal((await world.logIn('ada')).status, 'mfa-required');
    assert.equal((await world.verify(code)).status, 'signed-in');
    await world.deliver();

    assert.deepEqual(notifier.sent, ['ada@example.org: backup-code-used']);
    await world.close();
  });
});
