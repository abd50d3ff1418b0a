/** What a script makes of the end: done, not done, or not understood. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;
export type Ending = keyof typeof exitCodes;

/** An end that was foreseen: one line for whoever asked, no stack. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    message: string,
    readonly ending: Exclude<Ending, 'done'> = 'failed',
  ) {
    super(message);
  }
}
