import { settingsOfWords } from './cli/spark/driver';
import { converse } from './engine/spark/conversation';
import { operations } from './engine/spark/operations';

/**
 * The engine as a process of an executor, one for each core: it answers on standard output what is asked on standard
 * input, and ends when that ends, for whoever started it is gone.
 */
process.stdin.on('end', () => process.exit(0));
process.stdout.on('error', () => process.exit(0));
await converse({ ...operations, settingsOfWords }, process.stdin, process.stdout);
