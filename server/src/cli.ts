import { run } from './cli/run';
import { harmless } from './cli/text';

// File names, labels and what tools say of them are anybody's text: this is the one place where it reaches a terminal.
process.exitCode = await run(process.argv.slice(2), {
  out: text => void process.stdout.write(harmless(text)),
  error: text => void process.stderr.write(harmless(text)),
  isTerminal: process.stderr.isTTY,
});
