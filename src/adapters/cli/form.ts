import type { Command } from 'commander';

/** Every command that prints something prints it for programs as well. */
export const withJson = (command: Command): Command =>
  command.option('--json', 'one JSON object a line instead of columns');

export const form = (command: Command): 'json' | 'people' =>
  command.opts<{ readonly json?: boolean }>().json ? 'json' : 'people';
