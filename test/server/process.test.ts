import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';

const bundle = 'server/dist/main.mjs';

/** Starts the built server as an editor's child and waits until it has answered `initialize`. */
async function started(
  processId: number,
  flags: readonly string[] = [],
): Promise<ChildProcessWithoutNullStreams> {
  const server = spawn(process.execPath, [...flags, bundle, '--stdio']);
  const params = { processId, rootUri: null, capabilities: {} };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  await said(server.stdout, /"hoverProvider":true/);
  return server;
}

function said(stream: Readable, wanted: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (wanted.test(text)) resolve();
    });
    stream.on('end', () => reject(new Error(`ended with: ${text}`)));
  });
}

describe('the server process', function () {
  this.timeout(30_000);
  before(function () {
    if (!existsSync(bundle)) this.skip();
  });

  it('ends with its input', async () => {
    const server = await started(process.pid);
    const ended = once(server, 'exit');
    server.stdin.end();
    assert.deepEqual(await ended, [1, null]);
  });

  it('ends when the editor that started it is gone', async () => {
    const editor = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    const server = await started(editor.pid ?? 0);
    const ended = once(server, 'exit');
    editor.kill('SIGKILL');
    assert.deepEqual(await ended, [1, null]);
  });

  it('says why and ends when something was not caught, so that the editor starts another', async function () {
    if (process.platform === 'win32') this.skip();
    const thrower = 'data:text/javascript,process.on("SIGUSR2",()=>{throw new Error("from nowhere")})';
    const server = await started(process.pid, ['--import', thrower]);
    const ended = once(server, 'exit');
    const reason = said(server.stderr, /Error: from nowhere\s+at /);
    server.kill('SIGUSR2');
    assert.deepEqual(await ended, [1, null]);
    await reason;
  });
});
