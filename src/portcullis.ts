#!/usr/bin/env node
import { runCommandLine } from './adapters/cli/command-line.js';
import { Terminal } from './adapters/cli/terminal.js';
import { OpenedDesk } from './open-desk.js';

// `portcullis COMMAND`: everything an operator does. `portcullis --help` says what there is.
const terminal = new Terminal({ input: process.stdin, out: process.stdout, err: process.stderr });
const desk = new OpenedDesk((line) => terminal.say(line));
const code = await runCommandLine(process.argv.slice(2), desk, terminal).finally(() => desk.close());
// Not at once: what was written to a pipe is still on its way. The service, once started, ends by itself.
process.exitCode = code;
