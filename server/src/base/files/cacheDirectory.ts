import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where models and captures are cached: `FLOW2VEC_CACHE`, else the setting, else the user's cache folder as
 * the platform has it. Editor and command line share it, so that a model is trained once.
 */
export function cacheDirectory(
  setting = '',
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  if (env['FLOW2VEC_CACHE']) return env['FLOW2VEC_CACHE'];
  if (setting !== '') {
    if (!isAbsolute(setting))
      throw new Error(l10n.t('flow2vec.cache.directory "{0}" is not an absolute path.', setting));
    return setting;
  }
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'flow2vec', 'cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'flow2vec');
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'flow2vec');
}
