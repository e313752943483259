import { run } from './cli/run';
import { harmless } from './cli/text';

// A reader that has enough, as `head` has, closes the pipe: that is no failure. The exit code is that of SIGPIPE.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 128 + 13 : 1));

// File names, labels and what tools say of them are anybody's text: this is the one place where it reaches a terminal.
process.exitCode = await run(process.argv.slice(2), {
  out: text => void process.stdout.write(harmless(text)),
  error: text => void process.stderr.write(harmless(text)),
  isTerminal: process.stderr.isTTY,
});
