import { writeFileSync } from 'node:fs';
import { makeCapture } from '../support/makeCapture';

/** Writes the capture that the golden numbers are computed from. */
writeFileSync(process.argv[2] ?? 'capture.binetflow', makeCapture({ flows: 3000, seed: 7 }));
