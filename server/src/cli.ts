import { spawn } from 'node:child_process';
import { distFile } from './base/files/distFile';
import { run } from './cli/run';

// A reader that has enough, as `head` has, closes the pipe: that is no failure. The exit code is that of SIGPIPE.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 128 + 13 : 1));

process.exitCode = await run(process.argv.slice(2), {
  out: text => void process.stdout.write(text),
  error: text => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  storeLater: files => {
    const loader = spawn(process.execPath, [distFile('loader.mjs'), ...files], {
      detached: true,
      stdio: 'ignore',
      windowsHide: true,
    });
    // Where none can be started, the next command that needs the store fills it.
    loader.on('error', () => undefined).unref();
  },
});
