import type { BuildOptions } from 'esbuild';

/** The esbuild options of every bundle whose source exists. */
export function bundles(options: { production: boolean }): BuildOptions[];
