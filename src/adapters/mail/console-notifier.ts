import type { Message, Notifier } from '../../domain/ports/notifier.js';
import { letter, type Sender } from './letter.js';

/**
 * Prints messages where nothing can send them: for trying the service out. What is printed is the mail itself, its links
 * included; it goes where the terminal is and never through the log.
 */
export class ConsoleNotifier implements Notifier {
  /** `out` is where they go, such as standard output. */
  constructor(
    private readonly out: { write(text: string): unknown },
    private readonly sender: Sender,
  ) {}

  async send(message: Message): Promise<void> {
    const { subject, text } = letter(message, this.sender);
    const lines = [`Message to ${message.to}: ${subject}`, '', ...text.trimEnd().split('\n')];
    this.out.write(`${lines.map((line) => `  | ${line}`.trimEnd()).join('\n')}\n`);
  }
}
