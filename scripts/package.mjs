// npm run package: a .vsix for this platform below out/.
import { build } from './build.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { endAllOnSignals } from './setup/processes.mjs';
import { packageExtension } from './package/vsix.mjs';

endAllOnSignals();
try {
  await installDependencies(console.log);
  await build({ production: true });
  console.log(await packageExtension());
} catch (error) {
  if (!error.errors) console.error(error.message);
  process.exitCode = 1;
}
