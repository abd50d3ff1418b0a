import type { Message, Notifier } from '../../domain/ports/notifier.js';

/** Prints messages where nothing can send them: for trying the service out. */
export class ConsoleNotifier implements Notifier {
  /** `out` is where they go, such as standard output. */
  constructor(private readonly out: { write(text: string): unknown }) {}

  async send({ to, subject, text }: Message): Promise<void> {
    const lines = [`Message to ${to}: ${subject}`, ...text.trimEnd().split('\n')];
    this.out.write(`${lines.map((line) => `  | ${line}`.trimEnd()).join('\n')}\n`);
  }
}
