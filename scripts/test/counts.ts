import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot } from '../build/paths.mjs';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const one = {
  passed: { passed: 1, failed: 0, skipped: 0 },
  failed: { passed: 0, failed: 1, skipped: 0 },
  skipped: { passed: 0, failed: 0, skipped: 1 },
} as const satisfies Record<string, Counts>;

export function sum(counts: readonly Counts[]): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** `3 passed, 0 failed`; what was skipped is said when something was. */
export function show({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Where a layer's reporter leaves its counts; an earlier run's are removed. */
export function countsFile(layer: string): string {
  mkdirSync(inRoot('out/test'), { recursive: true });
  const path = inRoot('out/test', `${layer}.json`);
  rmSync(path, { force: true });
  return path;
}

/** A layer whose process failed without a failed test did not come to its end: that is a failure of its own. */
export function readCounts(path: string, exitCode: number | null): Counts {
  let counts: Counts;
  try {
    counts = JSON.parse(readFileSync(path, 'utf8')) as Counts;
  } catch (error) {
    console.error(`No counts were written: ${error instanceof Error ? error.message : String(error)}`);
    return one.failed;
  }
  return exitCode !== 0 && counts.failed === 0 ? sum([counts, one.failed]) : counts;
}
