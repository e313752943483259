import { inRoot } from '../../scripts/build/paths.mjs';

/** Where the build puts the WASM backend, the LSTM's kernel and the bundles of their processes. */
export const binaries = inRoot('server/dist');
