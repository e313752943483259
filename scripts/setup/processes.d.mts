import type { ChildProcess, SpawnOptions } from 'node:child_process';

export function start(command: string, args: readonly string[], options?: SpawnOptions): ChildProcess;
export function run(command: string, args: readonly string[], options?: SpawnOptions): Promise<string>;
export function end(child: ChildProcess, graceMilliseconds?: number): Promise<void>;
export function endAll(): Promise<void>;
export function endAllOnSignals(): void;
