import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createEngine } from './flowEngine';
import { startServer } from './lspServer';

// Reads --stdio or --node-ipc from the command line. The library ends this process when the editor that
// started it (processId, --clientProcessId) is gone, and after `exit`.
const connection = createConnection(ProposedFeatures.all);

process.on('uncaughtException', error => {
  // Standard error reaches the editor's log even when the connection is what broke.
  console.error(error);
  // State is unknown from here on: the editor starts a new server.
  process.exit(1);
});

startServer(connection, { createEngine });
