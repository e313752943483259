import { writeSync } from 'node:fs';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { takeTexts } from './base/texts';
import { createEngine } from './engine/flowEngine';
import { startServer } from './editor/lspServer';

// Reads --stdio or --node-ipc from the command line. The library ends this process when the editor that
// started it (processId, --clientProcessId) is gone, and after `exit`.
const connection = createConnection(ProposedFeatures.all);
takeTexts(message => connection.console.warn(message));

process.on('uncaughtException', error => {
  // Written at once, and not over the connection: that may be what broke. The editor logs standard error.
  writeSync(process.stderr.fd, `${error.stack ?? String(error)}\n`);
  // State is unknown from here on: the editor starts a new server.
  process.exit(1);
});

startServer(connection, { createEngine });
